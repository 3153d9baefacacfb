import type { ConversationId, ConversationView, MessageBody, MessageView, SeatId } from '@tieline/protocol';
import { textOfHtml } from '@tieline/text';
import { inBackground, surface } from '../connection/fault.ts';
import { retryWhile } from '../connection/retry.ts';
import type { Rest } from '../connection/rest.ts';
import { historyPage } from '../connection/wire.ts';
import { createJobs } from '../load/jobs.ts';
import { createSlots } from '../load/slots.ts';
import { clientIdOfReply } from '../send/client-id.ts';
import type { Outbox } from '../send/outbox.ts';
import { isOver } from '../state/conversations.ts';
import { type InternalState, withReadUpTo } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { Timing } from '../timing.ts';
import type { Outcome, Received, Receiver } from '../types.ts';
import type { Inbox } from './inbox.ts';

export interface MessageDispatcherOptions {
  readonly store: Store<InternalState>;
  readonly inbox: Pick<Inbox, 'onMessage' | 'onMessageChanged'>;
  readonly outbox: Pick<Outbox, 'addReply'>;
  readonly rest: Rest;
  readonly timing: Timing;
  readonly markRead: (conversation: ConversationId, seq: number) => Promise<unknown>;
}

/** Limits the requests after a long absence, when many conversations have unread messages. */
const pagesAtOnce = 4;

/**
 * Hands every message of others to a receiver: in each conversation first those above the read mark, then each one as
 * it comes, in order, the next one when the one before is done and marked as read.
 */
export class MessageDispatcher {
  readonly #options: MessageDispatcherOptions;
  readonly #receiver: Receiver;
  readonly #runJob = createJobs<ConversationId>();
  readonly #inSlot = createSlots(pagesAtOnce);
  /** The place up to which a conversation is done. */
  readonly #doneUpTo = new Map<ConversationId, number>();
  /** Live messages that are not done yet. */
  readonly #live = new Map<ConversationId, MessageView[]>();
  /** Conversations in which a message was changed since those that are being handed out were loaded. */
  readonly #changed = new Set<ConversationId>();
  /** Conversations in which the receiver has failed. */
  readonly #failed = new Set<ConversationId>();
  readonly #subscriptions: (() => void)[];
  #seat: SeatId | null = null;
  #lastState: Pick<InternalState, 'conversations' | 'connection'> | null = null;
  #isStopped = false;

