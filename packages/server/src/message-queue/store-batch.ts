import type { StoredMessage } from '@tieline/domain';
import type { ConversationId, TenantId } from '@tieline/protocol';
import { setTimeout as pause } from 'node:timers/promises';
import { isSameBody } from '../content/same-body.ts';
import { passCrashPoint } from '../node/crash-point.ts';
import { isConnectionFault, isPassingFault, isTaken } from '../store/faults.ts';
import { loadMessagesByClientIds } from '../store/load-messages.ts';
import type { Store } from '../store/store.ts';
import {
  clientIdIndex,
  type MessageGroup,
  type StoredGroup,
  storedMessage,
  writeMessages,
} from '../store/write-messages.ts';
import type { Doubts } from './doubts.ts';
import type { QueuedMessage } from './queued-message.ts';

export type BatchStore = Pick<Store, 'hot'>;

/** When the newest commit of each company was that was answered, by the clock of the database. */
export class CommitTimes {
  readonly #latest = new Map<TenantId, string>();

  /** Null: none so far. */
  latest(tenant: TenantId): string | null {
    return this.#latest.get(tenant) ?? null;
  }

  note(tenant: TenantId, at: string): void {
    this.#latest.set(tenant, at);
  }
}

/** What is remembered from one batch to the next. */
export interface BatchMemory {
  readonly doubts: Doubts;
  readonly times: CommitTimes;
}

/** What became of a batch. */
export interface BatchEnd {
  /** Those that have to go with another batch. */
  readonly again: readonly QueuedMessage[];
  /** Answers the others, where that was not done yet. Resolves when whoever waited has told and answered. */
  readonly settle: () => Promise<void>;
}

/** A batch on its way, and where it goes. */
interface Batch extends BatchMemory {
  readonly store: BatchStore;
  readonly tenant: TenantId;
  readonly messages: readonly QueuedMessage[];
  /** The newest commit that was known when it was sent; null: none. */
  readonly knownAt: string | null;
}

/** How long an unknown outcome is looked into before the sender is told to ask again; milliseconds. */
const findOutWithin = 5000;

const allSettled = (): Promise<void> => Promise.resolve();

/** Stores messages of one company by one statement. Never rejects: a fault is told to whoever waits for a message. */
export async function storeBatch(
  store: BatchStore,
  tenant: TenantId,
  messages: readonly QueuedMessage[],
  memory: BatchMemory,
): Promise<BatchEnd> {
  const batch: Batch = { store, tenant, messages, ...memory, knownAt: memory.times.latest(tenant) };
  try {
    const stored = await store.hot(tenant, (db) => writeMessages(db, groupByConversation(messages)));
    passCrashPoint('after-commit');
    return { again: [], settle: () => settleStored(batch, stored) };
  } catch (error) {
    return { again: await settleFault(batch, error), settle: allSettled };
  }
}

/** Resolves to those that have to go again. */
async function settleFault(batch: Batch, error: unknown): Promise<readonly QueuedMessage[]> {
  if (isTaken(error, clientIdIndex)) return settleTaken(batch, error);
  if (isConnectionFault(error)) return findOut(batch, error);
  if (batch.messages.length > 1 && !isPassingFault(error)) return storeHalves(batch);
  for (const { fail } of batch.messages) fail(error);
  return [];
}

function groupByConversation(messages: readonly QueuedMessage[]): MessageGroup[] {
  const groups = new Map<
    ConversationId,
    { expected: QueuedMessage['expected']; messages: QueuedMessage['message'][] }
  >();
  for (const { conversation, expected, message } of messages) {
    const group = groups.get(conversation);
    if (group) group.messages.push(message);
    else groups.set(conversation, { expected, messages: [message] });
  }
  return [...groups].map(([conversation, group]) => ({ conversation, ...group }));
}

/** Of the microtask queue, from the moment when a message is settled until it is told and answered. */
const turnsToAnswer = 6;

/**
 * One after the other, each told and answered before the next: if all were settled at once, the first answer would come
 * after the last event. All of it stays in one turn of the event loop, so that each socket is written once.
 */
