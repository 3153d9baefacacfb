// The few values of the contract that are needed at run time, each checked against it by the compiler. Importing
// them would bring every schema, and the schema library with them, into the browser.
import type {
  closeCodes,
  ErrorCode,
  errorTable,
  limits,
  protocolVersion,
  refusalSentences,
  RouteName,
  routes,
} from '@tieline/protocol';

type RouteLine<Name extends RouteName> = {
  readonly method: (typeof routes)[Name]['method'];
  readonly path: (typeof routes)[Name]['path'];
};

/** Method and path of every route. A route that is missing or differs from the contract does not compile. */
export const routeLines: { readonly [Name in RouteName]: RouteLine<Name> } = {
  'log-in': { method: 'POST', path: '/log-in' },
  'log-out': { method: 'POST', path: '/log-out' },
  'load-signed-in': { method: 'GET', path: '/signed-in' },
  'load-self': { method: 'GET', path: '/me' },
  'load-sessions': { method: 'GET', path: '/sessions' },
  'revoke-session': { method: 'DELETE', path: '/sessions/:session' },
  'revoke-other-sessions': { method: 'DELETE', path: '/sessions' },
  'load-roster': { method: 'GET', path: '/rosters/:roster' },
  'load-conversations': { method: 'GET', path: '/conversations' },
  'load-conversation': { method: 'GET', path: '/conversations/:conversation' },
  'open-conversation': { method: 'POST', path: '/conversations' },
  'load-history': { method: 'GET', path: '/conversations/:conversation/messages' },
  'send-message': { method: 'POST', path: '/conversations/:conversation/messages' },
  explain: { method: 'GET', path: '/explain' },
  'load-refusals': { method: 'GET', path: '/refusals' },
};

const version: typeof protocolVersion = 1;

/** Where the interface begins, below the origin of the server. */
export const apiRoot = '/api/v1';
export const spokenSubprotocol = `tieline.v${version}`;

export const sessionEndedClose: (typeof closeCodes)['session-ended'] = 4401;

export const historyPage: (typeof limits)['historyPage'] = 100;
export const conversationPage: (typeof limits)['conversationPage'] = 100;
export const watchedEntries: (typeof limits)['watchedEntries'] = 500;
export const resumedTimelines: (typeof limits)['resumedTimelines'] = 20;
export const unreadCount: (typeof limits)['unreadCount'] = 100;
export const textBytes: (typeof limits)['textBytes'] = 16_384;
export const htmlBytes: (typeof limits)['htmlBytes'] = 65_536;
export const imageBytes: (typeof limits)['imageBytes'] = 20_971_520;

/** The refusal of a message that still waits when its interaction ends (HIST-5). */
export const interactionOver: {
  readonly rule: 'HIST-5';
  readonly code: 'no-interaction';
  readonly sentence: (typeof refusalSentences)['no-interaction'];
} = { rule: 'HIST-5', code: 'no-interaction', sentence: 'This chat has ended.' };

/** The refusal of a message that reached no device of the other before a grace time ended the chat (DEL-3). */
export const reachedNoDevice: {
  readonly rule: 'DEL-3';
  readonly code: 'reached-no-device';
  readonly sentence: (typeof refusalSentences)['reached-no-device'];
} = {
  rule: 'DEL-3',
  code: 'reached-no-device',
  sentence: 'It reached no device before the chat ended.',
};

/** Without an answer the cause is not known, so the sentence names none. */
export const lineLostSentence = 'There is no connection to the server. Try again in a moment.';

type Sentences<Code extends ErrorCode> = { readonly [Each in Code]: (typeof errorTable)[Each]['sentence'] };

/** Sentences of the errors that the client itself comes to know, without an answer of the server. */
export const ownSentences: Sentences<
  'unavailable' | 'not-signed-in' | 'not-found' | 'too-many-requests' | 'file-too-large' | 'no-such-upload'
> = {
  unavailable: 'The server cannot do this right now. Try again.',
  'not-signed-in': 'Please log in.',
  'not-found': 'There is no such thing.',
  'too-many-requests': 'Too much at once. Try again in a moment.',
  'file-too-large': 'The file is too large.',
  'no-such-upload': 'This file is not here any more. Attach it again.',
};
