import type { ConversationId, EventOf, MessageView, ServerEvent, Stored } from '@tieline/protocol';
import type { ConversationLoader } from '../load/conversation-loader.ts';
import { type Conversations, endsWithInteraction, isPastUnread } from '../state/conversations.ts';
import { inBackground } from '../connection/fault.ts';
import { createListeners } from '../state/listeners.ts';
import type { Outbox } from '../send/outbox.ts';
import { showPending } from '../send/pending.ts';
import { applyEvent, type HeldState, isEndOf } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { hasGap } from '../state/timeline.ts';
import type { TimelineLoader } from '../load/timeline-loader.ts';
import type { TypingEnds } from '../signals/typing.ts';
import { ownMessages, pendingAgain } from './unheard.ts';
import { interactionOver } from '../connection/wire.ts';

type MessageEvent = EventOf<'message'>;
type EndEvent = EventOf<'interaction-ended'>;

export interface InboxOptions {
  readonly store: Store<HeldState>;
  readonly outbox: Outbox;
  readonly conversations: ConversationLoader;
  readonly timelines: TimelineLoader;
  readonly typingEnds: TypingEnds;
}

/** Takes the events of the server in, and fetches what an event shows to be missing. */
export interface Inbox {
  hear(event: ServerEvent): void;
  /** Takes in a message of this client that has its answer: no event tells of it here. */
  stored(stored: Pick<Stored, 'conversation' | 'message'>): void;
  onMessage(listener: (event: Omit<MessageEvent, 'on'>) => void): () => void;
  onInteractionEnded(listener: (event: Omit<EndEvent, 'on'>) => void): () => void;
  clear(): void;
}

interface Unheard {
  readonly number: number;
  readonly from: number;
}