async function settleStored(
  { tenant, messages, doubts, times }: Batch,
  stored: ReadonlyMap<ConversationId, StoredGroup>,
): Promise<void> {
  const places = new Map<ConversationId, number>();
  for (const { at } of stored.values()) times.note(tenant, at);
  for (const queued of messages) {
    const group = stored.get(queued.conversation);
    if (!group) {
      queued.settle({ is: 'stale' });
      continue;
    }
    const place = (places.get(queued.conversation) ?? 0) + 1;
    places.set(queued.conversation, place);
    doubts.take(tenant, queued.message.sender.seat, queued.message.clientId);
    const message = storedMessage(queued.conversation, group, place, queued.message);
    queued.settle({ is: 'stored', message });
    for (let turn = 0; turn < turnsToAnswer; turn += 1) await Promise.resolve();
  }
}

/** Somebody sent one of these client ids before: it has its answer, the others go again. */
async function settleTaken(batch: Batch, cause: unknown): Promise<readonly QueuedMessage[]> {
  const { tenant, messages, doubts } = batch;
  try {
    const stored = await loadStored(batch);
    if (stored.size === 0) throw cause;
    return messages.filter((queued) => {
      const earlier = stored.get(queued);
      const { sender, clientId } = queued.message;
      if (earlier)
        queued.settle({ is: 'repeat', earlier, isUndelivered: doubts.take(tenant, sender.seat, clientId) });
      return !earlier;
    });
  } catch (error) {
    for (const { fail } of messages) fail(error);
    return [];
  }
}

/** The line was lost before the answer: the database is asked what became of it, as soon as it answers again. */
async function findOut(batch: Batch, cause: unknown): Promise<readonly QueuedMessage[]> {
  const { tenant, messages, doubts } = batch;
  const inDoubtBefore = new Set(
    messages.filter(({ message }) => doubts.has(tenant, message.sender.seat, message.clientId)),
  );
  for (const { message } of messages) doubts.add(tenant, message.sender.seat, message.clientId);
  const until = performance.now() + findOutWithin;
  while (performance.now() < until) {
    await pause(100 + Math.random() * 200);
    try {
      const stored = await loadStored(batch);
      return messages.filter((queued) => {
        const message = stored.get(queued);
        if (message) settleFound(batch, queued, message, inDoubtBefore.has(queued));
        return !message;
      });
    } catch (error) {
      if (!isPassingFault(error)) break;
    }
  }
  for (const { fail } of messages) fail(cause);
  return [];
}

function settleFound(
  { tenant, doubts, knownAt }: Batch,
  queued: QueuedMessage,
  message: StoredMessage,
  wasInDoubt: boolean,
): void {
  doubts.take(tenant, queued.message.sender.seat, queued.message.clientId);
  if (isOwn(queued, message, knownAt)) queued.settle({ is: 'stored', message });
  else queued.settle({ is: 'repeat', earlier: message, isUndelivered: wasInDoubt || knownAt === null });
}

/** Whether it was this very message that was stored, and not an earlier one under the same client id (DEL-6). */
function isOwn(
  { conversation, message }: QueuedMessage,
  stored: StoredMessage,
  knownAt: string | null,
): boolean {
  const isNew = knownAt !== null && stored.at > knownAt;
  return isNew && stored.conversation === conversation && isSameBody(stored.body, message.body);
}

async function loadStored({ store, tenant, messages }: Batch): Promise<Map<QueuedMessage, StoredMessage>> {
  const wanted = messages.map(({ message }) => ({ sender: message.sender.seat, clientId: message.clientId }));
  const rows = await store.hot(tenant, (db) => loadMessagesByClientIds(db, wanted));
  const byKey = new Map(rows.map((message) => [`${message.sender.seat} ${message.clientId}`, message]));
  return new Map(
    messages.flatMap((queued) => {
      const stored = byKey.get(`${queued.message.sender.seat} ${queued.message.clientId}`);
      return stored ? [[queued, stored] as const] : [];
    }),
  );
}

/** One message that the database cannot take must not hold up the others: it is found by halving. */
async function storeHalves({
  store,
  tenant,
  messages,
  doubts,
  times,
}: Batch): Promise<readonly QueuedMessage[]> {
  const middle = Math.ceil(messages.length / 2);
  const again: QueuedMessage[] = [];
  for (const half of [messages.slice(0, middle), messages.slice(middle)]) {
    const end = await storeBatch(store, tenant, half, { doubts, times });
    await end.settle();
    again.push(...end.again);
  }
  return again;
}
