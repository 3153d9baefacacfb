import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ConversationId, MessageBody, TenantId } from '@tieline/protocol';
import { type AdmissionOptions, createAdmission } from '../concurrency/admission.ts';
import { createOneAtATime } from '../concurrency/one-at-a-time.ts';
import { acceptBody, type BodyAnswer } from './accept-body.ts';

/** A body that is read by the other thread, and what comes back. */
export type ReadingAsked = Exclude<MessageBody, { kind: 'file' }>;
export type ReadingAnswer = { readonly answer: BodyAnswer } | { readonly fault: string };

/**
 * Reads the bodies of messages. Most take a fraction of a millisecond and are read at once. Formatting at its limit, made
 * to hurt, takes a tenth of a second: that is read by a thread of its own, one company after the other, so that only
 * those wait who wait for it. What comes to the same conversation meanwhile is read behind it (DEL-7).
 */
export interface Bodies {
  accept(
    tenant: TenantId,
    conversation: ConversationId,
    body: ReadingAsked,
  ): BodyAnswer | Promise<BodyAnswer>;
  close(): Promise<void>;
}

/** Characters of HTML from which on it is not read at once: at the same rate, a few milliseconds. */
const largeHtml = 4096;

/** The other thread does one thing at a time. */
const places: AdmissionOptions = { places: 1, placesOfOne: 1, waitingOfOne: 100, patience: 8000 };

/** Beside what was built; the sources, as the tests run them, have none. */
const builtThread = fileURLToPath(new URL('./body-thread.js', import.meta.url));

/** @param file of the other thread; where there is none, everything is read at once */
export function createBodies(file: string = builtThread): Bodies {
  const hasThread = existsSync(file);
  const admission = createAdmission(places);
  const line = createOneAtATime<ConversationId>();
  let worker: Worker | null = null;

  function ask(body: ReadingAsked): Promise<BodyAnswer> {
    // How the server itself was started may not be how a file is.
    const asked = worker ?? new Worker(file, { execArgv: [] });
    worker = asked;
    return new Promise<BodyAnswer>((resolve, reject) => {
      const settle = (work: () => void): void => {
        asked.off('message', hear).off('error', lose).off('exit', end).unref();
        work();
      };
      const hear = (said: ReadingAnswer): void =>
        settle(() => ('fault' in said ? reject(new Error(said.fault)) : resolve(said.answer)));
      // A thread that has ended answers nothing more: the next one is begun when it is needed.
      const lose = (fault: Error): void => {
        if (worker === asked) worker = null;
        settle(() => reject(fault));
      };
      const end = (code: number): void => lose(new Error(`The thread that reads bodies ended with ${code}`));
      asked.on('message', hear).on('error', lose).on('exit', end).ref();
      asked.postMessage(body, []);
    });
  }

  return {
    accept: (tenant, conversation, body) => {
      const isLarge = hasThread && body.kind === 'rich' && body.html.length > largeHtml;
      if (!isLarge && line.busy(conversation) === null) return acceptBody(body);
      return line.run(conversation, async () =>
        isLarge ? admission.within(tenant, () => ask(body)) : acceptBody(body),
      );
    },
    close: async () => void (await worker?.terminate()),
  };
}
