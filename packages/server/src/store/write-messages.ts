import type { StoredMessage, WrittenBody } from '@tieline/domain';
import type { ClientId, ConversationId, SeatId, SeatKind } from '@tieline/protocol';
import { sqlArray } from './sql-array.ts';
import type { TenantDb } from './store.ts';

export interface NewMessage {
  readonly sender: {
    readonly seat: SeatId;
    readonly kind: SeatKind;
    readonly name: string;
  };
  readonly clientId: ClientId;
  readonly body: WrittenBody;
  readonly missed: boolean;
}

/** What it was decided on that messages may be stored in a conversation. It must still be so when they are. */
export interface Expected {
  /** Of the company, as of which all else is known: its settings, and the groups, roles and licenses of the seats below. */
  readonly revision: number;
  /** The number of the running interaction; null where there is none. */
  readonly interaction: number | null;
  /** The seats on which it hangs, and of each whether it is logged in. */
  readonly logins: readonly Login[];
}

export interface Login {
  readonly seat: SeatId;
  readonly isLoggedIn: boolean;
}

/** Messages of one conversation, in the order in which they take their places. */
export interface MessageGroup {
  readonly conversation: ConversationId;
  readonly expected: Expected;
  readonly messages: readonly NewMessage[];
}

export interface StoredGroup {
  /** The sequence before the first message of the group. */
  readonly base: number;
  /** The number of the conversation's change before it. */
  readonly baseRev: number;
  /** ISO 8601. */
  readonly at: string;
}

/** The message that was stored as the `place`th of a group, counted from 1. */
export function storedMessage(
  conversation: ConversationId,
  { base, baseRev, at }: StoredGroup,
  place: number,
  { sender, clientId, body, missed }: NewMessage,
): StoredMessage {
  const own = { seq: base + place, rev: baseRev + place, at, edited: false, sentHash: null, reactions: [] };
  return { conversation, ...own, sender, clientId, body, missed };
}

/**
 * Stores the messages of many conversations by one statement: checks again what was expected, takes the places
 * (DEL-7), writes the rows. A conversation of which something is different now is left out whole, and is not in the
 * answer. A client id that is taken (DEL-6) fails the statement; then nothing of it is stored.
 */
export async function writeMessages(
  db: TenantDb,
  groups: readonly MessageGroup[],
): Promise<Map<ConversationId, StoredGroup>> {
  // In one order, by which the statement finds them, and in which everybody locks: so two nodes never wait for each other.
  const ordered = groups.toSorted((one, other) => (one.conversation < other.conversation ? -1 : 1));
  const rows = await db.query<{ id: ConversationId; base: number; base_rev: number; at: string }>(writeText, [
    db.tenant,
    ...groupColumns(ordered),
    ...messageColumns(ordered),
  ]);
  return new Map(rows.map((row) => [row.id, { base: row.base, baseRev: row.base_rev, at: row.at }]));
}

function groupColumns(groups: readonly MessageGroup[]): string[] {
  let before = 0;
  const starts = groups.map(({ messages }) => (before += messages.length) - messages.length);
  return [
    sqlArray(groups.map((group) => group.conversation)),
    sqlArray(groups.map((group) => group.messages.length)),
    sqlArray(starts),
    sqlArray(groups.map((group) => group.expected.revision)),
    sqlArray(groups.map((group) => group.expected.interaction)),
    ...loginColumns(groups),
  ];
}

function loginColumns(groups: readonly MessageGroup[]): string[] {
  const group: number[] = [];
  const seat: SeatId[] = [];
  const isLoggedIn: boolean[] = [];
  for (const [number, { expected }] of groups.entries())
    for (const login of expected.logins) {
      group.push(number + 1);
      seat.push(login.seat);
      isLoggedIn.push(login.isLoggedIn);
    }
  return [sqlArray(group), sqlArray(seat), sqlArray(isLoggedIn)];
}

