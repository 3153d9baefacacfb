import Type, { type Static, type TSchema } from 'typebox';
import { ClientId, ConversationId, MessageId, SeatId } from './ids.ts';
import { ConversationView, PresenceView } from './views.ts';
import { nullable, Roster, SeatStatus } from './words.ts';

const strict = { additionalProperties: false } as const;

/** What a sender writes. `plain`: text as it is. `rich`: HTML, sanitised by the server before it is stored. */
export const MessageBody = Type.Union([
  Type.Object({ kind: Type.Literal('plain'), text: Type.String() }, strict),
  Type.Object({ kind: Type.Literal('rich'), html: Type.String() }, strict),
]);
export type MessageBody = Static<typeof MessageBody>;

/** The `stored` answer of DEL-5. `notice` tells the sender of a fate worth knowing (DEL-4). */
export const Stored = Type.Object({
  conversation: ConversationId,
  id: MessageId,
  seq: Type.Integer({ minimum: 1 }),
  at: Type.String(),
  clientId: ClientId,
  notice: nullable(
    Type.Object({
      rule: Type.String(),
      code: Type.Literal('receiver-logged-out'),
      sentence: Type.String(),
    }),
  ),
});
export type Stored = Static<typeof Stored>;

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
    Type.Object({ conversation: ConversationId, clientId: ClientId, body: MessageBody }, strict),
    Stored,
  ),
  'end-interaction': command(
    'End the running interaction of an agent chat',
    Type.Object({ conversation: ConversationId }, strict),
    Done,
  ),
  'mark-read': command(
    'Read up to and including a place in the conversation',
    Type.Object({ conversation: ConversationId, seq: Type.Integer({ minimum: 0 }) }, strict),
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
