import { isOver } from '@tieline/domain';
import { type ConversationKind, limits, type SeatId } from '@tieline/protocol';
import { type ConversationRecord, loadConversationsWhere, withMember } from './load-conversation.ts';
import type { Store, TenantDb } from './store.ts';

/**
 * A moment in the life of a database: everything that was committed before has a transaction id below `floor`, and
 * everything that commits later has not. Sequences and clocks cannot say that: what is numbered first may commit last.
 */
export interface Moment {
  /** The database cluster; transaction ids of another one mean nothing here. */
  readonly cluster: string;
  readonly floor: bigint;
  /** The first transaction id that was not given out yet. */
  readonly ceiling: bigint;
}

interface Row {
  cluster: string;
  floor: string;
  ceiling: string;
}

const momentText = /* sql */ `
  select (select system_identifier from pg_control_system())::text as cluster,
    pg_snapshot_xmin(pg_current_snapshot())::text as floor, pg_snapshot_xmax(pg_current_snapshot())::text as ceiling`;

function toMoment(row: Row | undefined): Moment {
  if (!row) throw new Error('The database does not say which moment it is');
  return { cluster: row.cluster, floor: BigInt(row.floor), ceiling: BigInt(row.ceiling) };
}

/** Now. What is read after it, on whichever connection, has all that was committed before it. */
export async function loadMoment(db: TenantDb): Promise<Moment> {
  return toMoment((await db.query<Row>(momentText, []))[0]);
}

/** The same for whoever acts for no tenant. */
export async function loadNodeMoment(store: Store): Promise<Moment> {
  return toMoment((await store.shared<Row>(momentText, []))[0]);
}

export interface Changes {
  readonly listed: readonly ConversationRecord[];
  /** Those that are in a list only while an interaction runs, and none does (HIST-5). */
  readonly over: readonly ConversationRecord[];
}

/**
 * The conversations of these seats, of these kinds, that changed since a moment, by a message, an interaction, a read
 * mark of the first of the seats or a receipt of another. What others read without a receipt is nobody's to hear of.
 * Some may have changed before the moment, none is missing. Null where there are more than a client can take at once.
 */
export async function loadChanges(
  db: TenantDb,
  seats: readonly [SeatId, ...SeatId[]],
  kinds: readonly ConversationKind[],
  since: Pick<Moment, 'floor'>,
): Promise<Changes | null> {
  const found = await loadConversationsWhere(
    db,
    `${withMember('$2')} and c.last_seq > 0 and c.kind = any($5::text[])
       and (c.changed >= $3::xid8
         or exists (
           select from conversation_members own
           where own.tenant_id = $1 and own.conversation_id = c.id and own.party_id = $4 and (
             own.read_changed >= $3::xid8
             -- Of members alone: whoever reads in the archive is shown no receipts (HIST-7).
             or own.role = 'member' and exists (
               select from conversation_members other
               where other.tenant_id = $1 and other.conversation_id = c.id and other.party_id <> $4
                 and other.receipt_changed >= $3::xid8
             ))
         ))
     limit ${limits.resumedConversations + 1}`,
    [seats, String(since.floor), seats[0], kinds],
  );
  if (found.length > limits.resumedConversations) return null;
  return { listed: found, over: found.filter(isOver) };
}
