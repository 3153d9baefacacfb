import Type, { type Static, type TSchema } from 'typebox';
import { ClientId, ConversationId, FileId, SeatId } from './ids.ts';
import { limits } from './limits.ts';
import { InteractionNumber, NumberedIn, Rev, UnheardFrom } from './numbers.ts';
import { ConversationView, HistoryPage, MessageView, PresenceView, Unheard } from './views.ts';
import { InteractionEnd, nullable, Roster, SeatStatus, words } from './words.ts';

const strict = { additionalProperties: false } as const;

/**
 * What a sender writes. `plain`: text as it is. `rich`: HTML, sanitised by the server before it is stored. `file`: an
 * upload of the sender's own, begun for this conversation, complete, and not sent yet.
 */
export const MessageBody = Type.Union([
  Type.Object({ kind: Type.Literal('plain'), text: Type.String() }, strict),
  Type.Object({ kind: Type.Literal('rich'), html: Type.String() }, strict),
  Type.Object({ kind: Type.Literal('file'), file: FileId }, strict),
]);
export type MessageBody = Static<typeof MessageBody>;

/**
 * Number of the interaction that a message was written in. Where that one is over the message is refused (HIST-5); a
 * message that names none begins the next one.
 */
export const WrittenIn = InteractionNumber;

/**
 * The answer to a message: it is stored (DEL-5). `message`: as its sender sees it. The socket that it came by is told
 * of it by this answer alone, before or after the events of other messages. `notice` tells of a fate worth knowing (DEL-4).
 */
export const Stored = Type.Object({
  conversation: ConversationId,
  clientId: ClientId,
  interaction: NumberedIn,
  message: MessageView,
  notice: nullable(
    Type.Object({
      rule: Type.String(),
      code: Type.Literal('receiver-logged-out'),
      sentence: Type.String(),
    }),
  ),
});
export type Stored = Static<typeof Stored>;

/** Opaque: a moment up to which a seat's client has heard everything. It opens nothing that the session does not. */
export const ResumeToken = Type.String({ maxLength: 200 });

/** Why a client that resumes has to load its lists anew. */
export const FreshReason = words(['first', 'unreadable', 'foreign', 'future', 'too-old', 'rules-changed']);
export type FreshReason = Static<typeof FreshReason>;

const Timelines = Type.Array(
  Type.Object(
    {
      conversation: ConversationId,
      interaction: Type.Optional(NumberedIn),
      after: Type.Integer({ minimum: 0 }),
      since: Type.Optional(Type.Integer({ minimum: 0, description: 'The newest change that is held' })),
    },
    strict,
  ),
  { maxItems: limits.resumedTimelines },
);

/** How the newest interaction of an agent chat ended. */
export const EndedInteraction = Type.Object({
  conversation: ConversationId,
  number: InteractionNumber,
  rev: Rev,
  reason: InteractionEnd,
  by: SeatId,
  unheardFrom: UnheardFrom,
  unheard: Unheard,
});
export type EndedInteraction = Static<typeof EndedInteraction>;

/**
 * `resumed`: `conversations` are all that changed since the token, own and archive alike; `gone` have left the
 * lists. `ends` says of each why, where an interaction ended; and of agent chats that run again, where something of the one before reached nobody. `fresh`: that cannot be told
 * (`reason`), the lists have to be loaded anew; `ends` has those of the last hours of which something reached nobody. Each timeline that was named gets
 * the page after its place, null where the reader has no such conversation (any more); more is fetched by range, and so
 * is a timeline that is not in the answer because there was no room for it. `rosterChanged`: a roster that is shown has to be
 * loaded again, as entries may have come, gone or changed.
 */
export const Resumed = Type.Object({
  token: ResumeToken,
  outcome: words(['resumed', 'fresh']),
  reason: nullable(FreshReason),
  conversations: Type.Array(ConversationView),
  gone: Type.Array(ConversationId),
  ends: Type.Array(EndedInteraction),
  rosterChanged: Type.Boolean(),
  timelines: Type.Array(Type.Object({ conversation: ConversationId, page: nullable(HistoryPage) })),
});
export type Resumed = Static<typeof Resumed>;

const Done = Type.Object({});

function command<const Input extends TSchema, const Result extends TSchema>(
  summary: string,
  input: Input,
  result: Result,
) {
  return { summary, input, result };
}

/** Every command of the socket: what it takes and what a success answers. */
export const commands = {
  'open-conversation': command(
    'Start or find the one-to-one conversation with a seat',
    Type.Object({ seat: SeatId }, strict),
    Type.Object({ conversation: ConversationView }),
  ),
  'send-message': command(
    'Send a message; answered only after it is durable',
    Type.Object(
      {
        conversation: ConversationId,
        clientId: ClientId,
        body: MessageBody,
        interaction: Type.Optional(WrittenIn),
      },
      strict,
    ),
    Stored,
  ),
  'end-interaction': command(
    'End the running interaction of an agent chat',
    Type.Object({ conversation: ConversationId }, strict),
    Done,
  ),
  'mark-read': command(
    'Read up to and including a place in the conversation',
    Type.Object(
      {
        conversation: ConversationId,
        interaction: Type.Optional(NumberedIn),
        seq: Type.Integer({ minimum: 0 }),
      },
      strict,
    ),
    Done,
  ),
  'set-typing': command(
    'Begin or stop typing',
    Type.Object({ conversation: ConversationId, typing: Type.Boolean() }, strict),
    Done,
  ),
  'set-status': command('Set the status of the own seat', Type.Object({ status: SeatStatus }, strict), Done),
  'set-idle': command(
    'Tell whether this device has seen no activity for a while',
    Type.Object({ idle: Type.Boolean() }, strict),
    Done,
  ),
  'watch-presence': command(
    'Replace the set of entries whose presence this socket hears of',
    Type.Object(
      {
        entries: Type.Array(Type.Object({ roster: Roster, seat: SeatId }, strict), { maxItems: 500 }),
      },
      strict,
    ),
    Type.Object({
      entries: Type.Array(Type.Object({ roster: Roster, seat: SeatId, presence: PresenceView })),
    }),
  ),
  resume: command(
    'Catch up: what changed since a token, or why everything has to be loaded anew',
    Type.Object({ token: nullable(ResumeToken), timelines: Timelines }, strict),
    Resumed,
  ),
  ping: command(
    'Ask whether the server is there',
    Type.Object({}, strict),
    Type.Object({ at: Type.String() }),
  ),
} as const;

export type Commands = typeof commands;
export type CommandName = keyof Commands;
/** Mapped once: a generic `Static` would be worked out anew wherever a command is named. */
type Inputs = { [Name in CommandName]: Static<Commands[Name]['input']> };
type Results = { [Name in CommandName]: Static<Commands[Name]['result']> };
export type CommandInput<Name extends CommandName> = Inputs[Name];
export type CommandResult<Name extends CommandName> = Results[Name];