/** In one pass. A message names its group by a number; a column that says nothing is null. */
function messageColumns(groups: readonly MessageGroup[]): (string | null)[] {
  const group: number[] = [];
  const sender: SeatId[] = [];
  const clientId: string[] = [];
  const text: string[] = [];
  const html: (string | null)[] = [];
  const missed: boolean[] = [];
  const file: (string | null)[] = [];
  let isRich = false;
  let isMissed = false;
  let isFile = false;
  for (const [number, { messages }] of groups.entries())
    for (const message of messages) {
      const { body } = message;
      group.push(number + 1);
      sender.push(message.sender.seat);
      clientId.push(message.clientId);
      text.push(body.format === 'file' ? body.name : body.text);
      file.push(body.format === 'file' ? body.file : null);
      html.push(body.format === 'rich' ? body.html : null);
      missed.push(message.missed);
      isRich ||= body.format === 'rich';
      isMissed ||= message.missed;
      isFile ||= body.format === 'file';
    }
  const columns = [group, sender, clientId, text].map(sqlArray);
  const rare = [isRich ? html : null, isMissed ? missed : null, isFile ? file : null];
  return [...columns, ...rare.map((column) => column && sqlArray(column))];
}

/** The index that keeps a client id from being stored twice. */
export const clientIdIndex = 'messages_by_client_id';

/** One look into the index for each seat: an `exists` would be answered by reading everybody who is logged in. */
const isLoggedIn = /* sql */ `
  ((select true from attachments a where a.tenant_id = $1 and a.seat_id = login.seat limit 1) is not null)`;

/** The number of the group of a conversation: its place among the ids, which are in order. No join, so no plan to get wrong. */
const group = 'width_bucket(c.id, $2::uuid[])';

/**
 * Whether the company was changed since, and the change touched this seat. A seat is looked at only where the company was
 * changed: nearly always none is.
 */
const isChanged = /* sql */ `
  (($5::int[])[login.number] < (select revision from company) and coalesce((
    select s.revision > ($5::int[])[login.number] from seats s where s.tenant_id = $1 and s.id = login.seat
  ), true))`;

const writeText = /* sql */ `
  with company as materialized (
    select revision, settings_revision from tenants where id = $1
  ), stale as (
    select login.number from unnest($7::int[], $8::uuid[], $9::boolean[]) as login (number, seat, expected)
    where ${isLoggedIn} <> login.expected or ${isChanged}
  ), taken as (
    update conversations c
    set last_seq = c.last_seq + ($3::int[])[${group}], rev = c.rev + ($3::int[])[${group}],
      last_at = now(), previous_at = c.last_at, changed = pg_current_xact_id()
    where c.tenant_id = $1 and c.id = any($2::uuid[])
      and ($5::int[])[${group}] between (select settings_revision from company) and (select revision from company)
      and c.interaction is not distinct from ($6::int[])[${group}]
      and ${group} not in (select number from stale)
    returning c.id, ${group} as number, c.last_seq - ($3::int[])[${group}] as base,
      c.rev - ($3::int[])[${group}] as base_rev, c.previous_at, c.party_set is not null as is_listed
  ), listed as (
    -- As an array, so that each member is found by the key, and nothing is looked at where there is none. Where there may be
    -- thousands, no hour is kept (ROOM-4).
    update conversation_members m set active_hour = date_trunc('hour', now(), 'UTC')
    where m.tenant_id = $1 and m.role = 'member' and m.conversation_id = any(array(
      select id from taken where is_listed and coalesce(previous_at, '-infinity') < date_trunc('hour', now(), 'UTC')
    ))
  ), stored as (
    insert into messages
      (tenant_id, conversation_id, seq, rev, sender_id, client_id, format, text, html, missed, file_id)
    select $1, taken.id, taken.base + m.place - ($4::int[])[m.number],
      taken.base_rev + m.place - ($4::int[])[m.number], m.sender, m.client_id,
      case when m.file is not null then 'file' when m.html is null then 'plain' else 'rich' end, m.text, m.html,
      coalesce(m.missed, false), m.file
    from unnest($10::int[], $11::uuid[], $12::text[], $13::text[], $14::text[], $15::boolean[],
      $16::uuid[])
      with ordinality as m (number, sender, client_id, text, html, missed, file, place)
    join taken on taken.number = m.number
  )
  select id, base, base_rev, now() as at from taken`;
