import type { InteractionFacts } from '@tieline/domain';
import { kindsListedWhileRunning } from '@tieline/domain';
import type { ConversationId, ConversationKind, SeatId } from '@tieline/protocol';
import type { Parameter, TenantDb } from './store.ts';

/** A conversation as it is stored. */
export interface ConversationRecord {
  readonly id: ConversationId;
  readonly kind: 'direct' | 'expert' | 'agent';
  /** Its parties, where there is one conversation of these and of nobody else; in the order of their ids. */
  readonly members: readonly SeatId[];
  readonly lastSeq: number;
  /** How many changes it has had. */
  readonly rev: number;
  readonly lastAt: string | null;
  readonly interaction: InteractionFacts;
  readonly interactionStartedAt: string | null;
}

interface Row {
  id: ConversationId;
  kind: 'direct' | 'expert' | 'agent';
  party_set: SeatId[];
  last_seq: number;
  rev: number;
  last_at: string | null;
  number: number | null;
  from_seq: number | null;
  from_rev: number | null;
  started_by: SeatId | null;
  started_at: string | null;
}

/** The first change of the conversation that belongs to an interaction `i`. */
export const firstRev = 'coalesce(i.from_rev, i.from_seq)';

const columns = /* sql */ `
  c.id, c.kind, c.party_set, c.last_seq, c.rev, c.last_at, i.number, i.from_seq,
  ${firstRev} as from_rev, i.started_by, i.started_at`;
const interaction = /* sql */ `
  left join interactions i on i.tenant_id = c.tenant_id and i.conversation_id = c.id and i.number = c.interaction`;

function toInteraction(row: Row): InteractionFacts {
  const { number, from_seq: fromSeq, from_rev: fromRev, started_by: startedBy } = row;
  if (number === null || fromSeq === null || fromRev === null || startedBy === null)
    return { running: false };
  return { running: true, number, fromSeq, fromRev, startedBy };
}

function toRecord(row: Row): ConversationRecord {
  return {
    id: row.id,
    kind: row.kind,
    members: row.party_set,
    lastSeq: row.last_seq,
    rev: row.rev,
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
    `select ${columns} from conversations c ${interaction} where c.tenant_id = $1 and ${condition}`,
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

/** Parties as the key of their one conversation: in the order of their ids. */
export const partySet = (parties: string): string => `array(select unnest(${parties}::uuid[]) order by 1)`;

/** The one conversation of these parties. */
export const withParties = (parties: string): string => `c.party_key = party_key_of(${partySet(parties)})`;

/** The conversations in which one of these parties is a member. As an array each is found by its key, however many. */
export const withMember = (parties: string): string => /* sql */ `
  c.id = any(array(select conversation_id from conversation_members
    where tenant_id = $1 and role = 'member' and party_id = any(${parties}::uuid[])))`;

export async function loadConversationOfPair(
  db: TenantDb,
  one: SeatId,
  other: SeatId,
): Promise<ConversationRecord | null> {
  return (await loadConversationsWhere(db, withParties('$2'), [[one, other]]))[0] ?? null;
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
  const recent = await loadPage(db, read, true);
  return recent.isWhole ? recent.page : (await loadPage(db, read, false)).page;
}

/** The hour from which on as many conversations were active as a page holds; all of them where there are not so many. */
const recentHour = /* sql */ `
  select coalesce((
    select active_hour from conversation_members
    where tenant_id = $1 and party_id = $2 and role = 'member' and active_hour <= $5::timestamptz
    order by active_hour desc offset $7 - 1 limit 1
  ), '-infinity') as hour`;
const everyHour = /* sql */ `select '-infinity'::timestamptz as hour`;

const newestFirst = `date_trunc('milliseconds', c.last_at) desc, c.id desc`;

const pageText = (since: string): string => /* sql */ `
  with since as materialized (${since})
  select ${columns}, since.hour = '-infinity' as is_all, c.last_at >= since.hour as is_since from (
    select * from conversations c
    where c.tenant_id = $1 and c.id = any(array(
        select conversation_id from conversation_members
        where tenant_id = $1 and party_id = $2 and role = 'member' and active_hour >= (select hour from since)
      ))
      and c.last_seq > 0
      and ($3 or c.interaction is not null or c.kind <> all($4::text[])) and c.kind = any($8::text[])
      and (date_trunc('milliseconds', c.last_at), c.id) < ($5::timestamptz, $6::uuid)
    order by ${newestFirst} limit $7
  ) c cross join since ${interaction} order by ${newestFirst}`;

/**
 * `isRecent`: among those alone that were active within the newest hours. The page is whole where none of the others
 * can belong to it: where some of the newest are not listed, or the clock was set back, all have to be looked at.
 */
async function loadPage(
  db: TenantDb,
  read: ListRead,
  isRecent: boolean,
): Promise<{ readonly page: ConversationRecord[]; readonly isWhole: boolean }> {
  const rows = await db.query<Row & { is_all: boolean; is_since: boolean }>(
    pageText(isRecent ? recentHour : everyHour),
    [
      db.tenant,
      read.seat,
      read.list === 'archive',
      kindsListedWhileRunning,
      read.after?.at ?? 'infinity',
      read.after?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
      read.limit,
      read.kinds,
    ],
  );
  const last = rows.at(-1);
  const isWhole = last !== undefined && (last.is_all || (rows.length === read.limit && last.is_since));
  return { page: rows.map(toRecord), isWhole };
}
