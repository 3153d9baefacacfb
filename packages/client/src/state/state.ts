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
  goneChat,
  hasPassingChats,
  interactionOf,
  isOver,
  mergeAnswer,
  mergeEvent,
  withChangeOf,
  withMessage,
  withRead,
} from './conversations.ts';
import { without, withUpdate } from './maps.ts';
import {
  endTimeline,
  inInteraction,
  type InternalTimeline,
  mergeChange,
  mergeLive,
  noteChange,
  unloadTimeline,
  withoutUnreadable,
} from './timeline.ts';
import type { ClientState, Connection, GoneChat } from '../types.ts';

/** The state as the client keeps it: timelines with what they are made from. */
export interface InternalState extends ClientState {
  readonly timelines: ReadonlyMap<ConversationId, InternalTimeline>;
  /** The newest interaction of each agent chat that is over: events and answers about it are late. */
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
      return withWelcome(state, event);
    case 'message':
      return withLiveMessage(state, event);
    case 'message-changed':
      return withChangedMessage(state, event);
    case 'unreadable-change':
      return withUnreadableChange(state, event);
    case 'conversation':
      return withEventView(state, event.conversation);
    case 'interaction-ended':
      return withEnd(state, event);
    case 'presence':
      return withPresence(state, event);
    case 'typing':
      return withTyping(state, event);
    case 'receipt':
      return withReceiptEvent(state, event);
    case 'read':
      return withReadUpTo(state, event, event.unread);
    case 'self':
      return withStatus(state, event);
    case 'company-changed':
      // Receipts may not be shown any more, or only from now on (OPT-6): the lists say what holds.
      return state.receipts.size === 0 ? state : { ...state, receipts: new Map() };
    case 'session-ended':
      return { ...state, connection: { state: 'signed-out', reason: event.reason } };
    default:
      // A newer server may send events that this client does not know.
      return state;
  }
}

/** Starts from an empty state for another person, who may have signed in under the same cookie. */
function withWelcome(state: InternalState, { self, idleAfterSeconds }: EventOf<'welcome'>): InternalState {
  const base = state.self === null || state.self.seat === self.seat ? state : emptyState(state.connection);
  return { ...base, self, idleAfterSeconds };
}

/** Numbers of a conversation, or of one interaction of it. */
export type Numbered = Pick<EventOf<'message'>, 'conversation' | 'interaction'>;

/** Whether what belongs to an interaction is late: that one is over (HIST-5). */
export function isLate({ ended }: InternalState, { conversation, interaction }: Numbered): boolean {
  return interaction !== null && interaction <= (ended.get(conversation) ?? 0);
}

/** The state with a change of what it has of a conversation, as far as both count from the same interaction. */
function withNumbered(
  state: InternalState,
  { conversation: id, interaction }: Numbered,
  change: {
    readonly view: (current: ConversationView) => ConversationView;
    readonly timeline: (current: InternalTimeline) => InternalTimeline;
  },
): InternalState {
  const conversations = withUpdate(state.conversations, id, (current) =>
    interactionOf(current) === interaction ? change.view(current) : current,
  );
  const timelines = withUpdate(state.timelines, id, (current) => {
    const timeline = inInteraction(current, interaction);
    return timeline === null ? current : change.timeline(timeline);
  });
  const same = conversations === state.conversations && timelines === state.timelines;
  return same ? state : { ...state, conversations, timelines };
}

function withLiveMessage(state: InternalState, event: EventOf<'message'>): InternalState {
  if (isLate(state, event)) return state;
  const { conversation: id, message } = event;
  const typingEnd = { on: 'typing', conversation: id, seat: event.message.from.seat, typing: false } as const;
  return withNumbered(withTyping(state, typingEnd), event, {
    view: (current) => withMessage(current, event, state.self),
    timeline: (current) => mergeLive(current, message),
  });
}

