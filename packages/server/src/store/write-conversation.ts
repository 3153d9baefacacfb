import { randomUUID } from 'node:crypto';
import {
  type InteractionStamp,
  type Numbering,
  numberingOfInteraction,
  wholeNumbering,
} from '@tieline/domain';
import { type ConversationId, type InteractionEnd, limits, type SeatId } from '@tieline/protocol';
import {
  type ConversationRecord,
  firstRev,
  loadConversationOfPair,
  partySet,
  withMember,
} from './load-conversation.ts';
import type { TenantDb } from './store.ts';

/** The conversation of a pair, made where there is none. Two who start it at once get the same one. */
export async function writeConversation(
  db: TenantDb,
  kind: ConversationRecord['kind'],
  one: SeatId,
  other: SeatId,
): Promise<ConversationRecord> {
  const found = await loadConversationOfPair(db, one, other);
  if (found) return found;
  await db.query(
    `with made as (
       insert into conversations (tenant_id, id, kind, party_set) values ($1, $2, $3, ${partySet('$4')})
       on conflict (tenant_id, party_key) do nothing
       returning id, party_set
     )
     insert into conversation_members (tenant_id, conversation_id, party_id, role)
     select $1, made.id, party, 'member' from made cross join unnest(made.party_set) as party`,
    [db.tenant, randomUUID(), kind, [one, other]],
  );
  const made = await loadConversationOfPair(db, one, other);
  if (!made) throw new Error('A conversation that was just written cannot be read');
  return made;
}

/** Seconds since 2020: the number of an interaction tells when it began, and not how many there were before (MSG-9). */
const secondOfNow = `extract(epoch from now() - timestamptz '2020-01-01Z')::int`;

/**
 * Starts the next interaction of a locked conversation with what was written since `conversation` was read; its stamp stays as it is (MON-4), and the groups that its members
 * are in at this moment stay known.
 */
export async function writeInteractionStart(
  db: TenantDb,
  conversation: ConversationRecord,
  startedBy: SeatId,
  stamp: InteractionStamp,
): Promise<void> {
  await db.query(
    `with next as (
       insert into interactions
         (tenant_id, conversation_id, number, started_by, from_seq, monitored, transcript, from_rev, rev)
       select $1, $2, greatest(coalesce(max(i.number), 0) + 1, ${secondOfNow}), $3, $4, $5, $6, $7, c.rev + 1
       from conversations c
       left join interactions i on i.tenant_id = c.tenant_id and i.conversation_id = c.id
       where c.tenant_id = $1 and c.id = $2
       group by c.rev
       returning number
     ), grouped as (
       insert into interaction_groups (tenant_id, conversation_id, number, party_id, group_id, group_name)
       select $1, $2, next.number, m.seat_id, g.id, g.name
       from next cross join agent_group_members m join agent_groups g on g.tenant_id = $1 and g.id = m.group_id
       where m.tenant_id = $1 and m.seat_id = any($8::uuid[])
     )
     update conversations set interaction = (select number from next), rev = rev + 1, changed = pg_current_xact_id()
     where tenant_id = $1 and id = $2`,
    [
      db.tenant,
      conversation.id,
      startedBy,
      conversation.lastSeq + 1,
      stamp.monitored,
      stamp.transcript,
      conversation.rev + 1,
      conversation.members,
    ],
  );
}

/** The numbers of who takes part in the interaction that a message was written in; of the whole conversation where none ran. */
export async function loadNumberingAt(
  db: TenantDb,
  { conversation, seq }: { readonly conversation: ConversationId; readonly seq: number },
): Promise<Numbering> {
  const [row] = await db.query<{ number: number; from_seq: number; from_rev: number }>(
    `select i.number, i.from_seq, ${firstRev} as from_rev from interactions i
     where i.tenant_id = $1 and i.conversation_id = $2 and i.from_seq <= $3 order by i.number desc limit 1`,
    [db.tenant, conversation, seq],
  );
  if (!row) return wholeNumbering;
  return numberingOfInteraction({ number: row.number, fromSeq: row.from_seq, fromRev: row.from_rev });
}

export interface EndedInteraction {
  readonly conversation: ConversationId;
  readonly number: number;
  readonly fromSeq: number;
  readonly fromRev: number;
  /** The number of the end among the changes of the conversation. */
  readonly rev: number;
  readonly members: readonly SeatId[];
  readonly reason: InteractionEnd;
  readonly by: SeatId;
  /** The first message of the other that reached no device of `by`; null: none (DEL-3). */
  readonly unheardFrom: number | null;
}

interface EndedRow {
  id: ConversationId;
  number: number;
  from_seq: number;
  from_rev: number;
  rev: number;
  party_set: SeatId[];
  unheard_from: number | null;
}

/** The end of interactions: through whom, and why. */
export interface Ending {
  readonly by: SeatId;
  readonly reason: InteractionEnd;
  /** Where a grace time ends them: until when a device of `by` was there to hear. */
  readonly heardUntil: string | null;
}

