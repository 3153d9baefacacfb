import type { ClientId, ConversationId, SeatId, SeatKind } from '@tieline/protocol';
import type { Database } from '../ground/database.ts';
import { numberIn } from '../journal.ts';

/** A message as the database has it. */
export interface Row {
  readonly conversation: ConversationId;
  readonly seq: number;
  /** The interaction that it was written in, and its place there; null: none ran, and that is its place. */
  readonly interaction: number | null;
  readonly seqIn: number;
  readonly sender: SeatId;
  readonly clientId: ClientId;
  readonly number: number;
  readonly missed: boolean;
}

/** A conversation as the database has it. `fromSeq`: where the running interaction begins; null: none runs. */
export interface Conversation {
  readonly id: ConversationId;
  readonly kind: 'direct' | 'expert' | 'agent';
  readonly seats: readonly SeatId[];
  readonly lastSeq: number;
  readonly fromSeq: number | null;
  readonly release: '9.9' | '9.10';
}

/** `officeSeat`: of the same person, where it is an agent's. */
export interface Seat {
  readonly id: SeatId;
  readonly kind: SeatKind;
  readonly officeSeat: SeatId | null;
}

/** What the database says; everything else is held against it. Rows are in order of conversation and sequence. */
export interface Truth {
  readonly rows: readonly Row[];
  readonly conversations: ReadonlyMap<ConversationId, Conversation>;
  readonly seats: ReadonlyMap<SeatId, Seat>;
}

/** A place as a reader is told it: in an interaction, or in the whole conversation. */
export interface Place {
  readonly conversation: ConversationId;
  readonly interaction: number | null;
  readonly seq: number;
}

/** Names a place; each message has one name for its participants and one for who sees the whole conversation. */
export const nameOf = ({ conversation, interaction, seq }: Place): string =>
  interaction === null ? `${conversation}.${seq}` : `${conversation} in ${interaction}.${seq}`;

/** The names of the place of a message. */
export const namesOf = (row: Row): readonly string[] => [
  nameOf({ ...row, interaction: null }),
  nameOf({ ...row, seq: row.seqIn }),
];

export async function loadTruth({ query }: Database): Promise<Truth> {
  const seats = await query<Seat>(
    `select s.id, s.kind, o.id as "officeSeat" from seats s
     left join seats o on o.tenant_id = s.tenant_id and o.person_id = s.person_id
       and o.kind = 'office' and s.kind = 'agent'`,
  );
  const conversations = await query<Conversation>(
    `select c.id, c.kind, c.last_seq as "lastSeq", t.release,
       array(
         select party_id from conversation_members m
         where m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.role = 'member' order by party_id
       ) as seats,
       i.from_seq as "fromSeq"
     from conversations c join tenants t on t.id = c.tenant_id
     left join interactions i on i.tenant_id = c.tenant_id and i.conversation_id = c.id
       and i.number = c.interaction and i.ended_at is null`,
  );
  const rows = await query<Omit<Row, 'number'> & { mark: string }>(
    `select m.conversation_id as conversation, m.seq, i.number as interaction,
       m.seq - coalesce(i.from_seq, 1) + 1 as "seqIn", m.sender_id as sender, m.client_id as "clientId", m.missed,
       substring(m.text from '#[0-9]+#') as mark
     from messages m
     left join lateral (
       select number, from_seq from interactions
       where tenant_id = m.tenant_id and conversation_id = m.conversation_id and from_seq <= m.seq
       order by number desc limit 1
     ) i on true
     order by m.conversation_id, m.seq`,
  );
  return {
    rows: rows.map(({ mark, ...row }) => ({ ...row, number: numberIn(mark) })),
    conversations: new Map(conversations.map((conversation) => [conversation.id, conversation])),
    seats: new Map(seats.map((seat) => [seat.id, seat])),
  };
}
