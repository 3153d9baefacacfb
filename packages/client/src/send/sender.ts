import type { ClientId, ConversationId, Refusal, Stored } from '@tieline/protocol';
import { hasCode, isRetryable, LineLost, WireFault } from '../connection/fault.ts';
import type { OutboxMessage } from '../state/timeline.ts';
import { backOff, type Timing } from '../timing.ts';
import type { Outcome } from '../types.ts';
import { isReplyId } from './client-id.ts';
import { ConversationQueue, type Entry } from './conversation-queue.ts';
import type { PersistentQueue } from './persistent-queue.ts';

export interface SenderOptions {
  readonly timing: Timing;
  /** Where the messages outlive the program. */
  readonly queue: Pick<PersistentQueue, 'keep' | 'keepFirst' | 'drop' | 'standingOf'>;
  /** Hands one message to the server; always with the client id it was born with (DEL-6). */
  readonly submit: (
    conversation: ConversationId,
    message: Pick<OutboxMessage, 'clientId' | 'body' | 'interaction'>,
  ) => Promise<Stored>;
  /** The waiting messages of a conversation changed. */
  readonly onChange: (conversation: ConversationId) => void;
  readonly onStored: (stored: Stored) => void;
}

/** Sends the messages of each conversation one after the other, and handles the answers. */
export class Sender {
  readonly queues = new Map<ConversationId, ConversationQueue>();
  /** Whether there is a line to send on. */
  isOpen = false;
  readonly #options: SenderOptions;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  queueOf(conversation: ConversationId): ConversationQueue {
    const current = this.queues.get(conversation);
    if (current !== undefined) return current;
    const queue = new ConversationQueue(() => this.#options.onChange(conversation));
    this.queues.set(conversation, queue);
    return queue;
  }

  sendNext(conversation: ConversationId): void {
    const { timing, queue: storage } = this.#options;
    const queue = this.queueOf(conversation);
    const next = queue.next();
    if (!this.isOpen || queue.isSending || queue.retryTimer !== undefined || next === undefined) return;
    const { clientId } = next.message;
    const standing = storage.standingOf({ conversation, message: next.message });
    if (standing === 'behind') return this.#retryLater(conversation, queue, timing.aliveEvery / 10);
    if (standing === 'lost') {
      queue.remove(({ message }) => message.clientId === clientId);
      return this.sendNext(conversation);
    }
    this.#send(conversation, queue, next);
  }

  /** Ends the pause before the next attempt. */
  retryNow(conversation: ConversationId, queue: ConversationQueue): void {
    clearTimeout(queue.retryTimer);
    queue.retryTimer = undefined;
    this.sendNext(conversation);
  }

  /** Changes a message in the storage first: whoever hears of its outcome may release it. */
  change(
    conversation: ConversationId,
    message: OutboxMessage,
    change: Pick<OutboxMessage, 'state' | 'refusal' | 'problem'> &
      Partial<Pick<OutboxMessage, 'interaction'>>,
    outcome?: Outcome,
  ): void {
    this.#options.queue.keep({ conversation, message: { ...message, ...change } });
    this.queueOf(conversation).update(message.clientId, change, outcome);
  }

  drop(queue: ConversationQueue, which: (entry: Entry) => boolean): void {
    for (const { clientId } of queue.remove(which)) this.#options.queue.drop(clientId);
  }

  #send(conversation: ConversationId, queue: ConversationQueue, entry: Entry) {
    const { clientId } = entry.message;
    queue.isSending = true;
    queue.update(clientId, { state: 'sending' });
    this.#options
      .submit(conversation, entry.message)
      .then(
        (stored) => this.#handleStored(queue, stored),
        (fault: unknown) => this.#handleFault(conversation, queue, entry, fault),
      )
      .finally(() => this.sendNext(conversation));
  }

  #handleStored(queue: ConversationQueue, stored: Stored) {
    queue.isSending = false;
    this.confirm(queue, stored.clientId, { seq: stored.message.seq, interaction: stored.interaction });
    this.#options.onStored(stored);
  }

  /** The server has stored it at this place. */
  confirm(
    queue: ConversationQueue,
    clientId: ClientId,
    { seq, interaction }: { readonly seq: number; readonly interaction: number | null },
  ): void {
    const place = { storedSeq: seq, storedIn: interaction };
    this.#options.queue.drop(clientId);
    queue.update(clientId, { state: 'sending', ...place, refusal: null, problem: null }, 'stored');
  }

  /** `before`: the message as it was before this attempt. */
  #handleFault(conversation: ConversationId, queue: ConversationQueue, before: Entry, fault: unknown) {
    const { timing } = this.#options;
    queue.isSending = false;
    const { clientId } = before.message;
    const current = queue.entryOf(clientId)?.message;
    // Whatever this attempt came to: an event or a page may have shown meanwhile that it is stored.
    if (current?.state !== 'sending' || current.storedSeq !== null) return;
    if (fault instanceof LineLost) {
      // It may be stored or not: it stays first in its queue until there is an answer, or it comes back by itself.
      queue.update(clientId, { state: 'queued' });
      if (this.isOpen) this.#retryLater(conversation, queue, backOff(timing, 0));
      return;
    }
    const refusal = refusalOf(fault);
    if (isReplyId(clientId) && refusal?.code === 'client-id-reused') {
      // An earlier run has given this reply in other words, which are stored.
      queue.update(clientId, {}, 'stored');
      return this.drop(queue, ({ message }) => message.clientId === clientId);
    }
    const problem = fault instanceof Error ? fault.message : String(fault);
    if (isRetryable(fault)) {
      queue.countAttempt(clientId);
      queue.update(clientId, { state: 'queued', problem });
      return this.#retryLater(conversation, queue, backOff(timing, before.attempts + 1));
    }
    const state = hasCode(fault, 'refused') ? 'refused' : 'failed';
    this.change(conversation, before.message, { state, refusal, problem }, state);
  }

  #retryLater(conversation: ConversationId, queue: ConversationQueue, delay: number) {
    queue.retryTimer = setTimeout(() => this.retryNow(conversation, queue), delay);
  }
}

function refusalOf(fault: unknown): Refusal | null {
  return fault instanceof WireFault ? (fault.wire.refusal ?? null) : null;
}
