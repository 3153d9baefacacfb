import Type, { type Static } from 'typebox';
import { ClientId, ConversationId, MessageId, SeatId, SessionId } from './ids.ts';
import { limits } from './limits.ts';
import { Ability, Refusal } from './refusals.ts';
import { InteractionNumber, NumberedIn, Rev, Seq } from './numbers.ts';
import {
  ConversationKind,
  nullable,
  OptionName,
  OptionValue,
  PresenceWord,
  Release,
  Roster,
  SeatKind,
  SeatStatus,
  SignInSurface,
  words,
} from './words.ts';

const Moment = Type.String({ description: 'ISO 8601, UTC, milliseconds' });

/** How somebody looks to the reader. `since`: only where the reader's roster tells how long it has lasted. */
export const PresenceView = Type.Object({
  word: PresenceWord,
  since: nullable(Moment),
});
export type PresenceView = Static<typeof PresenceView>;

/** One entry of a roster: one seat, never a person (SEAT-1). */
export const EntryView = Type.Object({
  seat: SeatId,
  kind: SeatKind,
  name: Type.String(),
  title: Type.String(),
  department: Type.String(),
  supervisor: Type.Boolean(),
  groups: Type.Array(Type.String(), {
    description: 'Agent groups, told to agents only',
  }),
  presence: PresenceView,
  start: Ability,
});
export type EntryView = Static<typeof EntryView>;

/** Of an own message: the id under which it was sent, by which its sender knows it again (DEL-6). Null for everybody else. */
const OwnClientId = nullable(ClientId);

const Author = Type.Object({
  seat: SeatId,
  kind: SeatKind,
  name: Type.String(),
});

/**
 * A picture that stands for a file: made by the server, upright, without what a camera writes into its own.
 * `thumbnail`: at most 480 pixels a side, `large`: 1600.
 */
export const PictureView = Type.Object({
  width: Type.Integer({ minimum: 1, description: 'Pixels, of the file' }),
  height: Type.Integer({ minimum: 1 }),
  thumbnail: Type.String({ description: 'Address, of the app' }),
  large: Type.String({ description: 'Address, of the app' }),
});
export type PictureView = Static<typeof PictureView>;

/** A file as the office shows it in full (CONT-6). `href` downloads it, or is played where `preview` is `video`. */
export const FileView = Type.Object({
  name: Type.String(),
  type: Type.String({ description: 'Media type, by what is in it' }),
  size: Type.Integer({ minimum: 0, description: 'Bytes' }),
  href: Type.String({ description: 'Address, of the app; asks each time who reads' }),
  preview: words(['image', 'video', 'document']),
  picture: nullable(PictureView),
});
export type FileView = Static<typeof FileView>;

/** A file as the contact center shows it: a link with name, type and size, nothing inline (CONT-5). */
export const FileLinkView = Type.Object({
  name: Type.String(),
  type: Type.String(),
  size: Type.Integer({ minimum: 0, description: 'Bytes' }),
  href: Type.String(),
});
export type FileLinkView = Static<typeof FileLinkView>;

const Excerpt = nullable(
  Type.String({
    description:
      'One line of plain text for a list or a notification, shortened; null: what is shown is that line',
  }),
);

/** What was done with a message since it was sent (MSG-2, MSG-3). */
const MessageChange = nullable(words(['edited', 'deleted']));

/** Those who reacted alike (MSG-5). `by`: ten of them at most; `count`: all. */
export const ReactionView = Type.Object({
  emoji: Type.String(),
  count: Type.Integer({ minimum: 1 }),
  by: Type.Array(SeatId),
});
export type ReactionView = Static<typeof ReactionView>;

/** A message as the office app shows it: plain text, and a page for what the text cannot show (CONT-2, CONT-3). */
export const OfficeMessageView = Type.Object({
  surface: Type.Literal('office'),
  id: MessageId,
  seq: Seq,
  rev: Rev,
  at: Moment,
  from: Author,
  clientId: OwnClientId,
  text: Type.String(),
  excerpt: Excerpt,
  formatted: nullable(
    Type.String({
      description: 'Path of the page that shows the formatted message',
    }),
  ),
  file: nullable(FileView),
  change: MessageChange,
  reactions: Type.Array(ReactionView),
  fate: nullable(Type.Literal('receiver-logged-out')),
});
export type OfficeMessageView = Static<typeof OfficeMessageView>;

