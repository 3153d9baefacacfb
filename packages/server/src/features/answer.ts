import {
  type ErrorCode,
  type Refusal,
  type RefusalCode,
  refusalOf,
  type WireError,
  wireError,
} from '@tieline/protocol';

/** What a use case says: a result, or why there is none. Faults are thrown. */
export type Answer<Result> = { readonly ok: true; readonly result: Result } | No;
export interface No {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly problem: string | null;
  readonly refusal: Refusal | null;
}

export function yes<Result>(result: Result): Answer<Result> {
  return { ok: true, result };
}

export function no(code: ErrorCode, problem: string | null = null): No {
  return { ok: false, code, problem, refusal: null };
}

/** A rule said no. */
export function refused(decision: { readonly rule: string; readonly code: RefusalCode }): No {
  return { ok: false, code: 'refused', problem: null, refusal: refusalOf(decision) };
}

/**
 * A rule said no, and whether there is anything at all is a secret: the answer is that of something that does not
 * exist, and the rule goes to the log alone (EXPL-4).
 */
export function hidden(decision: { readonly rule: string; readonly code: RefusalCode }): No {
  return { ok: false, code: 'not-found', problem: null, refusal: refusalOf(decision) };
}

/** The wire form, with no more detail than the table of errors lets it show. */
export function wireErrorOf({ code, problem, refusal }: No): WireError {
  return wireError(code, {
    ...(problem === null ? {} : { problem }),
    ...(refusal === null ? {} : { refusal }),
  });
}
