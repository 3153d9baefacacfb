/** Deadlines that are all equally far away, so that one timer serves any number of them. */
export interface Deadlines {
  /** Calls `onOverdue` once, unless the function that this returns is called before. */
  add(onOverdue: () => void): () => void;
}

/** What `work` resolves with; `late` where that takes too long, which does not end the work. */
export function withDeadline<Result>(deadlines: Deadlines, work: Promise<Result>): Promise<Result | 'late'> {
  return new Promise((resolve, reject) => {
    const cancel = deadlines.add(() => resolve('late'));
    work.then(resolve, reject).finally(cancel);
  });
}

interface Deadline {
  readonly at: number;
  readonly onOverdue: () => void;
}

/** @param afterMs at least; up to a second more */
export function createDeadlines(afterMs: number): Deadlines {
  // In the order in which they are due.
  const deadlines = new Set<Deadline>();
  let timer: NodeJS.Timeout | undefined;

  function runOverdue(): void {
    timer = undefined;
    const now = performance.now();
    for (const deadline of deadlines) {
      if (deadline.at > now) break;
      deadlines.delete(deadline);
      deadline.onOverdue();
    }
    schedule();
  }

  function schedule(): void {
    if (deadlines.size > 0) timer ??= setTimeout(runOverdue, Math.min(1000, afterMs)).unref();
  }

  return {
    add: (onOverdue) => {
      const deadline = { at: performance.now() + afterMs, onOverdue };
      deadlines.add(deadline);
      schedule();
      return () => void deadlines.delete(deadline);
    },
  };
}
