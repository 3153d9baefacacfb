import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ConversationId, MessageBody, TenantId } from '@tieline/protocol';
import { type AdmissionOptions, createAdmission } from '../concurrency/admission.ts';
import { createOneAtATime } from '../concurrency/one-at-a-time.ts';
import { acceptBody, type BodyAnswer } from './accept-body.ts';

/** A body that the other thread reads, and its answer. */
export type ReadableBody = Exclude<MessageBody, { kind: 'file' }>;
export type ThreadAnswer = { readonly answer: BodyAnswer } | { readonly fault: string };

/**
 * Reads the bodies of messages. Most take a fraction of a millisecond and are read at once. Hostile formatting may take a
 * tenth of a second, so large bodies are read by a thread of their own, companies in turn, which delays nobody else. Later
 * bodies of the same conversation are read after it (DEL-7).
 */
export interface Bodies {
  accept(
    tenant: TenantId,
    conversation: ConversationId,
    body: ReadableBody,
  ): BodyAnswer | Promise<BodyAnswer>;
  close(): Promise<void>;
}

/** HTML of more characters is read by the other thread: it may take a few milliseconds. */
const largeHtml = 4096;

/** The other thread reads one body at a time. */
const oneAtATime: AdmissionOptions = { places: 1, placesOfOne: 1, waitingOfOne: 100, patience: 8000 };

/** Exists beside the built server only: tests run the sources, which have no such file. */
const builtThread = fileURLToPath(new URL('./body-thread.js', import.meta.url));

/** @param file the script of the other thread; if it does not exist, everything is read at once */
export function createBodies(file: string = builtThread): Bodies {
  const hasThread = existsSync(file);
  const admission = createAdmission(oneAtATime);
  const queue = createOneAtATime<ConversationId>();
  let worker: Worker | null = null;

  function readInThread(body: ReadableBody): Promise<BodyAnswer> {
    // Options of the server's own start, such as for a debugger, may not fit a thread.
    const thread = worker ?? new Worker(file, { execArgv: [] });
    worker = thread;
    return new Promise<BodyAnswer>((resolve, reject) => {
      const finish = (work: () => void): void => {
        thread.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
        work();
      };
      const onMessage = (answer: ThreadAnswer): void =>
        finish(() => ('fault' in answer ? reject(new Error(answer.fault)) : resolve(answer.answer)));
      // A thread that has ended answers nothing more; the next body starts another one.
      const onError = (fault: Error): void => {
        if (worker === thread) worker = null;
        finish(() => reject(fault));
      };
      const onExit = (code: number): void =>
        onError(new Error(`The thread that reads bodies ended with ${code}`));
      thread.on('message', onMessage).on('error', onError).on('exit', onExit).ref();
      thread.postMessage(body, []);
    });
  }

  return {
    accept: (tenant, conversation, body) => {
      const isLarge = hasThread && body.kind === 'rich' && body.html.length > largeHtml;
      if (!isLarge && queue.busy(conversation) === null) return acceptBody(body);
      return queue.run(conversation, async () =>
        isLarge ? admission.within(tenant, () => readInThread(body)) : acceptBody(body),
      );
    },
    close: async () => void (await worker?.terminate()),
  };
}
