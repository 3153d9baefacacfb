import type {
  ConversationId,
  ConversationView,
  EventOf,
  MessageBody,
  MessageView,
  SeatId,
} from '@tieline/protocol';
import { textOfHtml } from '@tieline/text';
import { inBackground, surface } from '../connection/fault.ts';
import { retryWhile } from '../connection/retry.ts';
import type { Rest } from '../connection/rest.ts';
import { historyPage } from '../connection/wire.ts';
import { createJobs } from '../load/jobs.ts';
import { createSlots } from '../load/slots.ts';
import { clientIdOfReply } from '../send/client-id.ts';
import type { Outbox } from '../send/outbox.ts';
import type { ReadMark } from '../signals/read-marks.ts';
import { interactionOf, isOver } from '../state/conversations.ts';
import { isMissed } from '../state/is-missed.ts';
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
  readonly markRead: (mark: ReadMark) => Promise<unknown>;
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
  /** The place up to which a conversation is done, in the interaction that runs. */
  readonly #doneUpTo = new Map<ConversationId, Place>();
  /** Live messages that are not done yet. */
  readonly #live = new Map<ConversationId, Batch>();
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
      options.inbox.onMessage((event) => this.#keepLive(event)),
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
      this.#beginInteraction(conversation);
      if (lastSeq > this.#doneIn(id)) inBackground(this.#runJob(id, () => this.#dispatch(id)));
    }
  }

  /** One that begins while this program runs is handed out from its first message on (HIST-5). */
  #beginInteraction(conversation: ConversationView) {
    const done = this.#doneUpTo.get(conversation.id);
    const interaction = interactionOf(conversation);
    if (done === undefined) this.#doneUpTo.set(conversation.id, { interaction, seq: startOf(conversation) });
    else if (interaction !== null && interaction !== done.interaction)
      this.#doneUpTo.set(conversation.id, { interaction, seq: 0 });
  }

  #keepLive({ conversation: id, interaction, message }: Omit<EventOf<'message'>, 'on'>) {
    if (this.#conversationOf(id)?.archive) return;
    const batch = this.#live.get(id);
    const before = batch?.interaction === interaction ? batch.messages : [];
    this.#live.set(id, { interaction, messages: [...before, message].slice(-historyPage) });
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
      const { interaction, messages } = this.#nextLive(id) ?? (await this.#loadNext(id));
      // Another one has begun, or this one is over: the event that says so begins anew.
      if (interaction !== this.#doneUpTo.get(id)?.interaction) return;
      for (const message of messages) {
        if (this.#changed.has(id)) break;
        const conversation = this.#conversationOf(id);
        if (!this.#isActive() || conversation === undefined || isOver(conversation)) return;
        // A reply to what was written in a chat that is over would go into the next one.
        if (interactionOf(conversation) !== interaction) return;
        if (message.seq <= this.#doneIn(id)) continue;
        if (isForReader(message, this.#seat)) await this.#handOut(conversation, message);
        if (this.#failed.has(id)) return;
        this.#note(id, { interaction, seq: message.seq });
      }
    }
  }

  #hasNext(id: ConversationId): boolean {
    const lastSeq = this.#conversationOf(id)?.lastSeq ?? 0;
    return this.#isActive() && !this.#failed.has(id) && lastSeq > this.#doneIn(id);
  }

  /** The live messages that follow on what is done, if nothing is missing before them. */
  #nextLive(id: ConversationId): Batch | null {
    const { interaction = null, seq = 0 } = this.#doneUpTo.get(id) ?? {};
    const batch = this.#live.get(id);
    if (batch?.interaction !== interaction) return null;
    this.#live.delete(id);
    const messages = batch.messages.filter((message) => message.seq > seq);
    if (messages[0]?.seq !== seq + 1) return null;
    return { interaction, messages: messages.filter((message, place) => message.seq === seq + 1 + place) };
  }

  async #loadNext(id: ConversationId): Promise<Batch> {
    const { rest, timing } = this.#options;
    const { interaction = null, seq = 0 } = this.#doneUpTo.get(id) ?? {};
    const query = { after: seq, limit: historyPage, ...(interaction === null ? {} : { interaction }) };
    const lastSeq = this.#conversationOf(id)?.lastSeq ?? 0;
    const load = () => rest('load-history', { params: { conversation: id }, query });
    const page = await this.#inSlot(() => retryWhile(timing, () => this.#isActive(), load));
    // This reader sees none of the messages up to there (HIST-4).
    if (page?.interaction === interaction && page.messages.length === 0)
      this.#note(id, { interaction, seq: Math.max(this.#doneIn(id), lastSeq) });
    return page ?? { interaction, messages: [] };
  }

  /** Unless another interaction has begun meanwhile. */
  #note(id: ConversationId, place: Place) {
    if (this.#doneUpTo.get(id)?.interaction === place.interaction) this.#doneUpTo.set(id, place);
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
    const place = { interaction: interactionOf(conversation), seq: message.seq };
    const mark = { conversation: id, ...place };
    // Done before it is marked: the message must not be handed out again if the server refuses the mark.
    this.#note(id, place);
    store.set(withReadUpTo(store.get(), mark));
    await retryWhile(
      timing,
      () => this.#isActive(),
      () => markRead(mark),
    );
  }

  #receivedOf(conversation: ConversationView, message: MessageView): Received {
    const { outbox } = this.#options;
    let replies = 0;
    return {
      conversation,
      message,
      text: textOf(message),
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
    return this.#doneUpTo.get(id)?.seq ?? 0;
  }
}

interface Place {
  readonly interaction: number | null;
  readonly seq: number;
}

/** Messages of one interaction that follow each other. */
interface Batch {
  readonly interaction: number | null;
  readonly messages: readonly MessageView[];
}

/** The read mark, or the end where nothing is unread. */
function startOf({ unread, readSeq, lastSeq }: ConversationView): number {
  return unread > 0 ? readSeq : lastSeq;
}

/** DEL-4: what an agent has missed is in the history, and is not delivered later. MSG-3: nor is what was deleted. */
function isForReader(message: MessageView, seat: SeatId | null): boolean {
  return message.from.seat !== seat && !isMissed(message) && message.change !== 'deleted';
}

function textOf(message: MessageView): string {
  switch (message.surface) {
    case 'office':
      return message.text;
    case 'console':
      return textOfHtml(message.html);
  }
}

function bodyOf(body: string | MessageBody): MessageBody {
  return typeof body === 'string' ? { kind: 'plain', text: body } : body;
}
