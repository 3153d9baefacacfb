import type { ReceiptOption, Relation } from '@tieline/domain';
import type { ConversationId, SeatId } from '@tieline/protocol';
import { limits } from '@tieline/protocol';
import { farthestSeq } from './load-messages.ts';
import type { TenantDb } from './store.ts';

export interface ReadState {
  readonly readSeq: number;
  /** How far the reader may be told that the other has read. */
  readonly peerReadSeq: number;
  readonly unread: number;
}

export interface UnreadRead {
  readonly conversation: ConversationId;
  /** The first and the last place that count: what comes later is told by an event of its own. */
  readonly fromSeq: number;
  readonly toSeq: number;
  /** `missed`: only what was missed counts, as in an archive; `heard`: all but what was missed, as in a console (DEL-4). */
  readonly counts: 'all' | 'heard' | 'missed';
  /** Own messages never count. */
  readonly self: SeatId;
  readonly peer: SeatId;
  /** On what it hangs whether receipts that were given are still shown (OPT-6); null: on nothing. */
  readonly receipts: ReceiptOption | null;
}

interface Row {
  conversation: ConversationId;
  read_seq: number;
  peer_read_seq: number;
  unread: number;
}

/** How far a reader has read in each conversation, and how many messages wait, counted up to a limit. */
export async function loadReadStates(
  db: TenantDb,
  reader: SeatId,
  reads: readonly UnreadRead[],
): Promise<Map<ConversationId, ReadState>> {
  const rows = await db.query<Row>(
    `select w.conversation, coalesce(own.read_seq, 0) as read_seq, coalesce(theirs.receipt_seq, 0) as peer_read_seq,
       waiting.unread
     from tenants t cross join unnest($3::uuid[], $4::int[], $5::int[], $6::text[], $7::uuid[], $8::uuid[], $9::text[])
       as w (conversation, from_seq, to_seq, counts, self, peer, receipts)
     left join conversation_members own
       on own.tenant_id = $1 and own.conversation_id = w.conversation and own.party_id = $2
     left join conversation_members theirs
       on theirs.tenant_id = $1 and theirs.conversation_id = w.conversation and theirs.party_id = w.peer
       and theirs.receipt_revision >= coalesce((t.receipts_since ->> w.receipts)::int, 0)
     cross join lateral (
       select count(*)::int as unread from (
         select 1 from messages m
         where m.tenant_id = $1 and m.conversation_id = w.conversation
           and m.seq between w.from_seq and w.to_seq and m.seq > coalesce(own.read_seq, 0) and m.sender_id <> w.self
           and m.deleted_at is null and (w.counts = 'all' or m.missed = (w.counts = 'missed'))
         limit ${limits.unreadCount}
       ) counted
     ) waiting
     where t.id = $1`,
    [
      db.tenant,
      reader,
      reads.map((read) => read.conversation),
      reads.map((read) => read.fromSeq),
      reads.map((read) => read.toSeq),
      reads.map((read) => read.counts),
      reads.map((read) => read.self),
      reads.map((read) => read.peer),
      reads.map((read) => read.receipts),
    ],
  );
  return new Map(
    rows.map((row) => [
      row.conversation,
      { readSeq: row.read_seq, peerReadSeq: row.peer_read_seq, unread: row.unread },
    ]),
  );
}

const markAlone = /* sql */ `
  insert into conversation_members as own (tenant_id, conversation_id, party_id, role, read_seq, read_changed)
  select $1, c.id, $3, $5, least($4, c.last_seq), pg_current_xact_id() from conversations c
  where c.tenant_id = $1 and c.id = $2 and least($4, c.last_seq) > 0
  on conflict (tenant_id, conversation_id, party_id) do update
    set read_seq = excluded.read_seq, read_changed = excluded.read_changed
    where own.read_seq <= excluded.read_seq
  returning read_seq as seq, false as receipt`;

const markWithReceipt = /* sql */ `
  with marked as (
    insert into conversation_members as own
      (tenant_id, conversation_id, party_id, role, read_seq, read_changed, receipt_seq, receipt_revision, receipt_changed)
    select $1, c.id, $3, $5, least($4, c.last_seq), pg_current_xact_id(), least($4, c.last_seq), $6, pg_current_xact_id()
    from conversations c
    where c.tenant_id = $1 and c.id = $2 and least($4, c.last_seq) > 0
    on conflict (tenant_id, conversation_id, party_id) do update
      set read_seq = excluded.read_seq, read_changed = excluded.read_changed, receipt_seq = excluded.receipt_seq,
        receipt_revision = excluded.receipt_revision, receipt_changed = excluded.receipt_changed
      where own.read_seq < excluded.read_seq or own.read_seq = excluded.read_seq
        and own.receipt_seq = excluded.read_seq and own.receipt_revision >= (
          select coalesce((receipts_since ->> $7)::int, 0) from tenants where id = $1
        )
    returning read_seq
  )
  select read_seq as seq, true as receipt from marked
  union all
  -- Read before, when nobody was to be told: saying it again is no reading (OPT-6, SIG-9).
  select own.read_seq, false from conversation_members own
  join conversations c on c.tenant_id = own.tenant_id and c.id = own.conversation_id
  where own.tenant_id = $1 and own.conversation_id = $2 and own.party_id = $3 and own.read_seq > 0
    and own.read_seq = least($4, c.last_seq) and not exists (select from marked)`;

/** Under what others may be told of a reading. */
export interface Receipt {
  /** Of the company. */
  readonly revision: number;
  readonly option: ReceiptOption | null;
}

/** How far somebody has read; `role`: `archive` for who takes no part in the conversation (HIST-6). */
export interface Reading {
  readonly reader: SeatId;
  readonly role: Relation;
  readonly seq: number;
}

export interface Marked {
  readonly seq: number;
  /** Whether others may be told. */
  readonly receipt: boolean;
}

/**
 * Moves a reader's mark forward, never back and never past the end. Returns its place, or null where it is farther
 * already. Where it is there already it returns that: whoever says it twice may have had no answer, and it is told again.
 *
 * @param receipt null: nobody may be told, and a receipt that others have stays where it is
 */
export async function writeReadMark(
  db: TenantDb,
  conversation: ConversationId,
  { reader, role, seq }: Reading,
  receipt: Receipt | null,
): Promise<Marked | null> {
  const place = [db.tenant, conversation, reader, Math.min(seq, farthestSeq), role];
  const [row] =
    receipt === null
      ? await db.query<Marked>(markAlone, place)
      : await db.query<Marked>(markWithReceipt, [...place, receipt.revision, receipt.option]);
  return row ?? null;
}
