/** Resolves when so many more may come. */
export type Throttle = (amount: number) => Promise<void>;

/** Milliseconds between two removals of keys that nobody uses any more. */
const sweepEveryMs = 1000;

/**
 * A throttle for each key: `perSecond` on average and `burst` at once. Whoever uses the same key shares it, in the order
 * in which they come; nobody is turned away.
 */
export function createThrottles(perSecond: number, burst: number): (key: string) => Throttle {
  /** When a key that had kept to its average would have come to its present total. */
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
    // Unreferenced, so that the node can stop meanwhile.
    if (wait > 0) await new Promise<void>((resolve) => void setTimeout(resolve, wait).unref());
  };
}
