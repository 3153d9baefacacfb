import type {
  ConversationId,
  ConversationView,
  EventOf,
  PresenceView,
  SeatId,
  ServerEvent,
} from '@tieline/protocol';
import {
  endsWithInteraction,
  floorOf,
  goneChat,
  isOver,
  mergeAnswer,
  mergeEvent,
  withMessage,
  withRead,
} from './conversations.ts';
import { changed, without } from './maps.ts';
import { emptied, type InternalTimeline, mergeLive, raiseFloor, unloaded } from './timeline.ts';
import type { ClientState, Connection, GoneChat } from '../types.ts';

/** The state as the client keeps it: timelines with what they are made from. */
export interface InternalState extends ClientState {
  readonly timelines: ReadonlyMap<ConversationId, InternalTimeline>;
  /** The newest interaction of each agent chat that is known to be over: what still tells of it is late. */
  readonly ended: ReadonlyMap<ConversationId, number>;
}

export function emptyState(connection: Connection = { state: 'connecting' }): InternalState {
  return Object.freeze({
    connection,
    self: null,
    idleAfterSeconds: 300,
    conversations: new Map(),
    conversationsState: 'loading',
    goneChats: new Map(),
    timelines: new Map(),
    uploads: new Map(),
    ended: new Map(),
    presence: new Map(),
    typing: new Map(),
    receipts: new Map(),
  });
}

/** The state after an event of the server. Pure; parts that the event does not touch stay the objects they are. */
export function applyEvent(state: InternalState, event: ServerEvent): InternalState {
  switch (event.on) {
    case 'welcome':
      return welcomed(state, event);
    case 'message':
      return withLiveMessage(state, event);
    case 'conversation':
      return withTold(state, event.conversation);
    case 'interaction-ended':
      return withEnd(state, event);
    case 'presence':
      return withPresence(state, event);
    case 'typing':
      return withTyping(state, event);
    case 'receipt':
      return withReceipt(state, event);
    case 'read':
      return withReadUpTo(state, event.conversation, event.seq, event.unread);
    case 'self':
      return withStatus(state, event);
    case 'company-changed':
      // Receipts may not be shown any more, or only from now on (OPT-6): the lists say what holds.
      return state.receipts.size === 0 ? state : { ...state, receipts: new Map() };
    case 'session-ended':
      return { ...state, connection: { state: 'signed-out', reason: event.reason } };
    default:
      // A newer server may say more than this client knows of.
      return state;
  }
}

/** Another person may have signed in under the same cookie meanwhile: nothing of the one before may stay. */
function welcomed(state: InternalState, { self, idleAfterSeconds }: EventOf<'welcome'>): InternalState {
  const known = state.self === null || state.self.seat === self.seat ? state : emptyState(state.connection);
  return { ...known, self, idleAfterSeconds };
}

function withLiveMessage(state: InternalState, event: EventOf<'message'>): InternalState {
  const id = event.conversation;
  const conversations = changed(state.conversations, id, (held) => withMessage(held, event, state.self));
  const timelines = changed(state.timelines, id, (held) => mergeLive(held, event.message));
  const heard = { on: 'typing', conversation: id, seat: event.message.from.seat, typing: false } as const;
  const next = withTyping(state, heard);
  const same = conversations === state.conversations && timelines === state.timelines;
  return same ? next : { ...next, conversations, timelines };
}

function withTold(state: InternalState, told: ConversationView): InternalState {
  const held = state.conversations.get(told.id);
  return isLate(state, told) ? state : put(state, mergeEvent(held, told), told, held);
}

/** Takes in an answer of the server that was asked for while the list was `asked`. */
export function withAnswer(
  state: InternalState,
  told: ConversationView,
  asked: ReadonlyMap<ConversationId, ConversationView>,
): InternalState {
  const before = asked.get(told.id);
  const merged = mergeAnswer(state.conversations.get(told.id), told, before);
  return merged === undefined || isLate(state, told) ? state : put(state, merged, told, before);
}

function isLate(state: InternalState, { id, interaction }: ConversationView): boolean {
  return interaction !== null && interaction.number <= (state.ended.get(id) ?? 0);
}

/** `told` was said, and after what was known `before` it comes to `conversation`. */
function put(
  state: InternalState,
  conversation: ConversationView,
  told: ConversationView,
  before: ConversationView | undefined,
): InternalState {
  const { id, interaction } = conversation;
  const isRunning = interaction !== null && endsWithInteraction(conversation, state.self);
  const floor = floorOf(isRunning ? conversation : told, before, state.self);
  // Where an interaction ended the server does not tell: all that was loaded so far is of one that is over.
  const goes = isOver(told) && isOver(conversation) && endsWithInteraction(conversation, state.self);
  const timelines = changed(state.timelines, id, (held) =>
    goes ? emptied(held, floor) : raiseFloor(held, floor, isRunning),
  );
  const seq = told.peerReadSeq;
  const read = seq === null ? withoutReceipt(state, id) : withReceipt(state, { conversation: id, seq });
  const same = state.conversations.get(id) === conversation;
  if (same && timelines === state.timelines) return read;
  const ended = withEnded(state, id, interaction ? interaction.number - 1 : before?.interaction?.number);
  return {
    ...read,
    conversations: new Map(state.conversations).set(id, conversation),
    goneChats: goneBy(state, conversation),
    timelines,
    ended,
  };
}

