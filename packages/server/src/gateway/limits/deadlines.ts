/** What has to be over after a while, all of it after the same while. One timer serves any number of them. */
export interface Deadlines {
  /** Calls `overdue` once, unless it is taken back before by the function that this returns. */
  add(overdue: () => void): () => void;
}

/** What `work` resolves with; `late` where that takes too long, and nobody knows what comes of it. */
export function inTime<Result>(deadlines: Deadlines, work: Promise<Result>): Promise<Result | 'late'> {
  return new Promise((resolve, reject) => {
    const takeBack = deadlines.add(() => resolve('late'));
    work.then(resolve, reject).finally(takeBack);
  });
}

interface Entry {
  readonly at: number;
  readonly overdue: () => void;
}

/** @param afterMs at least; up to a second more */
export function createDeadlines(afterMs: number): Deadlines {
  // In the order in which they are due.
  const entries = new Set<Entry>();
  let watch: NodeJS.Timeout | undefined;

  function look(): void {
    watch = undefined;
    const now = performance.now();
    for (const entry of entries) {
      if (entry.at > now) break;
      entries.delete(entry);
      entry.overdue();
    }
    plan();
  }

  function plan(): void {
    if (entries.size > 0) watch ??= setTimeout(look, Math.min(1000, afterMs)).unref();
  }

  return {
    add: (overdue) => {
      const entry = { at: performance.now() + afterMs, overdue };
      entries.add(entry);
      plan();
      return () => void entries.delete(entry);
    },
  };
}
