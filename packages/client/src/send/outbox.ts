import type { ClientId, ConversationId, FileId, MessageBody, Refusal, Stored } from '@tieline/protocol';
import { isReplyId, newClientId } from './client-id.ts';
import { hasCode, isRetryable, LineLost, WireFault } from '../connection/fault.ts';
import type { KeptMessage, KeptQueue } from './kept-queue.ts';
import { createLane, type Entry, type Lane } from './outbox-lane.ts';
import type { HeldPending } from '../state/timeline.ts';
import { backOff, type Timing } from '../timing.ts';
import type { Outcome } from '../types.ts';

export interface OutboxOptions {
  readonly timing: Timing;
  /** Where the messages outlive the program. */
  readonly queue: Pick<KeptQueue, 'keep' | 'keepFirst' | 'drop' | 'standingOf'>;
  /** Hands one message to the server; always with the client id it was born with (DEL-6). */
  readonly submit: (
    conversation: ConversationId,
    message: Pick<HeldPending, 'clientId' | 'body' | 'interaction'>,
  ) => Promise<Stored>;
  /** Number of the interaction that runs in a conversation; null where none does. */
  readonly interactionIn: (conversation: ConversationId) => number | null;
  /** The waiting messages of a conversation changed. */
  readonly onChange: (conversation: ConversationId) => void;
  readonly onStored: (stored: Stored) => void;
}

/**
 * The messages that wait to be stored. In each conversation they go out one after the other, in the order in which
 * they were written; the next one leaves when the one before it has its answer (DEL-5). A lost line keeps them, and
 * an error that may be retried is, for as long as it takes; a refusal is final until the person tries again.
 */
export interface Outbox {
  add(conversation: ConversationId, body: MessageBody): Promise<Outcome>;
  /**
   * Adds the answer to a message, under the id that it always has. `interaction`: the one that was answered in; null: none.
   * One that waits is not added again, and one that was given otherwise before is stored as it was given.
   */
  addReply(
    conversation: ConversationId,
    body: MessageBody,
    reply: { readonly clientId: ClientId; readonly interaction: number | null },
  ): Promise<Outcome>;
  /** Adds the message of an upload. One that is there already, from before a reload, is not added again. */
  addFile(conversation: ConversationId, file: { id: FileId; clientId: ClientId; name: string }): void;
  /** Lays in, before all that waits, messages that the person may send again. What is there already is not laid in again. */
  offer(conversation: ConversationId, messages: readonly HeldPending[]): void;
  /** Lays in what an earlier run has left. What is there already is not laid in again. */
  restore(found: readonly KeptMessage[]): void;
  retry(conversation: ConversationId, clientId: ClientId): void;
  /** Gives a message up. One that is on its way cannot be called back. */
  discard(conversation: ConversationId, clientId: ClientId): void;
  /** The interaction is over: what waits in it is refused, what is on its way gets its answer. */
  refuse(conversation: ConversationId, refusal: Refusal): void;
  pendingIn(conversation: ConversationId): readonly HeldPending[];
  /** Lets go of messages that need not be kept any more. */
  release(conversation: ConversationId, which: (message: HeldPending, isAwaited: boolean) => boolean): void;
  /** Whether a message left of which nobody knows yet if it was stored. */
  isUnsure(conversation: ConversationId): boolean;
  /** Resolves when there is no such message. */
  whenSure(conversation: ConversationId): Promise<void>;
  resume(): void;
  /** Nothing is sent until {@link resume}. `problem`: why, where the person has to know. */
  suspend(problem?: string): void;
  /** Nothing will be sent until {@link resume}: what waits has failed. */
  stop(problem: string): void;
  /** Somebody else uses the client from now on. */
  clear(): void;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { queue } = options;
  const lanes = new Map<ConversationId, Lane>();
  let isOpen = false;
  let stopped: string | null = null;

  function laneOf(conversation: ConversationId): Lane {
    const held = lanes.get(conversation);
    if (held !== undefined) return held;
    const lane = createLane(() => options.onChange(conversation));
    lanes.set(conversation, lane);
    return lane;
  }

