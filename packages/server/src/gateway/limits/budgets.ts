/** How many attempts of each key may fail in a window of time. An attempt counts from its beginning, until it succeeds. */
export interface Budgets {
  /** False where the budget is used up. */
  take(key: string): boolean;
  /** The attempt succeeded: it does not count. */
  giveBack(key: string): void;
}

interface Window {
  used: number;
  readonly endsAt: number;
}

export function createBudgets(most: number, windowMs: number): Budgets {
  const windows = new Map<string, Window>();

  function windowOf(key: string): Window {
    const now = performance.now();
    // All windows are equally long, so the first of the map end first.
    for (const [each, { endsAt }] of windows) {
      if (endsAt > now) break;
      windows.delete(each);
    }
    const current = windows.get(key);
    if (current) return current;
    const window = { used: 0, endsAt: now + windowMs };
    windows.set(key, window);
    return window;
  }

  return {
    take: (key) => {
      const window = windowOf(key);
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
