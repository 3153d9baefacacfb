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
import type { ErrorCode } from './errors.ts';
import { nullable, Roster, SignInSurface, words } from './words.ts';

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
    interaction: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The one that the places belong to; where another runs, they are none',
      }),
    ),
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    after: Type.Optional(Type.Integer({ minimum: 0 })),
    since: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'With `after`: also what changed after this `rev` in the messages up to there',
      }),
    ),
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

/** Who is signed in to this browser, one for each side. */
export const SignedIn = Type.Object({ selves: Type.Array(SelfView, { maxItems: 2 }) });
export type SignedIn = Static<typeof SignedIn>;

/** `/livez`: the process answers. */
export const Liveness = Type.Object({ live: Type.Literal(true) });
export type Liveness = Static<typeof Liveness>;

/** `/readyz`: whether the server can do its work, and whether there is room for what people upload. */
export const Readiness = Type.Object({ ready: Type.Boolean(), uploads: words(['open', 'no-room']) });
export type Readiness = Static<typeof Readiness>;

interface RouteLine {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  /** False: it is for those who are not signed in. */
  readonly session: boolean;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly answer: TSchema;
  /** What it may answer besides {@link commonErrors}. */
  readonly errors: readonly ErrorCode[];
}

/** What any route may answer: those with an input, with a body, that change something, and that need a session. */
export const commonErrors = {
  always: ['too-many-requests', 'internal', 'unavailable'],
  input: ['invalid'],
  body: ['invalid', 'too-large'],
  change: ['origin-not-allowed'],
  session: ['not-signed-in'],
} as const satisfies Record<string, readonly ErrorCode[]>;

/** Every route that answers JSON, relative to `/api/v1`. The server mounts them and OpenAPI is made from them. */
export const routes = {
  'log-in': {
    method: 'POST',
    path: '/log-in',
    summary: 'Log in with company, e-mail and password',
    session: false,
    body: LogInRequest,
    answer: LogInAnswer,
    errors: ['log-in-failed', 'wrong-side'],
  },
  'log-out': {
    method: 'POST',
    path: '/log-out',
    summary: 'End this session',
    session: true,
    answer: Done,
    errors: [],
  },
  'load-signed-in': {
    method: 'GET',
    path: '/signed-in',
    summary: 'Who is signed in to this browser, by its cookies; nobody is no error',
    session: false,
    answer: SignedIn,
    errors: [],
  },
  'load-self': {
    method: 'GET',
    path: '/me',
    summary: 'Who am I here',
    session: true,
    answer: SelfView,
    errors: ['not-found'],
  },
  'load-sessions': {
    method: 'GET',
    path: '/sessions',
    summary: 'The signed-in devices of this person: this one first, then by when they were last seen',
    session: true,
    query: SessionsQuery,
    answer: SessionPage,
    errors: [],
  },
  'revoke-session': {
    method: 'DELETE',
    path: '/sessions/:session',
    summary: 'Sign a device out',
    session: true,
    params: Type.Object({ session: SessionId }),
    answer: Done,
    errors: ['not-found'],
  },
  'revoke-other-sessions': {
    method: 'DELETE',
    path: '/sessions',
    summary: 'Sign every device of this person out but this one',
    session: true,
    answer: Done,
    errors: [],
  },
  'load-roster': {
    method: 'GET',
    path: '/rosters/:roster',
    summary: 'Entries of a roster, by name',
    session: true,
    params: Type.Object({ roster: Roster }),
    query: RosterQuery,
    answer: RosterPage,
    errors: ['not-found'],
  },
  'load-conversations': {
    method: 'GET',
    path: '/conversations',
    summary: 'Conversations, the most recent first',
    session: true,
    query: ConversationsQuery,
    answer: ConversationPage,
    errors: ['not-found'],
  },
  'load-conversation': {
    method: 'GET',
    path: '/conversations/:conversation',
    summary: 'One conversation',
    session: true,
    params: Type.Object({ conversation: ConversationId }),
    answer: ConversationView,
    errors: ['not-found'],
  },
  'open-conversation': {
    method: 'POST',
    path: '/conversations',
    summary: 'Start or find the conversation with a seat',
    session: true,
    body: OpenRequest,
    answer: Type.Object({ conversation: ConversationView }),
    errors: ['refused', 'not-found'],
  },
  'load-history': {
    method: 'GET',
    path: '/conversations/:conversation/messages',
    summary: 'A page of history',
    session: true,
    params: Type.Object({ conversation: ConversationId }),
    query: HistoryQuery,
    answer: HistoryPage,
    errors: ['not-found'],
  },
  'send-message': {
    method: 'POST',
    path: '/conversations/:conversation/messages',
    summary: 'Send a message',
    session: true,
    params: Type.Object({ conversation: ConversationId }),
    body: SendRequest,
    answer: Stored,
    errors: [
      'refused',
      'not-found',
      'text-too-long',
      'text-empty',
      'text-not-storable',
      'no-such-upload',
      'upload-incomplete',
      'file-infected',
      'image-unreadable',
      'storage-full',
    ],
  },
  explain: {
    method: 'GET',
    path: '/explain',
    summary: 'Why may A message B, or not',
    session: true,
    query: ExplainQuery,
    answer: ExplainView,
    errors: ['refused', 'not-found'],
  },
  'load-refusals': {
    method: 'GET',
    path: '/refusals',
    summary: 'What was refused in the company, the newest first; for administrators',
    session: true,
    query: RefusalsQuery,
    answer: RefusalPage,
    errors: ['refused'],
  },
} as const satisfies Record<string, RouteLine>;

export type RouteName = keyof typeof routes;
/** Routes for those who are not signed in. */
export type OpenRoute = {
  [Name in RouteName]: (typeof routes)[Name]['session'] extends false ? Name : never;
}[RouteName];

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