/** What has gone, when `told` is what holds of a conversation now. One of which nothing runs is not there again. */
function goneBy(
  { conversations, goneChats, self }: InternalState,
  told: ConversationView,
): InternalState['goneChats'] {
  if (told.interaction !== null || !endsWithInteraction(told, self)) return without(goneChats, told.id);
  const held = conversations.get(told.id);
  return held?.interaction ? new Map(goneChats).set(held.id, goneChat(held, null)) : goneChats;
}

/** Somebody opens the chat anew. */
export function withOpened(state: InternalState, id: ConversationId): InternalState {
  return state.goneChats.has(id) ? { ...state, goneChats: without(state.goneChats, id) } : state;
}

function withEnded({ ended, self }: InternalState, id: ConversationId, number = 0): InternalState['ended'] {
  const isNews = self?.surface === 'console' && number > (ended.get(id) ?? 0);
  return isNews ? new Map(ended).set(id, number) : ended;
}

/** Whether the end of interaction `number` takes the conversation away, and is not late. */
export function isEndOf(
  state: InternalState,
  { conversation, number }: Pick<EventOf<'interaction-ended'>, 'conversation' | 'number'>,
): boolean {
  const isNews = number > (state.ended.get(conversation) ?? 0);
  return isNews && endsWithInteraction(state.conversations.get(conversation), state.self);
}

function withEnd(state: InternalState, event: EventOf<'interaction-ended'>): InternalState {
  const { conversation, number, reason, by } = event;
  if (!isEndOf(state, event)) return state;
  // Of an interaction that nobody here has seen, the end explains nothing.
  const isSeen = state.conversations.get(conversation)?.interaction?.number === number;
  return withoutConversation(state, conversation, number, isSeen ? { reason, by } : null);
}

/** The conversation is gone for this reader: from the list, and every message of it from its timeline. */
export function withoutConversation(
  state: InternalState,
  id: ConversationId,
  number?: number,
  end: GoneChat['end'] = null,
): InternalState {
  const held = state.conversations.get(id);
  const isTold = held === undefined || (held.interaction === null && state.goneChats.has(id));
  return {
    ...state,
    conversations: without(state.conversations, id),
    goneChats: isTold ? state.goneChats : new Map(state.goneChats).set(id, goneChat(held, end)),
    timelines: changed(state.timelines, id, (timeline) => withoutMessages(state, id, timeline)),
    ended: withEnded(state, id, number ?? held?.interaction?.number),
    typing: without(state.typing, id),
    receipts: without(state.receipts, id),
  };
}

/** What is left of a timeline whose conversation is gone: of an interaction that is over nothing ever comes back. */
export function withoutMessages(
  { conversations, self }: InternalState,
  id: ConversationId,
  timeline: InternalTimeline,
): InternalTimeline {
  const held = conversations.get(id);
  return endsWithInteraction(held, self) ? emptied(timeline, held?.lastSeq ?? 0) : unloaded(timeline);
}

function withPresence(state: InternalState, { roster, seat, presence }: EventOf<'presence'>): InternalState {
  const next = { ...state, presence: new Map(state.presence).set(`${roster}:${seat}`, presence) };
  return gone.has(presence.word) ? withoutTyping(next, seat) : next;
}

const gone: ReadonlySet<PresenceView['word']> = new Set(['offline', 'logged-out']);

/** Nobody types who is not there: whoever goes, or goes invisible, in mid-word says nothing more (SIG-9). */
function withoutTyping(state: InternalState, seat: SeatId): InternalState {
  const chats = [...state.typing].filter(([, seats]) => seats.has(seat));
  return chats.reduce(
    (next, [conversation]) => withTyping(next, { on: 'typing', conversation, seat, typing: false }),
    state,
  );
}

function withTyping(state: InternalState, { conversation, seat, typing }: EventOf<'typing'>): InternalState {
  const held = state.typing.get(conversation);
  if ((held?.has(seat) ?? false) === typing || (typing && seat === state.self?.seat)) return state;
  const seats = new Set(held);
  if (typing) seats.add(seat);
  else seats.delete(seat);
  const rest = without(state.typing, conversation);
  return { ...state, typing: seats.size === 0 ? rest : new Map(rest).set(conversation, seats) };
}

/** How far the other has read: told live, or with the conversation after a reload. */
function withReceipt(
  state: InternalState,
  { conversation, seq }: Pick<EventOf<'receipt'>, 'conversation' | 'seq'>,
): InternalState {
  if (seq <= (state.receipts.get(conversation) ?? 0)) return state;
  return { ...state, receipts: new Map(state.receipts).set(conversation, seq) };
}

/** Nobody is told how far the other has read (any more). */
function withoutReceipt(state: InternalState, id: ConversationId): InternalState {
  return state.receipts.has(id) ? { ...state, receipts: without(state.receipts, id) } : state;
}

/** Read up to `seq`, here or on another device. */
export function withReadUpTo(
  state: InternalState,
  id: ConversationId,
  seq: number,
  unread?: number,
): InternalState {
  const conversations = changed(state.conversations, id, (held) => withRead(held, seq, unread));
  return conversations === state.conversations ? state : { ...state, conversations };
}

function withStatus(state: InternalState, { status, since }: EventOf<'self'>): InternalState {
  return state.self === null ? state : { ...state, self: { ...state.self, status, statusSince: since } };
}
