import type { StoredMessage } from '@tieline/domain';
import type { ConversationId, TenantId } from '@tieline/protocol';
import { setTimeout as pause } from 'node:timers/promises';
import { isSameBody } from '../content/same-body.ts';
import { passCrashPoint } from '../node/crash-point.ts';
import { isConnectionFault, isPassingFault, isTaken } from './faults.ts';
import { loadMessagesByClientIds } from './load-messages.ts';
import type { Entry } from './outgoing.ts';
import type { Store } from './store.ts';
import { clientIdIndex, type MessageGroup, type StoredGroup, writeMessages } from './write-messages.ts';

export type BatchStore = Pick<Store, 'hot'>;

/** Messages of which nobody knows whether they are stored. */
export interface Doubts {
  add(tenant: TenantId, entry: Entry): void;
  /** Whether it was in doubt; it is not any more. */
  take(tenant: TenantId, entry: Entry): boolean;
  has(tenant: TenantId, entry: Entry): boolean;
  /** The time of the newest commit that was answered, by the clock of the database; null: none so far. */
  latest(tenant: TenantId): string | null;
  noteCommit(tenant: TenantId, at: string): void;
}

/** How long an unknown outcome is looked into before the sender is told to ask again; milliseconds. */
const findOutWithin = 5000;

/** What became of a batch. */
export interface BatchEnd {
  /** Those that have to go with another batch. */
  readonly again: readonly Entry[];
  /** Answers the others, where that was not done yet. */
  readonly settle: () => void;
}

const allSettled = (): void => undefined;

/** Stores a batch by one statement. */
export async function storeBatch(
  store: BatchStore,
  tenant: TenantId,
  batch: readonly Entry[],
  doubts: Doubts,
): Promise<BatchEnd> {
  const knownAt = doubts.latest(tenant);
  try {
    const stored = await store.hot(tenant, (db) => writeMessages(db, grouped(batch)));
    passCrashPoint('after-commit');
    return { again: [], settle: () => settleStored(tenant, batch, stored, doubts) };
  } catch (error) {
    return {
      again: await settleFault(store, tenant, batch, { doubts, knownAt, cause: error }),
      settle: allSettled,
    };
  }
}

async function settleFault(
  store: BatchStore,
  tenant: TenantId,
  batch: readonly Entry[],
  unknown: Unknown,
): Promise<readonly Entry[]> {
  const { doubts, cause: error } = unknown;
  if (isTaken(error, clientIdIndex)) return settleTaken(store, tenant, batch, doubts, error);
  if (isConnectionFault(error)) return findOut(store, tenant, batch, unknown);
  if (batch.length > 1 && !isPassingFault(error)) return storeHalves(store, tenant, batch, doubts);
  for (const entry of batch) entry.fail(error);
  return [];
}

function grouped(batch: readonly Entry[]): MessageGroup[] {
  const groups = new Map<ConversationId, { expected: Entry['expected']; messages: Entry['message'][] }>();
  for (const { conversation, expected, message } of batch) {
    const group = groups.get(conversation);
    if (group) group.messages.push(message);
    else groups.set(conversation, { expected, messages: [message] });
  }
  // Locked in one order by everybody, so that two nodes never wait for each other.
  return [...groups]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([conversation, { expected, messages }]) => ({ conversation, expected, messages }));
}

function settleStored(
  tenant: TenantId,
  batch: readonly Entry[],
  stored: ReadonlyMap<ConversationId, StoredGroup>,
  doubts: Doubts,
): void {
  const places = new Map<ConversationId, number>();
  for (const { at } of stored.values()) doubts.noteCommit(tenant, at);
  for (const entry of batch) {
    const group = stored.get(entry.conversation);
    if (!group) {
      entry.settle({ is: 'stale' });
      continue;
    }
    const place = (places.get(entry.conversation) ?? group.base) + 1;
    places.set(entry.conversation, place);
    doubts.take(tenant, entry);
    entry.settle({ is: 'stored', message: messageOf(entry, place, group.at) });
  }
}

function messageOf({ conversation, message }: Entry, seq: number, at: string): StoredMessage {
  return { conversation, seq, at, sender: message.sender, body: message.body, missed: message.missed };
}

/** Somebody sent one of these client ids before: it has its answer, the others go again. */
async function settleTaken(
  store: BatchStore,
  tenant: TenantId,
  batch: readonly Entry[],
  doubts: Doubts,
  cause: unknown,
): Promise<readonly Entry[]> {
  try {
    const found = await loadStored(store, tenant, batch);
    if (found.size === 0) throw cause;
    return batch.filter((entry) => {
      const earlier = found.get(entry);
      if (earlier) entry.settle({ is: 'again', earlier, untold: doubts.take(tenant, entry) });
      return !earlier;
    });
  } catch (error) {
    for (const entry of batch) entry.fail(error);
    return [];
  }
}

interface Unknown {
  readonly doubts: Doubts;
  /** The newest commit that was known when the batch was sent. */
  readonly knownAt: string | null;
  readonly cause: unknown;
}

/** The line was lost before the answer: the database is asked what became of it, as soon as it answers again. */
async function findOut(
  store: BatchStore,
  tenant: TenantId,
  batch: readonly Entry[],
  { doubts, knownAt, cause }: Unknown,
): Promise<readonly Entry[]> {
  const untold = new Set(batch.filter((entry) => doubts.has(tenant, entry)));
  for (const entry of batch) doubts.add(tenant, entry);
  const until = performance.now() + findOutWithin;
  while (performance.now() < until) {
    await pause(100 + Math.random() * 200);
    try {
      const found = await loadStored(store, tenant, batch);
      return batch.filter((entry) => {
        const message = found.get(entry);
        if (!message) return true;
        doubts.take(tenant, entry);
        if (isOwn(entry, message, knownAt)) entry.settle({ is: 'stored', message });
        else entry.settle({ is: 'again', earlier: message, untold: untold.has(entry) || knownAt === null });
        return false;
      });
    } catch (error) {
      if (!isPassingFault(error)) break;
    }
  }
  for (const entry of batch) entry.fail(cause);
  return [];
}

/** Whether it was this very entry that was stored, and not an earlier message under the same client id (DEL-6). */
function isOwn({ conversation, message }: Entry, found: StoredMessage, knownAt: string | null): boolean {
  const isNew = knownAt !== null && found.at > knownAt;
  return isNew && found.conversation === conversation && isSameBody(found.body, message.body);
}

async function loadStored(
  store: BatchStore,
  tenant: TenantId,
  batch: readonly Entry[],
): Promise<Map<Entry, StoredMessage>> {
  const wanted = batch.map(({ message }) => ({ sender: message.sender.seat, clientId: message.clientId }));
  const rows = await store.hot(tenant, (db) => loadMessagesByClientIds(db, wanted));
  const byKey = new Map(rows.map(({ clientId, message }) => [`${message.sender.seat} ${clientId}`, message]));
  return new Map(
    batch.flatMap((entry) => {
      const found = byKey.get(`${entry.message.sender.seat} ${entry.message.clientId}`);
      return found ? [[entry, found] as const] : [];
    }),
  );
}

/** One message that the database cannot take must not hold up the others: it is found by halving. */
async function storeHalves(
  store: BatchStore,
  tenant: TenantId,
  batch: readonly Entry[],
  doubts: Doubts,
): Promise<readonly Entry[]> {
  const middle = Math.ceil(batch.length / 2);
  const again: Entry[] = [];
  for (const half of [batch.slice(0, middle), batch.slice(middle)]) {
    const end = await storeBatch(store, tenant, half, doubts);
    end.settle();
    again.push(...end.again);
  }
  return again;
}
