export interface Loop {
  /** Runs the work now, or once more if it is running. */
  wake(): void;
  /** Waits for the run under way. */
  stop(): Promise<void>;
}

/** What is due already and could not be done must not be tried without a pause. */
const shortestMs = 20;

/**
 * Runs `work` every so often, never twice at once, until it is stopped. It may answer in how many milliseconds it has
 * something to do, and then runs again by that time. A run that fails is reported and the next one comes as usual.
 */
export function startLoop(
  everyMs: number,
  work: () => Promise<number | void>,
  onError: (error: unknown) => void,
): Loop {
  let stopped = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;

  function plan(dueMs: number): void {
    if (!stopped) timer = setTimeout(run, Math.min(everyMs, Math.max(shortestMs, dueMs)));
  }

  function run(): void {
    clearTimeout(timer);
    running = work()
      .catch(onError)
      .then((dueMs) => {
        running = null;
        if (again && !stopped) {
          again = false;
          run();
        } else plan(dueMs ?? everyMs);
      });
  }

  plan(everyMs);
  return {
    wake: () => {
      if (stopped) return;
      if (running) again = true;
      else run();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
