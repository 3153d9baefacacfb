// Reads large bodies outside the main thread, one at a time, in the order in which they come.
import { getPriority, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { acceptBody } from './accept-body.ts';
import type { ReadableBody, ThreadAnswer } from './bodies.ts';

/** On Linux a thread has a priority of its own, so that under load everything else comes first. */
function lowerPriority(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Math.max(10, getPriority()));
  } catch {
    // Not allowed here: the thread keeps the priority of the process.
  }
}

lowerPriority();

parentPort?.on('message', (body: ReadableBody) => {
  const answer = ((): ThreadAnswer => {
    try {
      return { answer: acceptBody(body) };
    } catch (fault) {
      return { fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) };
    }
  })();
  parentPort?.postMessage(answer, []);
});