/** A message as the console shows it: sanitised HTML. `missed`: it was sent while the agent was logged out (DEL-4). */
export const ConsoleMessageView = Type.Object({
  surface: Type.Literal('console'),
  id: MessageId,
  seq: Seq,
  rev: Rev,
  at: Moment,
  from: Author,
  clientId: OwnClientId,
  html: Type.String(),
  excerpt: Excerpt,
  file: nullable(FileLinkView),
  change: MessageChange,
  missed: Type.Boolean(),
});
export type ConsoleMessageView = Static<typeof ConsoleMessageView>;

/**
 * Something that a rule said no to (EXPL-4). `times`: how often in the same moment, the last time at `at`. `operation`:
 * the command of the socket, or the operation of this interface. It never holds what somebody wrote.
 */
export const RefusedView = Type.Object({
  id: Type.String(),
  at: Moment,
  times: Type.Integer({ minimum: 1 }),
  by: Author,
  operation: Type.String(),
  conversation: nullable(ConversationId),
  rule: Refusal.properties.rule,
  code: Refusal.properties.code,
  sentence: Type.String(),
});
export type RefusedView = Static<typeof RefusedView>;

/** A message as a customer sees it (CONT-7). The agent is a name, never a seat id. */
export const WidgetMessageView = Type.Object({
  surface: Type.Literal('widget'),
  seq: Seq,
  at: Moment,
  from: words(['agent', 'customer']),
  name: Type.String(),
  html: Type.String(),
});
export type WidgetMessageView = Static<typeof WidgetMessageView>;

/** A message as a supervisor who looks on sees it (MON-6). */
export const MonitorMessageView = Type.Object({
  surface: Type.Literal('monitor'),
  id: MessageId,
  seq: Seq,
  at: Moment,
  from: Author,
  html: Type.String(),
});
export type MonitorMessageView = Static<typeof MonitorMessageView>;

export const MessageView = Type.Union([OfficeMessageView, ConsoleMessageView]);
export type MessageView = Static<typeof MessageView>;

/** Of such a chat as well: the messages themselves, the first of them on, as many as a page holds. Sent again, they are others. */
export const Unheard = Type.Array(MessageView, {
  maxItems: limits.historyPage,
  description: 'The own messages that reached no device of the other',
});

/** One conversation in a reader's list, with what the reader may do in it. */
export const ConversationView = Type.Object({
  id: ConversationId,
  kind: ConversationKind,
  archive: nullable(
    Type.Object(
      { seat: SeatId, kind: SeatKind, name: Type.String() },
      {
        description: 'Set where the reader reads the archive of their agent seat (HIST-6): that seat',
      },
    ),
  ),
  peer: Type.Object({
    seat: SeatId,
    kind: SeatKind,
    name: Type.String(),
    title: Type.String(),
    roster: nullable(Roster),
    presence: PresenceView,
  }),
  lastSeq: Type.Integer({
    minimum: 0,
    description: 'Place of the newest message; 0 where the reader sees nothing of the conversation (HIST-5)',
  }),
  rev: Type.Integer({
    minimum: 0,
    description: 'Number of the newest change; 0 where the reader sees nothing of the conversation (HIST-5)',
  }),
  lastAt: nullable(Moment),
  excerpt: Type.String({
    description: 'Plain text of the newest message that the reader may see, shortened',
  }),
  excerptFrom: nullable(SeatId),
  readSeq: Seq,
  peerReadSeq: nullable(Seq),
  unread: Type.Integer({ minimum: 0 }),
  counts: words(['all', 'heard', 'missed'], {
    description:
      'Which messages of others count as unread (DEL-4). `heard`: all but what was sent while the agent was logged out. ' +
      '`missed`: that alone, as an archive offers nothing else',
  }),
  places: nullable(
    Type.Integer({
      minimum: 1,
      description:
        'How many of the newest places the reader sees, and `unread` counts; null: no such limit (HIST-4)',
    }),
  ),
  whileAway: nullable(
    Type.Object(
      { fate: words(['waits', 'missed', 'refused']), rule: Refusal.properties.rule },
      {
        description:
          'What becomes of a message while the other is logged out: it `waits` for the next log-in (DEL-2), is `missed` by ' +
          'the console (DEL-4) or `refused` (DEL-3). null: nothing can be sent here at all',
      },
    ),
  ),
  section: words(['chats', 'agent-chats', 'expert-chats', 'archive'], {
    description: 'The list of the app that it stands in, while it is listed',
  }),
  phase: words(['permanent', 'running', 'over'], {
    description:
      'Whether the reader sees the conversation only while an interaction runs (HIST-5). `permanent`: no, it stays. ' +
      '`running`: yes, and one runs. `over`: yes, and none runs; nothing is shown, and the next message begins one',
  }),
  interaction: nullable(Type.Object({ number: InteractionNumber, startedAt: Moment })),
  abilities: Type.Object({
    send: Ability,
    rich: Ability,
    files: Ability,
    typing: Ability,
    receipts: Ability,
    end: Ability,
  }),
});
export type ConversationView = Static<typeof ConversationView>;