function withChangedMessage(state: InternalState, event: EventOf<'message-changed'>): InternalState {
  if (isLate(state, event)) return state;
  const { message } = event;
  return withNumbered(state, event, {
    view: (current) => withChangeOf(current, message),
    timeline: (current) => mergeChange(current, message),
  });
}

function withUnreadableChange(state: InternalState, event: EventOf<'unreadable-change'>): InternalState {
  if (isLate(state, event)) return state;
  const { conversation: id, rev } = event;
  const { places = null, lastSeq = 0 } = state.conversations.get(id) ?? {};
  return withNumbered(state, event, {
    view: (current) => (rev > current.rev ? { ...current, rev } : current),
    timeline: (current) => withoutUnreadable(current, { rev, places, lastSeq }),
  });
}

/** The event tells of the newest change of the conversation: the beginning of an interaction. */
function withEventView(state: InternalState, incoming: ConversationView): InternalState {
  const { id, rev } = incoming;
  if (isLateView(state, incoming)) return state;
  const current = state.conversations.get(id);
  const next = putConversation(state, mergeEvent(current, incoming), incoming, current);
  const timelines = withUpdate(next.timelines, id, (timeline) => noteChange(timeline, rev));
  return timelines === next.timelines ? next : { ...next, timelines };
}

/** Merges an answer of the server; `atRequest`: the list at the moment of the request. */
export function withAnswer(
  state: InternalState,
  incoming: ConversationView,
  atRequest: ReadonlyMap<ConversationId, ConversationView>,
): InternalState {
  const before = atRequest.get(incoming.id);
  const merged = mergeAnswer(state.conversations.get(incoming.id), incoming, before);
  return merged === undefined || isLateView(state, incoming)
    ? state
    : putConversation(state, merged, incoming, before);
}

function isLateView(state: InternalState, view: ConversationView): boolean {
  return isLate(state, { conversation: view.id, interaction: interactionOf(view) });
}

/** Puts `conversation` into the state: what the server sent as `incoming`, merged with what there was `before`. */
function putConversation(
  state: InternalState,
  conversation: ConversationView,
  incoming: ConversationView,
  before: ConversationView | undefined,
): InternalState {
  const { id, interaction } = conversation;
  const timelines = withUpdate(state.timelines, id, (current) =>
    isOver(conversation)
      ? endTimeline(current)
      : (inInteraction(current, interactionOf(conversation)) ?? current),
  );
  const seq = incoming.peerReadSeq;
  const isAnother = interactionOf(state.conversations.get(id)) !== interactionOf(conversation);
  const counted = isAnother ? withoutReceipt(state, id) : state;
  const read = seq === null ? withoutReceipt(state, id) : withReceipt(counted, { conversation: id, seq });
  const same = state.conversations.get(id) === conversation;
  if (same && timelines === state.timelines) return read;
  const ended = withEnded(state, id, interaction ? interaction.number - 1 : before?.interaction?.number);
  return {
    ...read,
    conversations: new Map(state.conversations).set(id, conversation),
    goneChats: goneChatsAfter(state, conversation),
    timelines,
    ended,
  };
}

/** The chats that have left the lists, after `incoming`: one that runs again is none of them. */
function goneChatsAfter(
  { conversations, goneChats, self }: InternalState,
  incoming: ConversationView,
): InternalState['goneChats'] {
  if (incoming.interaction !== null || !endsWithInteraction(incoming, self))
    return without(goneChats, incoming.id);
  const current = conversations.get(incoming.id);
  return current?.interaction ? new Map(goneChats).set(current.id, goneChat(current, null)) : goneChats;
}

/** Somebody opens the chat anew. */
export function withOpened(state: InternalState, id: ConversationId): InternalState {
  return state.goneChats.has(id) ? { ...state, goneChats: without(state.goneChats, id) } : state;
}

