/** Resolves when so many more may come. */
export type Pace = (amount: number) => Promise<void>;

/** Between two looks for keys that nobody is at any more. */
const sweepEveryMs = 1000;

/**
 * A steady pace for each key, `perSecond` on average and `burst` at once. Those of one key share it, in the order in which
 * they come; nobody is turned away.
 */
export function createPaces(perSecond: number, burst: number): (key: string) => Pace {
  /** When all that has come so far would have come at the pace. */
  const due = new Map<string, number>();
  let sweptAt = 0;
  const msOf = (amount: number): number => (amount / perSecond) * 1000;

  function sweep(now: number): void {
    if (now - sweptAt < sweepEveryMs) return;
    sweptAt = now;
    for (const [key, at] of due) if (at <= now) due.delete(key);
  }

  return (key) => async (amount) => {
    const now = performance.now();
    sweep(now);
    const at = Math.max(due.get(key) ?? now, now) + msOf(amount);
    due.set(key, at);
    const wait = at - now - msOf(burst);
    // The node does not wait for it to end.
    if (wait > 0) await new Promise<void>((resolve) => void setTimeout(resolve, wait).unref());
  };
}
