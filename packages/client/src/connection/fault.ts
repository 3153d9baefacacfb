import type { WireError } from '@tieline/protocol';
import { lineLostSentence, ownSentences } from './wire.ts';

/**
 * What every call of the client rejects with: an error of the server as it came over the wire, or one of the line,
 * as `unavailable`. `wire.refusal` is set where a rule said no; `wire.retry` tells whether asking again makes sense.
 */
export class WireFault extends Error {
  override readonly name: string = 'WireFault';
  readonly wire: WireError;

  constructor(wire: WireError, options?: ErrorOptions) {
    super(wire.sentence, options);
    this.wire = wire;
  }
}

/** No answer came: the server may have carried out the request or not. */
export class LineLost extends WireFault {
  override readonly name = 'LineLost';

  constructor(cause?: unknown) {
    super({ ...ownFault('unavailable'), sentence: lineLostSentence }, { cause });
  }
}

/** An error of the contract that the client detects itself, without an answer of the server. */
export function ownFault(code: keyof typeof ownSentences): WireError {
  const retry = code === 'unavailable' || code === 'too-many-requests';
  return { code, sentence: ownSentences[code], retry };
}

export const isRetryable = (fault: unknown) => fault instanceof WireFault && fault.wire.retry;

export const hasCode = (fault: unknown, code: WireError['code']) =>
  fault instanceof WireFault && fault.wire.code === code;

/**
 * For work that nobody waits for. Faults of the wire are expected there, and whoever started the work has already
 * put them into the state; anything else is a mistake in a program and surfaces as an unhandled error.
 */
export function inBackground(work: Promise<unknown>): void {
  work.catch((fault: unknown) => {
    if (!(fault instanceof WireFault)) surface(fault);
  });
}

/** Throws outside of the running code, so that one broken listener does not stop the others. */
export function surface(fault: unknown): void {
  queueMicrotask(() => {
    throw fault;
  });
}