  function pump(conversation: ConversationId) {
    const lane = laneOf(conversation);
    const head = lane.head();
    if (!isOpen || lane.flying || lane.resting !== undefined || head === undefined) return;
    const { clientId } = head.message;
    const standing = queue.standingOf({ conversation, message: head.message });
    if (standing === 'behind') return rest(conversation, lane, options.timing.aliveEvery / 10);
    if (standing === 'lost') {
      lane.remove(({ message }) => message.clientId === clientId);
      return pump(conversation);
    }
    lane.flying = true;
    lane.note(clientId, { doubtful: true });
    lane.update(clientId, { state: 'sending' });
    options
      .submit(conversation, head.message)
      .then(
        (stored) => arrived(lane, stored),
        (fault: unknown) => bounced(conversation, lane, head, fault),
      )
      .finally(() => pump(conversation));
  }

  function arrived(lane: Lane, stored: Stored) {
    lane.flying = false;
    queue.drop(stored.clientId);
    const answered = {
      state: 'sending',
      storedSeq: stored.message.seq,
      refusal: null,
      problem: null,
    } as const;
    lane.update(stored.clientId, answered, 'stored');
    options.onStored(stored);
  }

  /** `before`: the message as it was before it left this time. */
  function bounced(conversation: ConversationId, lane: Lane, before: Entry, fault: unknown) {
    lane.flying = false;
    const { clientId } = before.message;
    if (lane.entryOf(clientId)?.message.state !== 'sending') return;
    if (fault instanceof LineLost) {
      // It may be stored or not: it stays the first of its lane, and the lane unsure, until there is an answer.
      lane.update(clientId, { state: 'queued' });
      if (isOpen) rest(conversation, lane, backOff(options.timing, 0));
      return;
    }
    if (isReplyId(clientId) && refusalOf(fault)?.code === 'client-id-reused') {
      // The answer was given before, in other words.
      lane.update(clientId, {}, 'stored');
      return drop(lane, ({ message }) => message.clientId === clientId);
    }
    const problem = fault instanceof Error ? fault.message : String(fault);
    if (isRetryable(fault)) {
      // Doubtful still, as this attempt may have stored it all the same; one that was not let in has not.
      const doubtful = before.doubtful || !hasCode(fault, 'too-many-requests');
      lane.note(clientId, { attempts: before.attempts + 1, doubtful });
      lane.update(clientId, { state: 'queued', problem });
      return rest(conversation, lane, backOff(options.timing, before.attempts + 1));
    }
    const refusal = refusalOf(fault);
    const state = hasCode(fault, 'refused') ? 'refused' : 'failed';
    change(conversation, before.message, { state, refusal, problem }, state);
  }

  /** What is kept is changed first: whoever hears of an outcome may let go of the message. */
  function change(
    conversation: ConversationId,
    message: HeldPending,
    changed: Pick<HeldPending, 'state' | 'refusal' | 'problem'> & Partial<Pick<HeldPending, 'interaction'>>,
    outcome?: Outcome,
  ) {
    queue.keep({ conversation, message: { ...message, ...changed } });
    laneOf(conversation).update(message.clientId, changed, outcome);
  }

  function rest(conversation: ConversationId, lane: Lane, delay: number) {
    lane.resting = setTimeout(() => wake(conversation, lane), delay);
  }

  function wake(conversation: ConversationId, lane: Lane) {
    clearTimeout(lane.resting);
    lane.resting = undefined;
    pump(conversation);
  }

  function drop(lane: Lane, which: (entry: Entry) => boolean) {
    for (const { clientId } of lane.remove(which)) queue.drop(clientId);
  }

  function append(conversation: ConversationId, message: HeldPending, awaited: boolean): Promise<Outcome> {
    if (stopped === null) queue.keep({ conversation, message });
    const told = new Promise<Outcome>((tell) => {
      laneOf(conversation).append({ message, attempts: 0, doubtful: false, awaited, tell });
    });
    if (stopped !== null) return Promise.resolve('failed');
    pump(conversation);
    return told;
  }

