import Type, { type Static, type TSchema } from 'typebox';
import { MessageBody, Stored, WrittenIn } from './commands.ts';
import { ClientId, ConversationId, SeatId, SessionId } from './ids.ts';
import { limits } from './limits.ts';
import {
  ConversationView,
  EntryView,
  ExplainView,
  HistoryPage,
  RefusedView,
  SelfView,
  SessionView,
} from './views.ts';
import { nullable, Roster, SignInSurface } from './words.ts';

const strict = { additionalProperties: false } as const;
/** Opaque: where the next page begins. */
const Cursor = Type.String({ maxLength: 300 });

export const LogInRequest = Type.Object(
  {
    company: Type.String({ minLength: 1, maxLength: 60 }),
    email: Type.String({ minLength: 1, maxLength: 254 }),
    password: Type.String({ minLength: 1, maxLength: 256 }),
    side: Type.Optional(SignInSurface),
    /** `token`: the answer holds a bearer token and no cookie is set; for programs. */
    credential: Type.Optional(Type.Union([Type.Literal('cookie'), Type.Literal('token')])),
  },
  strict,
);
export type LogInRequest = Static<typeof LogInRequest>;

export const LogInAnswer = Type.Union([
  Type.Object({
    kind: Type.Literal('signed-in'),
    surface: SignInSurface,
    session: SessionId,
    token: nullable(Type.String()),
  }),
  Type.Object({
    kind: Type.Literal('choose-side'),
    sides: Type.Array(SignInSurface),
  }),
]);
export type LogInAnswer = Static<typeof LogInAnswer>;

export const RosterQuery = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 100 })),
    after: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.rosterPage })),
  },
  strict,
);
export type RosterQuery = Static<typeof RosterQuery>;

export const HistoryQuery = Type.Object(
  {
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    after: Type.Optional(Type.Integer({ minimum: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.historyPage })),
  },
  strict,
);
export type HistoryQuery = Static<typeof HistoryQuery>;

export const ConversationsQuery = Type.Object(
  {
    list: Type.Optional(Type.Union([Type.Literal('own'), Type.Literal('archive')])),
    after: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.conversationPage })),
  },
  strict,
);
export type ConversationsQuery = Static<typeof ConversationsQuery>;

export const RosterPage = Type.Object({
  entries: Type.Array(EntryView),
  next: nullable(Cursor),
});
export type RosterPage = Static<typeof RosterPage>;

export const ConversationPage = Type.Object({
  conversations: Type.Array(ConversationView),
  next: nullable(Cursor),
});
export type ConversationPage = Static<typeof ConversationPage>;

export const RefusalsQuery = Type.Object(
  {
    after: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.refusalPage })),
  },
  strict,
);
export const RefusalPage = Type.Object({ refusals: Type.Array(RefusedView), next: nullable(Cursor) });
export type RefusalPage = Static<typeof RefusalPage>;

export const ExplainQuery = Type.Object({ from: SeatId, to: SeatId }, strict);
export const SendRequest = Type.Object(
  { clientId: ClientId, body: MessageBody, interaction: Type.Optional(WrittenIn) },
  strict,
);
export const OpenRequest = Type.Object({ seat: SeatId }, strict);
export const SessionsQuery = Type.Object(
  {
    after: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.sessionPage })),
  },
  strict,
);
export type SessionsQuery = Static<typeof SessionsQuery>;
export const SessionPage = Type.Object({ sessions: Type.Array(SessionView), next: nullable(Cursor) });
export type SessionPage = Static<typeof SessionPage>;
export const Done = Type.Object({ done: Type.Literal(true) });

/** Every route that answers JSON, relative to `/api/v1`. The server mounts them and OpenAPI is made from them. */
export const routes = {
  'log-in': {
    method: 'POST',
    path: '/log-in',
    summary: 'Log in with company, e-mail and password',
    body: LogInRequest,
    answer: LogInAnswer,
  },
  'log-out': {
    method: 'POST',
    path: '/log-out',
    summary: 'End this session',
    answer: Done,
  },
  'load-self': {
    method: 'GET',
    path: '/me',
    summary: 'Who am I here',
    answer: SelfView,
  },
  'load-sessions': {
    method: 'GET',
    path: '/sessions',
    summary: 'The signed-in devices of this person: this one first, then by when they were last seen',
    query: SessionsQuery,
    answer: SessionPage,
  },
  'revoke-session': {
    method: 'DELETE',
    path: '/sessions/:session',
    summary: 'Sign a device out',
    params: Type.Object({ session: SessionId }),
    answer: Done,
  },
  'revoke-other-sessions': {
    method: 'DELETE',
    path: '/sessions',
    summary: 'Sign every device of this person out but this one',
    answer: Done,
  },
  'load-roster': {
    method: 'GET',
    path: '/rosters/:roster',
    summary: 'Entries of a roster, by name',
    params: Type.Object({ roster: Roster }),
    query: RosterQuery,
    answer: RosterPage,
  },
  'load-conversations': {
    method: 'GET',
    path: '/conversations',
    summary: 'Conversations, the most recent first',
    query: ConversationsQuery,
    answer: ConversationPage,
  },
  'load-conversation': {
    method: 'GET',
    path: '/conversations/:conversation',
    summary: 'One conversation',
    params: Type.Object({ conversation: ConversationId }),
    answer: ConversationView,
  },
  'open-conversation': {
    method: 'POST',
    path: '/conversations',
    summary: 'Start or find the conversation with a seat',
    body: OpenRequest,
    answer: Type.Object({ conversation: ConversationView }),
  },
  'load-history': {
    method: 'GET',
    path: '/conversations/:conversation/messages',
    summary: 'A page of history',
    params: Type.Object({ conversation: ConversationId }),
    query: HistoryQuery,
    answer: HistoryPage,
  },
  'send-message': {
    method: 'POST',
    path: '/conversations/:conversation/messages',
    summary: 'Send a message',
    params: Type.Object({ conversation: ConversationId }),
    body: SendRequest,
    answer: Stored,
  },
  explain: {
    method: 'GET',
    path: '/explain',
    summary: 'Why may A message B, or not',
    query: ExplainQuery,
    answer: ExplainView,
  },
  'load-refusals': {
    method: 'GET',
    path: '/refusals',
    summary: 'What was refused in the company, the newest first; for administrators',
    query: RefusalsQuery,
    answer: RefusalPage,
  },
} as const;

export type RouteName = keyof typeof routes;

type PartOf<Route, Key extends string> =
  Route extends Readonly<Record<Key, infer Schema extends TSchema>> ? Static<Schema> : undefined;
/** Mapped once, as a generic `Static` would be worked out anew wherever a route is named. */
type Parts<Key extends string> = { [Name in RouteName]: PartOf<(typeof routes)[Name], Key> };

/** What each route takes and answers; `undefined` where it takes no such part. */
export interface RouteParts {
  readonly params: Parts<'params'>;
  readonly query: Parts<'query'>;
  readonly body: Parts<'body'>;
  readonly answer: Parts<'answer'>;
}
