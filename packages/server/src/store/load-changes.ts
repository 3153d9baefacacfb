import { isOver, kindsListedWhileRunning } from '@tieline/domain';
import { type ConversationId, type ConversationKind, limits, type SeatId } from '@tieline/protocol';
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

/** From where on changes are looked for. */
export interface Since extends Pick<Moment, 'floor'> {
  /** The revision after which the company changed some of its seats; null: none was changed. */
  readonly seatsSince: number | null;
}

export interface Changes {
  readonly listed: readonly ConversationRecord[];
  /** Those that are in a list only while an interaction runs, and none does (HIST-5). */
  readonly over: readonly ConversationRecord[];
}

/**
 * The conversations of these seats, of these kinds, that changed since a moment, by a message, an interaction, a read
 * mark of the first of the seats or a receipt of another, or whose members were changed by the company. What others read
 * without a receipt is nobody's to hear of.
 * Some may have changed before the moment, none is missing. Null where there are more than a client can take at once.
 */
export async function loadChanges(
  db: TenantDb,
  seats: readonly [SeatId, ...SeatId[]],
  kinds: readonly ConversationKind[],
  since: Since,
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
         )
         or $6::int is not null and (c.interaction is not null or c.kind <> all($7::text[]) or not exists (
           select from conversation_members own
           where own.tenant_id = $1 and own.conversation_id = c.id and own.party_id = $4 and own.role = 'member'
         )) and exists (
           select from conversation_members party join seats s on s.tenant_id = $1 and s.id = party.party_id
           where party.tenant_id = $1 and party.conversation_id = c.id and party.role = 'member' and s.revision > $6::int
         ))
     limit ${limits.resumedConversations + 1}`,
    [seats, String(since.floor), seats[0], kinds, since.seatsSince, kindsListedWhileRunning],
  );
  if (found.length > limits.resumedConversations) return null;
  return { listed: found, over: found.filter(isOver) };
}

/** Of each of these parties the listed conversations in which one of these seats takes part, too. */
export async function loadConversationsWith(
  db: TenantDb,
  seats: readonly SeatId[],
  parties: readonly SeatId[],
  kinds: readonly ConversationKind[],
): Promise<readonly SharedConversation[]> {
  return db.query<SharedConversation>(
    `select own.party_id as party, c.id as conversation,
       c.interaction is null and c.kind = any($5::text[]) as "isOver"
     from conversation_members theirs
     join conversations c on c.tenant_id = $1 and c.id = theirs.conversation_id
       and c.last_seq > 0 and c.kind = any($4::text[])
     join conversation_members own on own.tenant_id = $1 and own.conversation_id = theirs.conversation_id
       and own.role = 'member' and own.party_id <> theirs.party_id
     where theirs.tenant_id = $1 and theirs.role = 'member'
       and theirs.party_id = any($2::uuid[]) and own.party_id = any($3::uuid[])`,
    [db.tenant, seats, parties, kinds, kindsListedWhileRunning],
  );
}

export interface SharedConversation {
  readonly party: SeatId;
  readonly conversation: ConversationId;
  /** It is in a list only while an interaction runs, and none does (HIST-5). */
  readonly isOver: boolean;
}
