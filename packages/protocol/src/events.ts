import Type, { type Static } from 'typebox';
import { ResumeToken } from './commands.ts';
import { ConversationId, SeatId } from './ids.ts';
import { limits } from './limits.ts';
import { InteractionNumber, NumberedIn, Rev, UnheardFrom } from './numbers.ts';
import { ConversationView, MessageView, PresenceView, SelfView, Unheard } from './views.ts';
import { InteractionEnd, nullable, Roster, SeatStatus, words } from './words.ts';

/** Every event that the server sends by itself. */
export const events = {
  welcome: Type.Object({
    on: Type.Literal('welcome'),
    protocol: Type.Integer(),
    self: SelfView,
    idleAfterSeconds: Type.Integer({
      description: 'A client reports idle after so long without activity',
    }),
    /** Of a moment before this line: who loads the lists after the welcome may resume from it. Null on a node that has just started. */
    token: nullable(ResumeToken),
  }),
  /** A message was stored. `loud`: it counts as unread and may notify; false in a silent archive. */
  message: Type.Object({
    on: Type.Literal('message'),
    conversation: ConversationId,
    interaction: NumberedIn,
    message: MessageView,
    loud: Type.Boolean(),
  }),
  /** A message that was stored before was edited, deleted or reacted to (MSG-8). It counts as nothing new. */
  'message-changed': Type.Object({
    on: Type.Literal('message-changed'),
    conversation: ConversationId,
    interaction: NumberedIn,
    message: MessageView,
  }),
  /** MSG-9: something has changed that the reader may not read. */
  'unreadable-change': Type.Object({
    on: Type.Literal('unreadable-change'),
    conversation: ConversationId,
    interaction: NumberedIn,
    rev: Rev,
  }),
  /** A conversation appeared, or what the reader may do in it changed. */
  conversation: Type.Object({
    on: Type.Literal('conversation'),
    conversation: ConversationView,
  }),
  'interaction-ended': Type.Object({
    on: Type.Literal('interaction-ended'),
    conversation: ConversationId,
    number: InteractionNumber,
    rev: Rev,
    reason: InteractionEnd,
    by: SeatId,
    unheardFrom: UnheardFrom,
    unheard: Unheard,
  }),
  presence: Type.Object({
    on: Type.Literal('presence'),
    roster: Roster,
    seat: SeatId,
    presence: PresenceView,
  }),
  typing: Type.Object({
    on: Type.Literal('typing'),
    conversation: ConversationId,
    seat: SeatId,
    typing: Type.Boolean(),
  }),
  receipt: Type.Object({
    on: Type.Literal('receipt'),
    conversation: ConversationId,
    interaction: NumberedIn,
    seat: SeatId,
    seq: Type.Integer(),
  }),
  /** The reader read on another device. */
  read: Type.Object({
    on: Type.Literal('read'),
    conversation: ConversationId,
    interaction: NumberedIn,
    seq: Type.Integer(),
    unread: Type.Integer(),
  }),
  /** The status of the own seat changed, on whichever device. */
  self: Type.Object({
    on: Type.Literal('self'),
    status: SeatStatus,
    since: Type.String(),
  }),
  /** Now and then: a token to resume from, newer than the one before. All that it covers was sent before it. */
  mark: Type.Object({ on: Type.Literal('mark'), token: ResumeToken }),
  /** The company, or the reader, was changed by its administrators: names, rosters and what the reader may do may differ now. */
  'company-changed': Type.Object({ on: Type.Literal('company-changed') }),
  /**
   * Others were changed by the administrators: entries of the reader's rosters may have come, gone or changed, and so may
   * whoever is at the other end of these conversations.
   */
  'roster-changed': Type.Object({
    on: Type.Literal('roster-changed'),
    conversations: Type.Array(ConversationId, { maxItems: limits.resumedConversations }),
  }),
  'session-ended': Type.Object({
    on: Type.Literal('session-ended'),
    reason: words(['logged-out', 'revoked', 'license-removed', 'expired']),
  }),
} as const;

export type Events = typeof events;
export type EventName = keyof Events;
export type EventOf<Name extends EventName> = Static<Events[Name]>;
export type ServerEvent = { [Name in EventName]: EventOf<Name> }[EventName];