/** Ends the running interactions of these conversations, which the transaction has locked. */
export async function writeInteractionEnd(
  db: TenantDb,
  conversations: readonly ConversationId[],
  { by, reason, heardUntil }: Ending,
): Promise<EndedInteraction[]> {
  if (conversations.length === 0) return [];
  const rows = await db.query<EndedRow>(
    `with ended as (
       update interactions i set ended_at = now(), ended_by = $3, end_reason = $4, rev = c.rev + 1, unheard_from = case
         when $5::timestamptz is not null then (
           select min(m.seq) from messages m
           where m.tenant_id = i.tenant_id and m.conversation_id = i.conversation_id and m.seq >= i.from_seq
             and m.sender_id <> $3 and m.created_at >= $5
             and m.seq > coalesce((
               select left_by.read_seq from conversation_members left_by
               where left_by.tenant_id = i.tenant_id and left_by.conversation_id = i.conversation_id
                 and left_by.party_id = $3
             ), 0)
         ) end
       from conversations c
       where c.tenant_id = $1 and c.id = any($2::uuid[])
         and i.tenant_id = c.tenant_id and i.conversation_id = c.id and i.number = c.interaction
       returning i.conversation_id, i.number, i.from_seq, ${firstRev} as from_rev, i.unheard_from
     )
     update conversations c set interaction = null, rev = c.rev + 1, changed = pg_current_xact_id() from ended
     where c.tenant_id = $1 and c.id = ended.conversation_id
     returning c.id, ended.number, ended.from_seq, ended.from_rev, c.rev, c.party_set, ended.unheard_from`,
    [db.tenant, conversations, by, reason, heardUntil],
  );
  return rows.map((row) => toEnded(row, by, reason));
}

/** Locks the conversations of a seat that have a running interaction, in one order for everybody. */
export async function loadRunningLocked(db: TenantDb, seat: SeatId): Promise<ConversationId[]> {
  const rows = await db.query<{ id: ConversationId }>(
    `select c.id from conversations c
     where c.tenant_id = $1 and ${withMember('$2')} and c.interaction is not null
     order by c.id for update`,
    [db.tenant, [seat]],
  );
  return rows.map((row) => row.id);
}

/** The interactions that this seat's log-out ended within the last minute, for a node that was not there when it did. */
export async function loadJustEnded(db: TenantDb, seat: SeatId): Promise<EndedInteraction[]> {
  const rows = await db.query<EndedRow>(
    `select c.id, i.number, i.from_seq, ${firstRev} as from_rev, i.rev, c.party_set, i.unheard_from from interactions i
     join conversations c on c.tenant_id = i.tenant_id and c.id = i.conversation_id
     where i.tenant_id = $1 and i.ended_by = $2 and i.end_reason = 'logged-out' and i.ended_at > now() - interval '1 minute'
       and $2 = any(c.party_set)`,
    [db.tenant, seat],
  );
  return rows.map((row) => toEnded(row, seat, 'logged-out'));
}

/** How the newest interaction of each of these conversations ended; of one in which it still runs, nothing. */
export async function loadLastEnds(
  db: TenantDb,
  conversations: readonly ConversationId[],
): Promise<Omit<EndedInteraction, 'members'>[]> {
  if (conversations.length === 0) return [];
  return db.query(
    `select distinct on (conversation_id) conversation_id as conversation, number, from_seq as "fromSeq",
       ${firstRev} as "fromRev", rev, end_reason as reason, ended_by as by, unheard_from as "unheardFrom"
     from interactions i
     where tenant_id = $1 and conversation_id = any($2::uuid[]) and ended_at is not null
     order by conversation_id, number desc`,
    [db.tenant, conversations],
  );
}

/** How the newest interactions of a seat ended that others left within the last hours, where something reached nobody. */
export async function loadUnheardEnds(
  db: TenantDb,
  seat: SeatId,
): Promise<Omit<EndedInteraction, 'members'>[]> {
  const rows = await db.query<{ id: ConversationId }>(
    `select c.id from conversations c
     where c.tenant_id = $1 and ${withMember('$2')} and exists (
       select from interactions i
       where i.tenant_id = c.tenant_id and i.conversation_id = c.id and i.unheard_from is not null
         and i.ended_by <> all($2::uuid[]) and i.ended_at > now() - interval '6 hours'
     )
     order by c.last_at desc limit ${limits.resumedTimelines}`,
    [db.tenant, [seat]],
  );
  const ends = await loadLastEnds(
    db,
    rows.map(({ id }) => id),
  );
  return ends.filter(({ unheardFrom, by }) => unheardFrom !== null && by !== seat);
}

function toEnded(row: EndedRow, by: SeatId, reason: InteractionEnd): EndedInteraction {
  return {
    conversation: row.id,
    number: row.number,
    fromSeq: row.from_seq,
    fromRev: row.from_rev,
    rev: row.rev,
    members: row.party_set,
    reason,
    by,
    unheardFrom: row.unheard_from,
  };
}