export function createInbox(options: InboxOptions): Inbox {
  const { store, outbox, conversations, timelines, typingEnds } = options;
  const messages = createListeners<[Omit<MessageEvent, 'on'>]>();
  const ends = createListeners<[Omit<EndEvent, 'on'>]>();
  const heldBack = new Map<ConversationId, MessageEvent[]>();
  /** Chats of which the last interaction reached nobody from a place on: its number, and that place (DEL-3). */
  const unheard = new Map<ConversationId, Unheard>();

  function hear(event: ServerEvent) {
    if (event.on === 'message') return hearMessage(event);
    if (event.on === 'typing') typingEnds.heard(event.conversation, event.seat, event.typing);
    if (event.on === 'interaction-ended') hearEnd(event);
    if (event.on === 'read') hearRead(event);
    store.set(applyEvent(store.get(), event));
    if (event.on === 'conversation') inBackground(timelines.keepUp(event.conversation.id));
  }

  function hearRead({ conversation, seq, unread }: EventOf<'read'>) {
    const held = store.get().conversations.get(conversation);
    // An answer that is older may be on its way, or one that is newer may be here.
    const isCounted = held !== undefined && (held.readSeq !== seq || held.unread === unread);
    if (!isCounted) look(conversation);
  }

  function hearMessage(event: MessageEvent) {
    const { conversation, message, loud } = event;
    messages.tell({ conversation, message, loud });
    const own = event.message.from.seat === store.get().self?.seat;
    if (own && outbox.isUnsure(event.conversation)) holdBack(event);
    else takeIn(event);
  }

  function stored({ conversation, message }: Pick<Stored, 'conversation' | 'message'>) {
    const event = { on: 'message', conversation, message, loud: false } as const;
    messages.tell({ conversation, message, loud: false });
    const state = store.get();
    const ended = unheardIn(conversation, message.seq);
    if (ended !== undefined) return offerAgain(conversation, ended.number, [message]);
    // The interaction that it was stored in may be over: then the server knows whether it is to be seen.
    if (state.ended.has(conversation) && !state.conversations.has(conversation)) look(conversation);
    else takeIn(event);
  }

  /** DEL-3: before the messages of a chat go, the own ones that reached nobody are kept, to be sent again or discarded. */
  function keepUnheard({ conversation: id, number, unheardFrom, unheard: told }: EndEvent) {
    const { timelines: held, self } = store.get();
    unheard.delete(id);
    // A server of before tells of none.
    if (self === null || unheardFrom === null || unheardFrom === undefined) return;
    unheard.set(id, { number, from: unheardFrom });
    const known = [
      // Whoever has loaded the page anew holds none of them, and a server of before tells of none.
      ...(told ?? []),
      ...ownMessages(held.get(id), self.seat),
      ...(heldBack.get(id) ?? []).map(({ message }) => message),
    ];
    const own = new Map(
      known.filter(({ seq }) => seq >= unheardFrom).map((message) => [message.seq, message]),
    );
    offerAgain(
      id,
      number,
      [...own.values()].toSorted((one, other) => one.seq - other.seq),
    );
  }

  /** The interaction that ended with a message unheard, where the message is of it: its answer came after the end. */
  function unheardIn(id: ConversationId, seq: number): Unheard | undefined {
    const ended = unheard.get(id);
    const begun = store.get().conversations.get(id)?.interaction?.fromSeq ?? Infinity;
    return ended !== undefined && seq >= ended.from && seq < begun ? ended : undefined;
  }

  function offerAgain(id: ConversationId, number: number, own: readonly MessageView[]) {
    const places = new Set(own.map(({ seq }) => seq));
    outbox.release(id, ({ storedSeq }) => storedSeq !== null && places.has(storedSeq));
    const again = own.map((message) => pendingAgain(id, number, message));
    outbox.offer(id, again);
  }

  /** It may be the very message that waits for its answer, and must not be seen twice: the answer will tell. */
  function holdBack(event: MessageEvent) {
    const id = event.conversation;
    const waiting = heldBack.get(id);
    if (waiting !== undefined) return void waiting.push(event);
    heldBack.set(id, [event]);
    inBackground(
      outbox.whenSure(id).then(() => {
        const held = heldBack.get(id) ?? [];
        heldBack.delete(id);
        held.forEach(takeIn);
      }),
    );
  }

  function takeIn(event: MessageEvent) {
    const id = event.conversation;
    const before = store.get().conversations;
    store.set(applyEvent(store.get(), event));
    showPending(store, outbox, id);
    const held = store.get().conversations.get(id);
    const isCounted = held === undefined || held === before.get(id) || !isPastUnread(held);
    if (!isCounted || isBehind(before, event, store.get())) look(id);
    const timeline = store.get().timelines.get(id);
    if (timeline?.state === 'ready' && hasGap(timeline)) inBackground(closeGap(id));
  }

  function look(id: ConversationId) {
    inBackground(conversations.renew(id).then(() => timelines.keepUp(id)));
  }

  async function closeGap(id: ConversationId) {
    // What is missing may be held back here: then it fills the gap by itself.
    await outbox.whenSure(id);
    const timeline = store.get().timelines.get(id);
    if (timeline && hasGap(timeline)) await timelines.repair(id);
  }

  function hearEnd(event: EndEvent) {
    const { conversation: id, number, reason, by, unheardFrom = null, unheard: own = [] } = event;
    ends.tell({ conversation: id, number, reason, by, unheardFrom, unheard: own });
    if (!isEndOf(store.get(), { conversation: id, number })) return;
    conversations.forget(id);
    // A page of it may be on its way, and where it ended is not known here.
    if (!store.get().conversations.has(id) && store.get().timelines.has(id)) look(id);
    keepUnheard(event);
    heldBack.delete(id);
    outbox.refuse(id, interactionOver);
  }

  return {
    hear,
    stored,
    onMessage: messages.add,
    onInteractionEnded: ends.add,
    clear: () => {
      heldBack.clear();
      unheard.clear();
    },
  };
}

/** Whether a message shows that its conversation is not known well enough: new, a message missed, newly begun. */
function isBehind(
  before: Conversations,
  { conversation, message }: MessageEvent,
  { self }: HeldState,
): boolean {
  const known = before.get(conversation);
  if (known === undefined || message.seq > known.lastSeq + 1) return true;
  return message.seq > known.lastSeq && known.interaction === null && endsWithInteraction(known, self);
}