function withEnded({ ended, self }: InternalState, id: ConversationId, number = 0): InternalState['ended'] {
  const isNews = hasPassingChats(self) && number > (ended.get(id) ?? 0);
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
  // The end of an interaction that was never shown explains nothing to the reader.
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
  const current = state.conversations.get(id);
  const isRecorded = current === undefined || (current.interaction === null && state.goneChats.has(id));
  return {
    ...state,
    conversations: without(state.conversations, id),
    goneChats: isRecorded ? state.goneChats : new Map(state.goneChats).set(id, goneChat(current, end)),
    timelines: withUpdate(state.timelines, id, (timeline) => withoutMessages(state, id, timeline, number)),
    ended: withEnded(state, id, number ?? current?.interaction?.number),
    typing: without(state.typing, id),
    receipts: without(state.receipts, id),
  };
}

/** What is left of a timeline whose conversation is gone: messages of an interaction that is over never come back. */
export function withoutMessages(
  { conversations, self }: InternalState,
  id: ConversationId,
  timeline: InternalTimeline,
  number?: number,
): InternalTimeline {
  const current = conversations.get(id);
  return endsWithInteraction(current, self) ? endTimeline(timeline, number) : unloadTimeline(timeline);
}

function withPresence(state: InternalState, { roster, seat, presence }: EventOf<'presence'>): InternalState {
  const next = { ...state, presence: new Map(state.presence).set(`${roster}:${seat}`, presence) };
  return absentWords.has(presence.word) ? withoutTyping(next, seat) : next;
}

const absentWords: ReadonlySet<PresenceView['word']> = new Set(['offline', 'logged-out']);

/** Ends the indicators of a person who leaves or becomes invisible, as no report will (SIG-9). */
function withoutTyping(state: InternalState, seat: SeatId): InternalState {
  const chats = [...state.typing].filter(([, seats]) => seats.has(seat));
  return chats.reduce(
    (next, [conversation]) => withTyping(next, { on: 'typing', conversation, seat, typing: false }),
    state,
  );
}

function withTyping(state: InternalState, { conversation, seat, typing }: EventOf<'typing'>): InternalState {
  const current = state.typing.get(conversation);
  if ((current?.has(seat) ?? false) === typing || (typing && seat === state.self?.seat)) return state;
  const seats = new Set(current);
  if (typing) seats.add(seat);
  else seats.delete(seat);
  const rest = without(state.typing, conversation);
  return { ...state, typing: seats.size === 0 ? rest : new Map(rest).set(conversation, seats) };
}

function withReceiptEvent(state: InternalState, event: EventOf<'receipt'>): InternalState {
  const current = state.conversations.get(event.conversation);
  // Of a conversation that is not loaded, its view will say it.
  return current !== undefined && interactionOf(current) !== event.interaction
    ? state
    : withReceipt(state, event);
}

/** How far the other has read, from an event or from the conversation after a reload. */
function withReceipt(
  state: InternalState,
  { conversation, seq }: Pick<EventOf<'receipt'>, 'conversation' | 'seq'>,
): InternalState {
  if (seq <= (state.receipts.get(conversation) ?? 0)) return state;
  return { ...state, receipts: new Map(state.receipts).set(conversation, seq) };
}

/** The rules do not show how far the other has read (any more). */
function withoutReceipt(state: InternalState, id: ConversationId): InternalState {
  return state.receipts.has(id) ? { ...state, receipts: without(state.receipts, id) } : state;
}

/** Read up to `seq`, here or on another device. */
export function withReadUpTo(
  state: InternalState,
  { conversation: id, interaction, seq }: Numbered & { readonly seq: number },
  unread?: number,
): InternalState {
  const conversations = withUpdate(state.conversations, id, (current) =>
    interactionOf(current) === interaction ? withRead(current, seq, unread) : current,
  );
  return conversations === state.conversations ? state : { ...state, conversations };
}

function withStatus(state: InternalState, { status, since }: EventOf<'self'>): InternalState {
  return state.self === null ? state : { ...state, self: { ...state.self, status, statusSince: since } };
}
