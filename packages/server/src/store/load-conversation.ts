import type { InteractionFacts } from '@tieline/domain';
import { kindsListedWhileRunning } from '@tieline/domain';
import type { ConversationId, ConversationKind, SeatId } from '@tieline/protocol';
import type { Parameter, TenantDb } from './store.ts';

/** A conversation of two seats, as it is stored. */
export interface ConversationRecord {
  readonly id: ConversationId;
  readonly kind: 'direct' | 'expert' | 'agent';
  readonly seats: readonly [SeatId, SeatId];
  readonly lastSeq: number;
  readonly lastAt: string | null;
  readonly interaction: InteractionFacts;
  readonly interactionStartedAt: string | null;
}

interface Row {
  id: ConversationId;
  kind: 'direct' | 'expert' | 'agent';
  first_seat: SeatId;
  second_seat: SeatId;
  last_seq: number;
  last_at: string | null;
  number: number | null;
  from_seq: number | null;
  started_by: SeatId | null;
  started_at: string | null;
}

const columns = /* sql */ `
  c.id, c.kind, c.first_seat, c.second_seat, c.last_seq, c.last_at, i.number, i.from_seq, i.started_by, i.started_at`;
const tables = /* sql */ `
  conversations c left join interactions i
    on i.tenant_id = c.tenant_id and i.conversation_id = c.id and i.number = c.interaction`;

function toInteraction(row: Row): InteractionFacts {
  if (row.number === null || row.from_seq === null || row.started_by === null) return { running: false };
  return { running: true, number: row.number, fromSeq: row.from_seq, startedBy: row.started_by };
}

function toRecord(row: Row): ConversationRecord {
  return {
    id: row.id,
    kind: row.kind,
    seats: [row.first_seat, row.second_seat],
    lastSeq: row.last_seq,
    lastAt: row.last_at,
    interaction: toInteraction(row),
    interactionStartedAt: row.started_at,
  };
}

/** The conversations `c` of the tenant ($1) that fit a condition of the store's own, which may end with a limit. */
export async function loadConversationsWhere(
  db: TenantDb,
  condition: string,
  values: readonly Parameter[],
): Promise<ConversationRecord[]> {
  const rows = await db.query<Row>(
    `select ${columns} from ${tables} where c.tenant_id = $1 and ${condition}`,
    [db.tenant, ...values],
  );
  return rows.map(toRecord);
}

export async function loadConversation(db: TenantDb, id: ConversationId): Promise<ConversationRecord | null> {
  return (await loadConversationsWhere(db, 'c.id = $2', [id]))[0] ?? null;
}

/**
 * The same, with the conversation's row locked until the transaction ends: whoever sends, or ends an interaction,
 * comes one after the other. The record is read after the lock was got, so nothing in it is older than that.
 */
export async function loadConversationLocked(
  db: TenantDb,
  id: ConversationId,
): Promise<ConversationRecord | null> {
  await db.query('select 1 from conversations where tenant_id = $1 and id = $2 for update', [db.tenant, id]);
  return loadConversation(db, id);
}

export async function loadConversationOfPair(
  db: TenantDb,
  one: SeatId,
  other: SeatId,
): Promise<ConversationRecord | null> {
  const pair = 'c.first_seat = least($2::uuid, $3::uuid) and c.second_seat = greatest($2::uuid, $3::uuid)';
  return (await loadConversationsWhere(db, pair, [one, other]))[0] ?? null;
}

export interface ListRead {
  readonly seat: SeatId;
  /** `archive`: everything ever written with the seat, ended interactions included (HIST-6). */
  readonly list: 'own' | 'archive';
  /** The kinds that the company has (TEN-2). */
  readonly kinds: readonly ConversationKind[];
  readonly after: { readonly at: string; readonly id: ConversationId } | null;
  readonly limit: number;
}

/**
 * A page of a seat's conversations in which something was written, the most recent first. Ordered by milliseconds, as
 * `after` has no more: what was written in the same one would be passed over otherwise.
 */
export async function loadConversationPage(db: TenantDb, read: ListRead): Promise<ConversationRecord[]> {
  return loadConversationsWhere(
    db,
    `(c.first_seat = $2 or c.second_seat = $2) and c.last_seq > 0
       and ($3 or c.interaction is not null or c.kind <> all($4::text[])) and c.kind = any($8::text[])
       and (date_trunc('milliseconds', c.last_at), c.id) < ($5::timestamptz, $6::uuid)
     order by date_trunc('milliseconds', c.last_at) desc, c.id desc limit $7`,
    [
      read.seat,
      read.list === 'archive',
      kindsListedWhileRunning,
      read.after?.at ?? 'infinity',
      read.after?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
      read.limit,
      read.kinds,
    ],
  );
}
