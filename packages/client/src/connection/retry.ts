import { isRetryable } from './fault.ts';
import { backOff, pause, type Timing } from '../timing.ts';

/** Repeats `work`, with pauses in between, while its fault may be retried. Undefined: not wanted any more. */
export async function retryWhile<Result>(
  timing: Timing,
  isWanted: () => boolean,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  for (let failures = 0; isWanted(); failures += 1) {
    try {
      const result = await work();
      return isWanted() ? result : undefined;
    } catch (fault) {
      if (!isRetryable(fault)) throw fault;
    }
    await pause(backOff(timing, failures));
  }
  return undefined;
}
