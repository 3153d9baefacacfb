/** Resolves when so much more is allowed. */
export type Throttle = (amount: number) => Promise<void>;

/** Milliseconds between two removals of keys that nobody uses any more. */
const sweepEveryMs = 1000;

/**
 * A throttle for each key: `perSecond` on average and `burst` at once. Calls with the same key share it, and wait in the
 * order in which they come; none is refused.
 */
export function createThrottles(perSecond: number, burst: number): (key: string) => Throttle {
  /** For each key, the moment until which its amounts so far last at the average rate. */
  const dueAt = new Map<string, number>();
  let sweptAt = 0;
  const msOf = (amount: number): number => (amount / perSecond) * 1000;

  function sweep(now: number): void {
    if (now - sweptAt < sweepEveryMs) return;
    sweptAt = now;
    for (const [key, at] of dueAt) if (at <= now) dueAt.delete(key);
  }

  return (key) => async (amount) => {
    const now = performance.now();
    sweep(now);
    const at = Math.max(dueAt.get(key) ?? now, now) + msOf(amount);
    dueAt.set(key, at);
    const wait = at - now - msOf(burst);
    // Unreferenced, so that the node can stop meanwhile.
    if (wait > 0) await new Promise<void>((resolve) => void setTimeout(resolve, wait).unref());
  };
}