/** The reader: seat, side, company, statuses to choose from, rosters that exist here. */
export const SelfView = Type.Object({
  seat: SeatId,
  kind: SeatKind,
  surface: SignInSurface,
  name: Type.String(),
  email: Type.String(),
  title: Type.String(),
  supervisor: Type.Boolean(),
  administrator: Type.Boolean(),
  session: SessionId,
  company: Type.Object({
    slug: Type.String(),
    name: Type.String(),
    mode: Type.Integer(),
    release: Release,
  }),
  status: SeatStatus,
  statusSince: Moment,
  statusChoices: Type.Array(SeatStatus),
  rosters: Type.Array(Roster),
  hasArchive: Type.Boolean(),
  files: Type.Object({
    largest: Type.Integer({ description: 'Bytes of one file, at most' }),
    scanned: nullable(
      Type.Boolean({ description: 'Whether uploads are checked for viruses; told to administrators only' }),
    ),
  }),
});
export type SelfView = Static<typeof SelfView>;

/** One signed-in device. */
export const SessionView = Type.Object({
  id: SessionId,
  surface: SignInSurface,
  device: Type.String(),
  createdAt: Moment,
  lastSeenAt: Moment,
  live: Type.Boolean(),
  current: Type.Boolean(),
});
export type SessionView = Static<typeof SessionView>;

/** The answer to "may A message B, what would B see, who could monitor it, and by which rule" (EXPL-2). */
/** How one of the two looks to the other, by the rule that says so. */
const ExplainedPresence = Type.Object({
  /** The roster on which most of the entry is seen; null: none holds it. */
  roster: nullable(Roster),
  rule: Type.String(),
  sentence: Type.String(),
});

/** The rules about two seats. What the two do at this hour (logged in, on break, in a chat) is not in it (EXPL-3). */
export const ExplainView = Type.Object({
  from: Type.Object({ seat: SeatId, kind: SeatKind, name: Type.String() }),
  to: Type.Object({ seat: SeatId, kind: SeatKind, name: Type.String() }),
  conversation: ConversationKind,
  start: Ability,
  /** While both are logged in. */
  send: Ability,
  /** The same in an interaction of an agent chat that the receiver has begun. */
  answer: Ability,
  delivery: Type.Object(
    { rule: Type.String(), sentence: Type.String() },
    { description: 'What becomes of a message, for each state of the receiver' },
  ),
  presence: Type.Object({ fromSees: ExplainedPresence, toSees: ExplainedPresence }),
  history: Type.Array(
    Type.Object({
      reader: Type.String(),
      rule: Type.String(),
      sentence: Type.String(),
    }),
  ),
  content: Type.Array(
    Type.Object({
      reader: Type.String(),
      rule: Type.String(),
      sentence: Type.String(),
    }),
  ),
  signals: Type.Object({ typing: Ability, receipts: Ability }),
  options: Type.Array(
    Type.Object({
      option: OptionName,
      rule: Type.String(),
      value: OptionValue,
      source: words(['classic', 'preset', 'company']),
      sentence: Type.String(),
    }),
    { description: 'What the company opens beyond the classic form, by name, and who said so' },
  ),
  monitoring: Type.Object({
    live: Ability,
    transcript: Ability,
    source: Type.String({
      description: 'Where the effective policy came from',
    }),
    supervisors: Type.Array(Type.Object({ seat: SeatId, name: Type.String(), may: Ability })),
  }),
});
export type ExplainView = Static<typeof ExplainView>;

/**
 * Messages in order of `seq`. `rule`: what limits how far back the reader sees. `rev`: the newest change that is in it for sure.
 * `changed`: where it was asked for, the messages before the page that were changed since; null where these are too many,
 * and what is held of the conversation has to be loaded anew.
 */
export const HistoryPage = Type.Object({
  interaction: NumberedIn,
  messages: Type.Array(MessageView),
  hasBefore: Type.Boolean(),
  hasAfter: Type.Boolean(),
  rev: Rev,
  from: nullable(
    Type.Integer({ minimum: 1, description: 'First place that the reader may read; null: nothing' }),
  ),
  changed: nullable(Type.Array(MessageView)),
  rule: Type.String(),
});
export type HistoryPage = Static<typeof HistoryPage>;
