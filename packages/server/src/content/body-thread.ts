// Reads large bodies beside the thread that everybody waits for: one at a time, in the order in which they come.
import { getPriority, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { acceptBody } from './accept-body.ts';
import type { ReadingAsked, ReadingAnswer } from './bodies.ts';

/** On Linux a thread has a priority of its own: where there is more to do than can be done, everything else comes first. */
function lowerPriority(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Math.max(10, getPriority()));
  } catch {
    // Where that is forbidden it is read at the priority of all.
  }
}

lowerPriority();

parentPort?.on('message', (body: ReadingAsked) => {
  const answer = ((): ReadingAnswer => {
    try {
      return { answer: acceptBody(body) };
    } catch (fault) {
      return { fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) };
    }
  })();
  parentPort?.postMessage(answer, []);
});
