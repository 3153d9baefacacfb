import type { ClientId, ConversationId, FileId, MessageBody, MessageView, Refusal } from '@tieline/protocol';
import type { Numbered } from '../state/state.ts';
import type { OutboxMessage } from '../state/timeline.ts';
import type { Outcome } from '../types.ts';
import { newClientId } from './client-id.ts';
import type { Entry } from './conversation-queue.ts';
import type { PersistentMessage } from './persistent-message.ts';
import { Sender, type SenderOptions } from './sender.ts';

export interface OutboxOptions extends SenderOptions {
  /** Number of the interaction that runs in a conversation; null where none does. */
  readonly interactionIn: (conversation: ConversationId) => number | null;
}

/**
 * The messages that wait to be stored. In each conversation they go out one after the other, in the order in which
 * they were written; the next one leaves when the one before it has its answer (DEL-5). A lost line keeps them, and
 * an error that may be retried is, for as long as it takes; a refusal is final until the person tries again.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #sender: Sender;
  /** Why nothing can be sent any more; null while something can. */
  #stopReason: string | null = null;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#sender = new Sender(options);
  }

  add(conversation: ConversationId, body: MessageBody): Promise<Outcome> {
    const message = newMessage(body, this.#stopReason, this.#options.interactionIn(conversation));
    return this.#append(conversation, message, true);
  }

  /**
   * Adds the reply to a message, under the id that it always has. `interaction`: the one that it answers; null: none.
   * One that waits is not added again, and one that was given otherwise before is stored as it was given.
   */
  addReply(
    conversation: ConversationId,
    body: MessageBody,
    { clientId, interaction }: { readonly clientId: ClientId; readonly interaction: number | null },
  ): Promise<Outcome> {
    const outcome = this.#sender.queueOf(conversation).outcomeOf(clientId);
    if (outcome) return outcome;
    const message = newMessage(body, this.#stopReason, interaction);
    return this.#append(conversation, Object.freeze({ ...message, clientId }), true);
  }

  /** Adds the message of an upload. One that is there already, from before a reload, is not added again. */
  addFile(
    conversation: ConversationId,
    { id, clientId, name }: { id: FileId; clientId: ClientId; name: string },
  ) {
    if (this.#sender.queueOf(conversation).entryOf(clientId) !== undefined) return;
    const message = newMessage({ kind: 'file', file: id }, this.#stopReason, null);
    // Not awaited, so that a refusal stays until the person has seen it.
    void this.#append(conversation, Object.freeze({ ...message, clientId, fileName: name }), false);
  }

  /** Adds, before all others, messages that the person may send again. One that is there is not added again. */
  offer(conversation: ConversationId, messages: readonly OutboxMessage[]): void {
    const queue = this.#sender.queueOf(conversation);
    const isNew = ({ clientId }: OutboxMessage) => queue.entryOf(clientId) === undefined;
    const entries = messages.filter(isNew).map(entryWithoutSender);
    if (entries.length === 0) return;
    for (const { message } of entries) this.#options.queue.keepFirst({ conversation, message });
    queue.prepend(entries);
  }

  /** Adds the messages of an earlier run. One that is there is not added again. */
  restore(messages: readonly PersistentMessage[]): void {
    for (const { conversation, message } of messages) {
      const queue = this.#sender.queueOf(conversation);
      if (queue.entryOf(message.clientId) !== undefined) continue;
      queue.insert(entryWithoutSender(message));
    }
    for (const { conversation } of messages) this.#sender.sendNext(conversation);
  }

  retry(conversation: ConversationId, clientId: ClientId): void {
    const message = this.#sender.queueOf(conversation).entryOf(clientId)?.message;
    if (message === undefined || isWaiting(message.state)) return;
    // A retry is written now, in whichever interaction runs, not in the one of the first attempt.
    const interaction = this.#options.interactionIn(conversation);
    this.#sender.change(conversation, message, {
      state: 'queued',
      refusal: null,
      problem: null,
      interaction,
    });
    this.#sender.sendNext(conversation);
  }

  /** Gives a message up. One that is on its way cannot be called back. */
  discard(conversation: ConversationId, clientId: ClientId): void {
    const queue = this.#sender.queueOf(conversation);
    this.#sender.drop(queue, ({ message }) => message.clientId === clientId && message.state !== 'sending');
    this.#sender.retryNow(conversation, queue);
  }

  /** The interaction is over: what waits in it is refused, what is on its way gets its answer. */
  refuse(conversation: ConversationId, refusal: Refusal): void {
    const change = { state: 'refused', refusal, problem: refusal.sentence } as const;
    for (const message of this.#sender.queueOf(conversation).messages()) {
      if (message.state === 'queued') this.#sender.change(conversation, message, change, 'refused');
    }
  }

  pendingIn(conversation: ConversationId): readonly OutboxMessage[] {
    return this.#sender.queues.get(conversation)?.messages() ?? [];
  }

  /** Removes messages that need not be kept any more. */
  release(
    conversation: ConversationId,
    which: (message: OutboxMessage, isAwaited: boolean) => boolean,
  ): void {
    const queue = this.#sender.queues.get(conversation);
    if (queue !== undefined) this.#sender.drop(queue, ({ message, awaited }) => which(message, awaited));
  }

  /** What waits here and is among these messages of the server is stored, though its answer has not come. False: nothing is. */
  confirm({ conversation, interaction }: Numbered, messages: readonly MessageView[]): boolean {
    const queue = this.#sender.queues.get(conversation);
    if (queue === undefined) return false;
    let isAny = false;
    for (const { clientId, seq } of messages) {
      const isWaiting = clientId !== null && queue.entryOf(clientId)?.message.storedSeq === null;
      if (isWaiting) this.#sender.confirm(queue, clientId, { seq, interaction });
      isAny ||= isWaiting;
    }
    return isAny;
  }

  resume(): void {
    this.#sender.isOpen = true;
    this.#stopReason = null;
    for (const [conversation, queue] of this.#sender.queues) this.#sender.retryNow(conversation, queue);
  }

  /** Nothing is sent until {@link resume}. `problem`: why, where the person has to know. */
  suspend(problem?: string): void {
    this.#sender.isOpen = false;
    for (const [conversation, queue] of this.#sender.queues) {
      this.#sender.retryNow(conversation, queue);
      if (problem === undefined) continue;
      for (const { clientId, state } of queue.messages()) {
        if (state === 'queued') queue.update(clientId, { problem });
      }
    }
  }

  /** Nothing will be sent until {@link resume}: what waits has failed. */
  stop(problem: string): void {
    this.#sender.isOpen = false;
    this.#stopReason = problem;
    for (const [conversation, queue] of this.#sender.queues) {
      this.#sender.retryNow(conversation, queue);
      const waiting = queue
        .messages()
        .filter(({ state, storedSeq }) => isWaiting(state) && storedSeq === null);
      for (const { clientId } of waiting) queue.update(clientId, { state: 'failed', problem }, 'failed');
    }
  }

  /** Somebody else uses the client from now on. */
  clear(): void {
    for (const queue of this.#sender.queues.values()) {
      clearTimeout(queue.retryTimer);
      queue.remove(() => true);
    }
    this.#sender.queues.clear();
  }

  #append(conversation: ConversationId, message: OutboxMessage, awaited: boolean): Promise<Outcome> {
    const isStopped = this.#stopReason !== null;
    if (!isStopped) this.#options.queue.keep({ conversation, message });
    const outcome = new Promise<Outcome>((tell) => {
      const entry = { message, attempts: 0, awaited, tell };
      this.#sender.queueOf(conversation).append(entry);
    });
    // What `append` calls may have changed it.
    if (this.#stopReason !== null) return Promise.resolve('failed');
    this.#sender.sendNext(conversation);
    return outcome;
  }
}

/** Of a message for whose outcome nobody waits. */
const entryWithoutSender = (message: OutboxMessage): Entry => ({
  message,
  attempts: 0,
  awaited: false,
  tell: () => undefined,
});

const isWaiting = (state: OutboxMessage['state']) => state === 'queued' || state === 'sending';

function newMessage(body: MessageBody, problem: string | null, interaction: number | null): OutboxMessage {
  const state = problem === null ? 'queued' : 'failed';
  const at = new Date(Date.now()).toISOString();
  const clientId = newClientId();
  return Object.freeze({
    clientId,
    body,
    at,
    state,
    refusal: null,
    problem,
    storedSeq: null,
    storedIn: null,
    interaction,
    fileName: null,
  });
}