  return {
    add(conversation, body) {
      return append(conversation, newPending(body, stopped, options.interactionIn(conversation)), true);
    },
    addReply(conversation, body, { clientId, interaction }) {
      const waiting = laneOf(conversation).outcomeOf(clientId);
      if (waiting) return waiting;
      return append(
        conversation,
        Object.freeze({ ...newPending(body, stopped, interaction), clientId }),
        true,
      );
    },
    addFile(conversation, { id, clientId, name }) {
      if (laneOf(conversation).entryOf(clientId) !== undefined) return;
      const message = newPending({ kind: 'file', file: id }, stopped, null);
      // Nobody waits for its outcome, so a refusal stays until the person has seen it.
      void append(conversation, Object.freeze({ ...message, clientId, fileName: name }), false);
    },
    offer(conversation, messages) {
      const lane = laneOf(conversation);
      const isNew = ({ clientId }: HeldPending) => lane.entryOf(clientId) === undefined;
      const entries = messages.filter(isNew).map(entryLeft);
      if (entries.length === 0) return;
      for (const { message } of entries) queue.keepFirst({ conversation, message });
      lane.lead(entries);
    },
    restore(found) {
      for (const { conversation, message, left } of found) {
        const lane = laneOf(conversation);
        if (lane.entryOf(message.clientId) !== undefined) continue;
        lane.insert({ ...entryLeft(message), doubtful: left });
      }
      for (const { conversation } of found) pump(conversation);
    },
    retry(conversation, clientId) {
      const lane = laneOf(conversation);
      const message = lane.entryOf(clientId)?.message;
      if (message === undefined || isWaiting(message.state)) return;
      // Who asks for it once more wants it said now, whatever it was written in.
      const interaction = options.interactionIn(conversation);
      change(conversation, message, { state: 'queued', refusal: null, problem: null, interaction });
      pump(conversation);
    },
    discard(conversation, clientId) {
      const lane = laneOf(conversation);
      drop(lane, ({ message }) => message.clientId === clientId && message.state !== 'sending');
      wake(conversation, lane);
    },
    refuse(conversation, refusal) {
      const changed = { state: 'refused', refusal, problem: refusal.sentence } as const;
      for (const message of laneOf(conversation).all()) {
        if (message.state === 'queued') change(conversation, message, changed, 'refused');
      }
    },
    pendingIn: (conversation) => lanes.get(conversation)?.all() ?? [],
    release(conversation, which) {
      const lane = lanes.get(conversation);
      if (lane !== undefined) drop(lane, ({ message, awaited }) => which(message, awaited));
    },
    isUnsure: (conversation) => lanes.get(conversation)?.isUnsure() ?? false,
    whenSure: (conversation) => lanes.get(conversation)?.whenSure() ?? Promise.resolve(),
    resume() {
      isOpen = true;
      stopped = null;
      for (const [conversation, lane] of lanes) wake(conversation, lane);
    },
    suspend(problem) {
      isOpen = false;
      for (const [conversation, lane] of lanes) {
        wake(conversation, lane);
        if (problem === undefined) continue;
        for (const { clientId, state } of lane.all()) {
          if (state === 'queued') lane.update(clientId, { problem });
        }
      }
    },
    stop(problem) {
      isOpen = false;
      stopped = problem;
      for (const [conversation, lane] of lanes) {
        wake(conversation, lane);
        const waiting = lane.all().filter(({ state, storedSeq }) => isWaiting(state) && storedSeq === null);
        for (const { clientId } of waiting) lane.update(clientId, { state: 'failed', problem }, 'failed');
      }
    },
    clear() {
      for (const lane of lanes.values()) {
        clearTimeout(lane.resting);
        lane.remove(() => true);
      }
      lanes.clear();
    },
  };
}

/** Of a message for whose outcome nobody waits. */
const entryLeft = (message: HeldPending): Entry => ({
  message,
  attempts: 0,
  doubtful: false,
  awaited: false,
  tell: () => undefined,
});

const isWaiting = (state: HeldPending['state']) => state === 'queued' || state === 'sending';

function newPending(body: MessageBody, problem: string | null, interaction: number | null): HeldPending {
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
    interaction,
    fileName: null,
  });
}

function refusalOf(fault: unknown): Refusal | null {
  return fault instanceof WireFault ? (fault.wire.refusal ?? null) : null;
}
