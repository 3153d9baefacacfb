// Reads large bodies beside the thread that everybody waits for: one at a time, in the order in which they come.
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { acceptBody } from './accept-body.ts';
import type { ReadingAsked, ReadingAnswer } from './bodies.ts';

// On Linux a thread has a priority of its own: where there is more to do than can be done, messages that are read come first.
if (process.platform === 'linux') setPriority(10);

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
