/**
 * Runs `work` every so often, never twice at once, until it is stopped. A run that fails is reported and the next
 * one comes as usual. Returns the way to stop, which waits for the run under way.
 */
export function startLoop(
  everyMs: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  function plan(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      running = work().catch(onError).then(plan);
    }, everyMs);
  }

  plan();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
