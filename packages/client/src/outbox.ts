import type { ClientId, ConversationId, MessageBody, Refusal, Stored } from '@tieline/protocol';
import { newClientId } from './client-id.ts';
import { hasCode, isRetryable, LineLost, WireFault } from './fault.ts';
import { createLane, type Lane, type Outcome } from './outbox-lane.ts';
import type { HeldPending } from './timeline.ts';
import { backOff, type Timing } from './timing.ts';

export interface OutboxOptions {
  readonly timing: Timing;
  /** Hands one message to the server; always with the client id it was born with (DEL-6). */
  readonly submit: (conversation: ConversationId, clientId: ClientId, body: MessageBody) => Promise<Stored>;
  /** The waiting messages of a conversation changed. */
  readonly onChange: (conversation: ConversationId) => void;
  readonly onStored: (stored: Stored) => void;
}

/**
 * The messages that wait to be stored. In each conversation they go out one after the other, in the order in which
 * they were written; the next one leaves when the one before it has its answer (DEL-5). A lost line keeps them; an
 * error that may be retried is, for a while; a refusal is final until the person tries again.
 */
export interface Outbox {
  add(conversation: ConversationId, body: MessageBody): Promise<Outcome>;
  retry(conversation: ConversationId, clientId: ClientId): void;
  /** Gives a message up. One that is on its way cannot be called back. */
  discard(conversation: ConversationId, clientId: ClientId): void;
  /** The interaction is over: what waits in it is refused, what is on its way gets its answer. */
  refuse(conversation: ConversationId, refusal: Refusal): void;
  pendingIn(conversation: ConversationId): readonly HeldPending[];
  /** Lets go of messages that need not be kept any more. */
  release(conversation: ConversationId, which: (message: HeldPending) => boolean): void;
  /** Whether a message left of which nobody knows yet if it was stored. */
  isUnsure(conversation: ConversationId): boolean;
  /** Resolves when there is no such message. */
  whenSure(conversation: ConversationId): Promise<void>;
  resume(): void;
  suspend(): void;
  /** Nothing will be sent until {@link resume}: what waits has failed. */
  stop(problem: string): void;
  /** Somebody else uses the client from now on. */
  clear(): void;
}

const mostAttempts = 8;

export function createOutbox(options: OutboxOptions): Outbox {
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
    const { clientId, body } = head.message;
    lane.flying = true;
    lane.leave(clientId);
    lane.update(clientId, { state: 'sending' });
    options
      .submit(conversation, clientId, body)
      .then(
        (stored) => arrived(lane, stored),
        (fault: unknown) => bounced(conversation, lane, clientId, fault),
      )
      .finally(() => pump(conversation));
  }

  function arrived(lane: Lane, stored: Stored) {
    lane.flying = false;
    const answered = { state: 'sending', storedSeq: stored.seq, refusal: null, problem: null } as const;
    lane.update(stored.clientId, answered, 'stored');
    options.onStored(stored);
    lane.calm();
  }

  function bounced(conversation: ConversationId, lane: Lane, clientId: ClientId, fault: unknown) {
    lane.flying = false;
    const entry = lane.entryOf(clientId);
    if (entry?.message.state !== 'sending') return lane.calm();
    if (fault instanceof LineLost) {
      // It may be stored or not: it stays the first of its lane, and the lane unsure, until there is an answer.
      lane.update(clientId, { state: 'queued' });
      if (isOpen) rest(conversation, lane, 0);
      return;
    }
    const attempts = entry.attempts + 1;
    const problem = fault instanceof Error ? fault.message : String(fault);
    if (isRetryable(fault) && attempts < mostAttempts) {
      // Not calm yet: an earlier attempt, or this one, may have stored it all the same.
      lane.countAttempt(clientId, attempts);
      lane.update(clientId, { state: 'queued', problem });
      return rest(conversation, lane, attempts);
    }
    const refusal = fault instanceof WireFault ? (fault.wire.refusal ?? null) : null;
    const state = hasCode(fault, 'refused') ? 'refused' : 'failed';
    lane.update(clientId, { state, refusal, problem }, state);
    lane.calm();
  }

  function rest(conversation: ConversationId, lane: Lane, attempt: number) {
    lane.resting = setTimeout(() => wake(conversation, lane), backOff(options.timing, attempt));
  }

  function wake(conversation: ConversationId, lane: Lane) {
    clearTimeout(lane.resting);
    lane.resting = undefined;
    pump(conversation);
  }

  function endEach(
    lane: Lane,
    which: HeldPending['state'][],
    change: Partial<HeldPending>,
    outcome: Outcome,
  ) {
    const ending = lane.all().filter(({ state, storedSeq }) => which.includes(state) && storedSeq === null);
    for (const { clientId } of ending) lane.update(clientId, change, outcome);
  }

  return {
    add(conversation, body) {
      const message = Object.freeze(newPending(body, stopped));
      const told = new Promise<Outcome>((tell) => {
        laneOf(conversation).append({ message, attempts: 0, tell });
      });
      if (stopped !== null) return Promise.resolve('failed');
      pump(conversation);
      return told;
    },
    retry(conversation, clientId) {
      const lane = laneOf(conversation);
      const state = lane.entryOf(clientId)?.message.state;
      if (state !== 'refused' && state !== 'failed') return;
      lane.countAttempt(clientId, 0);
      lane.update(clientId, { state: 'queued', refusal: null, problem: null });
      pump(conversation);
    },
    discard(conversation, clientId) {
      const lane = laneOf(conversation);
      lane.remove((message) => message.clientId === clientId && message.state !== 'sending');
      if (lane.unsure() === clientId && !lane.flying) lane.calm();
      wake(conversation, lane);
    },
    refuse(conversation, refusal) {
      const lane = laneOf(conversation);
      endEach(lane, ['queued'], { state: 'refused', refusal, problem: refusal.sentence }, 'refused');
      if (!lane.flying) lane.calm();
    },
    pendingIn: (conversation) => lanes.get(conversation)?.all() ?? [],
    release: (conversation, which) => lanes.get(conversation)?.remove(which),
    isUnsure: (conversation) => lanes.get(conversation)?.unsure() !== undefined,
    whenSure: (conversation) => lanes.get(conversation)?.whenCalm() ?? Promise.resolve(),
    resume() {
      isOpen = true;
      stopped = null;
      for (const [conversation, lane] of lanes) wake(conversation, lane);
    },
    suspend() {
      isOpen = false;
      for (const [conversation, lane] of lanes) wake(conversation, lane);
    },
    stop(problem) {
      isOpen = false;
      stopped = problem;
      for (const [conversation, lane] of lanes) {
        wake(conversation, lane);
        endEach(lane, ['queued', 'sending'], { state: 'failed', problem }, 'failed');
        lane.calm();
      }
    },
    clear() {
      for (const lane of lanes.values()) {
        clearTimeout(lane.resting);
        lane.remove(() => true);
        lane.calm();
      }
      lanes.clear();
    },
  };
}

function newPending(body: MessageBody, problem: string | null): HeldPending {
  const state = problem === null ? 'queued' : 'failed';
  const at = new Date().toISOString();
  return { clientId: newClientId(), body, at, state, refusal: null, problem, storedSeq: null };
}
