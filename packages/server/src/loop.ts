export interface Loop {
  /** Runs the work now, or once more if it is running. */
  wake(): void;
  /** Waits for the run under way. */
  stop(): Promise<void>;
}

/**
 * Runs `work` every so often, never twice at once, until it is stopped. A run that fails is reported and the next
 * one comes as usual.
 */
export function startLoop(
  everyMs: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): Loop {
  let stopped = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;

  function plan(): void {
    if (!stopped) timer = setTimeout(run, everyMs);
  }

  function run(): void {
    clearTimeout(timer);
    running = work()
      .catch(onError)
      .then(() => {
        running = null;
        if (again && !stopped) {
          again = false;
          run();
        } else plan();
      });
  }

  plan();
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