  constructor(options: MessageDispatcherOptions, receiver: Receiver) {
    this.#options = options;
    this.#receiver = receiver;
    this.#subscriptions = [
      options.store.subscribe(() => this.#dispatchNew()),
      options.inbox.onMessage(({ conversation, message }) => this.#keepLive(conversation, message)),
      options.inbox.onMessageChanged((conversation) => this.#dropLoaded(conversation)),
    ];
    this.#dispatchNew();
  }

  stop(): void {
    this.#isStopped = true;
    for (const unsubscribe of this.#subscriptions) unsubscribe();
  }

  #dispatchNew() {
    const { conversations, connection, self } = this.#options.store.get();
    const last = this.#lastState;
    if (self === null || (conversations === last?.conversations && connection === last.connection)) return;
    this.#lastState = { conversations, connection };
    if (self.seat !== this.#seat) this.#startAnew(self.seat);
    for (const conversation of conversations.values()) {
      const { id, archive, lastSeq } = conversation;
      if (archive !== null || this.#failed.has(id)) continue;
      if (!this.#doneUpTo.has(id)) this.#doneUpTo.set(id, startOf(conversation));
      if (lastSeq > this.#doneIn(id)) inBackground(this.#runJob(id, () => this.#dispatch(id)));
    }
  }

  #keepLive(id: ConversationId, message: MessageView) {
    if (this.#conversationOf(id)?.archive) return;
    this.#live.set(id, [...(this.#live.get(id) ?? []), message].slice(-historyPage));
  }

  /** What waits is loaded again, so that it is handed out as it is by then. */
  #dropLoaded(id: ConversationId) {
    this.#live.delete(id);
    this.#changed.add(id);
  }

  #startAnew(seat: SeatId) {
    this.#seat = seat;
    this.#doneUpTo.clear();
    this.#live.clear();
    this.#changed.clear();
    this.#failed.clear();
  }

  async #dispatch(id: ConversationId): Promise<void> {
    while (this.#hasNext(id)) {
      this.#changed.delete(id);
      const messages = this.#nextLive(id) ?? (await this.#loadNext(id));
      for (const message of messages) {
        if (this.#changed.has(id)) break;
        const conversation = this.#conversationOf(id);
        if (!this.#isActive() || conversation === undefined || isOver(conversation)) return;
        if (message.seq <= this.#doneIn(id)) continue;
        if (!isOfEndedChat(conversation, message) && isForReader(message, this.#seat))
          await this.#handOut(conversation, message);
        if (this.#failed.has(id)) return;
        this.#doneUpTo.set(id, message.seq);
      }
    }
  }

  #hasNext(id: ConversationId): boolean {
    const lastSeq = this.#conversationOf(id)?.lastSeq ?? 0;
    return this.#isActive() && !this.#failed.has(id) && lastSeq > this.#doneIn(id);
  }

  /** The live messages that follow on what is done, if nothing is missing before them. */
  #nextLive(id: ConversationId): MessageView[] | null {
    const next = this.#doneIn(id) + 1;
    const messages = (this.#live.get(id) ?? []).filter(({ seq }) => seq >= next);
    this.#live.delete(id);
    return messages[0]?.seq === next ? messages.filter(({ seq }, place) => seq === next + place) : null;
  }

  async #loadNext(id: ConversationId): Promise<readonly MessageView[]> {
    const { rest, timing } = this.#options;
    const query = { after: this.#doneIn(id), limit: historyPage };
    const lastSeq = this.#conversationOf(id)?.lastSeq ?? 0;
    const load = () => rest('load-history', { params: { conversation: id }, query });
    const page = await this.#inSlot(() => retryWhile(timing, () => this.#isActive(), load));
    // This reader sees none of the messages up to there (HIST-4).
    if (page?.messages.length === 0) this.#doneUpTo.set(id, Math.max(this.#doneIn(id), lastSeq));
    return page?.messages ?? [];
  }

  async #handOut(conversation: ConversationView, message: MessageView): Promise<void> {
    const { store, timing, markRead } = this.#options;
    const { id } = conversation;
    try {
      await this.#receiver(this.#receivedOf(conversation, message));
    } catch (fault) {
      // The message stays unread, so that the next run begins with it.
      this.#failed.add(id);
      return surface(fault);
    }
    // Done before it is marked: the message must not be handed out again if the server refuses the mark.
    this.#doneUpTo.set(id, message.seq);
    store.set(withReadUpTo(store.get(), id, message.seq));
    await retryWhile(
      timing,
      () => this.#isActive(),
      () => markRead(id, message.seq),
    );
  }

  #receivedOf(conversation: ConversationView, message: MessageView): Received {
    const { outbox } = this.#options;
    let replies = 0;
    return {
      conversation,
      message,
      text: message.surface === 'office' ? message.text : textOfHtml(message.html),
      reply(body): Promise<Outcome> {
        replies += 1;
        return outbox.addReply(conversation.id, bodyOf(body), {
          clientId: clientIdOfReply(conversation.id, message, replies),
          // A late reply must not begin another chat.
          interaction: conversation.interaction?.number ?? null,
        });
      },
    };
  }

  #isActive(): boolean {
    return !this.#isStopped && this.#options.store.get().connection.state !== 'signed-out';
  }

  #conversationOf(id: ConversationId): ConversationView | undefined {
    return this.#options.store.get().conversations.get(id);
  }

  #doneIn(id: ConversationId): number {
    return this.#doneUpTo.get(id) ?? 0;
  }
}

/** The read mark, or the end where nothing is unread. */
function startOf({ unread, readSeq, lastSeq }: ConversationView): number {
  return unread > 0 ? readSeq : lastSeq;
}

/** DEL-4: what an agent has missed is in the history, and is not delivered later. MSG-3: nor is what was deleted. */
function isForReader(message: MessageView, seat: SeatId | null): boolean {
  const isMissed = message.surface === 'console' && message.missed;
  return message.from.seat !== seat && !isMissed && message.change !== 'deleted';
}

/** HIST-5: messages of an interaction that is over are not handed out: a reply would go into the next one. */
function isOfEndedChat({ phase, interaction }: ConversationView, { seq }: MessageView): boolean {
  return phase !== 'permanent' && interaction !== null && seq < interaction.fromSeq;
}

function bodyOf(body: string | MessageBody): MessageBody {
  return typeof body === 'string' ? { kind: 'plain', text: body } : body;
}
