import type { ConversationId, EventOf, ServerEvent, Stored } from '@tieline/protocol';
import { inBackground } from '../connection/fault.ts';
import { interactionOver } from '../connection/wire.ts';
import type { ConversationLoader } from '../load/conversation-loader.ts';
import type { TimelineLoader } from '../load/timeline-loader.ts';
import type { Outbox } from '../send/outbox.ts';
import { showPending } from '../send/pending.ts';
import type { TypingEnds } from '../signals/typing.ts';
import { type Conversations, interactionOf, isPastUnread } from '../state/conversations.ts';
import { createListeners } from '../state/listeners.ts';
import { applyEvent, type InternalState, isEndOf, isLate } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { pause, type Timing } from '../timing.ts';
import { isIncomplete } from '../state/timeline.ts';
import { UnheardMessages } from './unheard-messages.ts';

type MessageEvent = EventOf<'message'>;
type EndEvent = EventOf<'interaction-ended'>;

export interface InboxOptions {
  readonly store: Store<InternalState>;
  readonly outbox: Outbox;
  readonly conversations: ConversationLoader;
  readonly timelines: TimelineLoader;
  readonly timing: Timing;
  readonly typingEnds: TypingEnds;
}

/** Applies the events of the server to the state, and loads what an event shows to be missing. */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #messageListeners = createListeners<[Omit<MessageEvent, 'on'>]>();
  readonly #endListeners = createListeners<[Omit<EndEvent, 'on'>]>();
  readonly #unheard: UnheardMessages;
  readonly #changeListeners = createListeners<[ConversationId]>();
  readonly onMessage = this.#messageListeners.add;
  readonly onMessageChanged = this.#changeListeners.add;
  readonly onInteractionEnded = this.#endListeners.add;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#unheard = new UnheardMessages(options.store, options.outbox);
  }

  hear(event: ServerEvent): void {
    const { store, timelines, typingEnds } = this.#options;
    if (event.on === 'message') return this.#hearMessage(event);
    if (event.on === 'message-changed') return this.#hearChange(event);
    if (event.on === 'typing') typingEnds.restart(event.conversation, event.seat, event.typing);
    if (event.on === 'interaction-ended') this.#hearEnd(event);
    if (event.on === 'read') this.#hearRead(event);
    store.set(applyEvent(store.get(), event));
    if (event.on === 'unreadable-change') this.#lookForGap(event.conversation);
    if (event.on === 'conversation') inBackground(timelines.keepUp(event.conversation.id));
  }

  /** Applies a message of this client that has its answer: the server sends this client no event for it. */
  hearStored(stored: Pick<Stored, 'conversation' | 'interaction' | 'message'>): void {
    const { conversation, interaction, message } = stored;
    this.#messageListeners.notify({ conversation, interaction, message, loud: false });
    if (interaction !== null && this.#unheard.has(stored))
      return this.#unheard.offer(conversation, interaction, [message]);
    this.#apply({ on: 'message', conversation, interaction, message, loud: false });
  }

  clear(): void {
    this.#unheard.clear();
  }

  #hearMessage(event: MessageEvent) {
    const { conversation, interaction, message, loud } = event;
    this.#messageListeners.notify({ conversation, interaction, message, loud });
    this.#apply(event);
  }

  #apply(event: MessageEvent) {
    const { store, outbox } = this.#options;
    const id = event.conversation;
    const before = store.get().conversations;
    outbox.confirm(event, [event.message]);
    store.set(applyEvent(store.get(), event));
    showPending(store, outbox, id);
    if (isOutOfDate(before, event, store.get())) this.#reload(id);
    this.#lookForGap(id);
  }

  #hearChange(event: EventOf<'message-changed'>) {
    const { store } = this.#options;
    const { conversation: id, message } = event;
    if (isLate(store.get(), event)) return;
    const before = store.get().conversations.get(id);
    this.#changeListeners.notify(id);
    store.set(applyEvent(store.get(), event));
    // Only the server knows whether it was one of those that count as unread.
    const isUnread = before !== undefined && before.unread > 0 && message.seq > before.readSeq;
    const isUnknown =
      before === undefined || interactionOf(before) !== event.interaction || message.seq > before.lastSeq;
    if (isUnknown || (isUnread && message.change === 'deleted')) this.#reload(id);
    this.#lookForGap(id);
  }

  #lookForGap(id: ConversationId) {
    const timeline = this.#options.store.get().timelines.get(id);
    if (timeline?.state === 'ready' && isIncomplete(timeline)) inBackground(this.#closeGap(id));
  }

  #reload(id: ConversationId) {
    const { conversations, timelines } = this.#options;
    inBackground(conversations.renew(id).then(() => timelines.keepUp(id)));
  }

  async #closeGap(id: ConversationId) {
    const { store, timing, timelines } = this.#options;
    // The answer to an own message, or another node, may fill it without a request.
    await pause(timing.gapWithin);
    const timeline = store.get().timelines.get(id);
    if (timeline && isIncomplete(timeline)) await timelines.repair(id);
  }

  #hearRead(event: EventOf<'read'>) {
    const { conversation, seq, unread } = event;
    if (isLate(this.#options.store.get(), event)) return;
    const current = this.#options.store.get().conversations.get(conversation);
    // A request may bring an older count after this event, or has brought a newer one before it.
    const isCertain = current !== undefined && (current.readSeq !== seq || current.unread === unread);
    if (!isCertain) this.#reload(conversation);
  }

  #hearEnd(event: EndEvent) {
    const { store, outbox, conversations } = this.#options;
    const { conversation: id, number, rev, reason, by, unheardFrom = null, unheard = [] } = event;
    this.#endListeners.notify({ conversation: id, number, rev, reason, by, unheardFrom, unheard });
    if (!isEndOf(store.get(), { conversation: id, number })) return;
    conversations.forget(id);
    // A page of this chat may be under way, and only the server knows where the interaction ended.
    if (!store.get().conversations.has(id) && store.get().timelines.has(id)) this.#reload(id);
    this.#unheard.keep(event);
    outbox.refuse(id, interactionOver);
  }
}

/** Whether only the server can say how the conversation of a message looks now. */
function isOutOfDate(before: Conversations, event: MessageEvent, state: InternalState): boolean {
  const current = state.conversations.get(event.conversation);
  // Some of the unread messages may have left the reader's view (HIST-4), which cannot be counted here.
  const isUncountable =
    current !== undefined && current !== before.get(event.conversation) && isPastUnread(current);
  return !isLate(state, event) && (isUncountable || isUnknownBefore(before, event));
}

/** Whether a message shows that its conversation was not known well enough: new, a message missed, newly begun. */
function isUnknownBefore(
  before: Conversations,
  { conversation, interaction, message }: MessageEvent,
): boolean {
  const previous = before.get(conversation);
  return interactionOf(previous) !== interaction || message.seq > (previous?.lastSeq ?? -1) + 1;
}
