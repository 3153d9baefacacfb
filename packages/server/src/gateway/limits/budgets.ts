/** Tries that may fail, for each key: so many in each window of time. Counted when they begin, not when they have failed. */
export interface Budgets {
  /** False where all are used up. */
  take(key: string): boolean;
  /** The try did not fail: it does not count. */
  giveBack(key: string): void;
}

interface Window {
  used: number;
  readonly until: number;
}

export function createBudgets(most: number, windowMs: number): Budgets {
  const windows = new Map<string, Window>();

  function currentOf(key: string): Window {
    const now = performance.now();
    // All last as long, so the first are over first.
    for (const [held, { until }] of windows) {
      if (until > now) break;
      windows.delete(held);
    }
    const found = windows.get(key);
    if (found) return found;
    const made = { used: 0, until: now + windowMs };
    windows.set(key, made);
    return made;
  }

  return {
    take: (key) => {
      const window = currentOf(key);
      if (window.used >= most) return false;
      window.used += 1;
      return true;
    },
    giveBack: (key) => {
      const window = windows.get(key);
      if (window && window.used > 0) window.used -= 1;
    },
  };
}
