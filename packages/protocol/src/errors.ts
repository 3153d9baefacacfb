import Type, { type Static } from 'typebox';
import { Refusal } from './refusals.ts';
import { words } from './words.ts';

/**
 * The one table of errors. `status`: HTTP. `close`: the socket is closed with this code (null: it lives on).
 * `retry`: the same request, with the same client id, may be sent again. `shows`: the detail that may be told.
 */
export const errorTable = {
  'malformed-frame': {
    status: 400,
    close: null,
    retry: false,
    shows: 'problem',
    sentence: 'This is not a frame of the protocol.',
  },
  'unknown-command': {
    status: 400,
    close: null,
    retry: false,
    shows: 'nothing',
    sentence: 'There is no such command.',
  },
  invalid: {
    status: 400,
    close: null,
    retry: false,
    shows: 'problem',
    sentence: 'The request is not of the right form.',
  },
  'text-too-long': {
    status: 413,
    close: null,
    retry: false,
    shows: 'limit',
    sentence: 'The message is too long.',
  },
  'text-empty': {
    status: 400,
    close: null,
    retry: false,
    shows: 'nothing',
    sentence: 'There is nothing to send.',
  },
  'text-not-storable': {
    status: 400,
    close: null,
    retry: false,
    shows: 'nothing',
    sentence: 'The text has characters that cannot be stored.',
  },
  'not-signed-in': {
    status: 401,
    close: 4401,
    retry: false,
    shows: 'nothing',
    sentence: 'Please log in.',
  },
  'log-in-failed': {
    status: 401,
    close: null,
    retry: false,
    shows: 'nothing',
    sentence: 'Company, e-mail or password is not right.',
  },
  'wrong-side': {
    status: 403,
    close: null,
    retry: false,
    shows: 'nothing',
    sentence: 'You hold no license for this side.',
  },
  'origin-not-allowed': {
    status: 403,
    close: null,
    retry: false,
    shows: 'nothing',
    sentence: 'This page may not use the server.',
  },
  'not-found': {
    status: 404,
    close: null,
    retry: false,
    shows: 'nothing',
    sentence: 'There is no such thing.',
  },
  refused: {
    status: 403,
    close: null,
    retry: false,
    shows: 'rule',
    sentence: 'A rule says no.',
  },
  'too-large': {
    status: 413,
    close: 1009,
    retry: false,
    shows: 'limit',
    sentence: 'The request is too large.',
  },
  'no-such-upload': {
    status: 409,
    close: null,
    retry: false,
    shows: 'nothing',
    sentence: 'This file is not here any more. Attach it again.',
  },
  'upload-incomplete': {
    status: 409,
    close: null,
    retry: false,
    shows: 'nothing',
    sentence: 'This file has not arrived completely.',
  },
  'file-too-large': {
    status: 413,
    close: null,
    retry: false,
    shows: 'limit',
    sentence: 'The file is too large.',
  },
  'quota-reached': {
    status: 413,
    close: null,
    retry: false,
    shows: 'nothing',
    sentence: 'There is no room left for the files of your company. An administrator can make some.',
  },
  'file-infected': {
    status: 422,
    close: null,
    retry: false,
    shows: 'problem',
    sentence: 'The virus scanner has found something in this file.',
  },
  'image-unreadable': {
    status: 422,
    close: null,
    retry: false,
    shows: 'nothing',
    sentence: 'This image cannot be read, or is too large to be shown.',
  },
  'storage-full': {
    status: 507,
    close: null,
    retry: true,
    shows: 'nothing',
    sentence: 'The server has no room for this file at the moment. Try again later.',
  },
  'protocol-version': {
    status: 426,
    close: 4406,
    retry: false,
    shows: 'nothing',
    sentence: 'This version of the protocol is not spoken here.',
  },
  'too-many-requests': {
    status: 429,
    close: null,
    retry: true,
    shows: 'nothing',
    sentence: 'Too much at once. Try again in a moment.',
  },
  unavailable: {
    status: 503,
    close: null,
    retry: true,
    shows: 'nothing',
    sentence: 'The server cannot do this right now. Try again.',
  },
  internal: {
    status: 500,
    close: null,
    retry: true,
    shows: 'nothing',
    sentence: 'Something went wrong on the server.',
  },
} as const;

export type ErrorCode = keyof typeof errorTable;

/** Why a socket was closed by the server. One that sends a frame that is too large is closed with 1009. */
export const closeCodes = {
  'session-ended': 4401,
  'protocol-version': 4406,
  'slow-consumer': 4408,
  'too-many-requests': 4429,
  restarting: 1012,
} as const;

/** An error as it goes over the wire, in an HTTP body or a socket reply. */
export const WireError = Type.Object({
  code: words(Object.keys(errorTable) as ErrorCode[]),
  sentence: Type.String(),
  retry: Type.Boolean({
    description: 'The same request with the same client id may be sent again',
  }),
  problem: Type.Optional(Type.String({ description: 'Which field, and what is wrong with it' })),
  refusal: Type.Optional(Refusal),
});
export type WireError = Static<typeof WireError>;

/** The wire form of `code`; `detail` is taken only where the table lets that error show it. */
export function wireError(code: ErrorCode, detail: { problem?: string; refusal?: Refusal } = {}): WireError {
  const row = errorTable[code];
  const error: WireError = { code, sentence: row.sentence, retry: row.retry };
  if ((row.shows === 'problem' || row.shows === 'limit') && detail.problem !== undefined)
    error.problem = detail.problem;
  if (row.shows === 'rule' && detail.refusal !== undefined) {
    error.refusal = detail.refusal;
    error.sentence = detail.refusal.sentence;
  }
  return error;
}
