import type { StoredBody } from '@tieline/domain';
import type { ClientId, ConversationId, SeatId, SeatKind } from '@tieline/protocol';
import { sqlArray } from './sql-array.ts';
import type { TenantDb } from './store.ts';

export interface NewMessage {
  /** `isFirst`: it is the first of the two seats of the conversation. */
  readonly sender: {
    readonly seat: SeatId;
    readonly kind: SeatKind;
    readonly name: string;
    readonly isFirst: boolean;
  };
  readonly clientId: ClientId;
  readonly body: StoredBody;
  readonly missed: boolean;
}

/** What it was decided on that messages may be stored in a conversation. It must still be so when they are. */
export interface Expected {
  /** Of the company: groups, licenses, mode and all else that its file says. */
  readonly revision: number;
  /** The number of the running interaction; null where there is none. */
  readonly interaction: number | null;
  /** Whether the first and the second seat of the conversation are logged in. */
  readonly live: readonly [boolean, boolean];
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
  /** ISO 8601. */
  readonly at: string;
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
  const rows = await db.query<{ id: ConversationId; base: number; at: string }>(writeText, [
    db.tenant,
    ...groupColumns(groups),
    ...messageColumns(groups),
  ]);
  return new Map(rows.map((row) => [row.id, { base: row.base, at: row.at }]));
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
    sqlArray(groups.map((group) => group.expected.live[0])),
    sqlArray(groups.map((group) => group.expected.live[1])),
  ];
}

/** In one pass. A message names its group and its sender by what is short; a column that says nothing is null. */
function messageColumns(groups: readonly MessageGroup[]): (string | null)[] {
  const group: number[] = [];
  const isFirst: boolean[] = [];
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
      isFirst.push(message.sender.isFirst);
      clientId.push(message.clientId);
      text.push(body.format === 'file' ? body.name : body.text);
      file.push(body.format === 'file' ? body.file : null);
      html.push(body.format === 'rich' ? body.html : null);
      missed.push(message.missed);
      isRich ||= body.format === 'rich';
      isMissed ||= message.missed;
      isFile ||= body.format === 'file';
    }
  const columns = [group, isFirst, clientId, text].map(sqlArray);
  const rare = [isRich ? html : null, isMissed ? missed : null, isFile ? file : null];
  return [...columns, ...rare.map((column) => column && sqlArray(column))];
}

/** The index that keeps a client id from being stored twice. */
export const clientIdIndex = 'messages_by_client_id';

/** One look into the index for each seat: an `exists` would be answered by reading everybody who is logged in. */
const isLive = (seat: string): string => /* sql */ `
  ((select true from attachments a where a.tenant_id = $1 and a.seat_id = c.${seat} limit 1) is not null)`;

const writeText = /* sql */ `
  with taken as (
    update conversations c
    set last_seq = c.last_seq + e.count, last_at = now(), changed = pg_current_xact_id()
    from unnest($2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[], $7::boolean[], $8::boolean[])
      with ordinality as e (id, count, before, revision, interaction, first_live, second_live, number)
    where c.tenant_id = $1 and c.id = any($2::uuid[]) and c.id = e.id
      and e.revision = (select revision from tenants where id = $1)
      and c.interaction is not distinct from e.interaction
      and ${isLive('first_seat')} = e.first_live and ${isLive('second_seat')} = e.second_live
    returning c.id, c.first_seat, c.second_seat, e.number, e.before, c.last_seq - e.count as base
  ), stored as (
    insert into messages (tenant_id, conversation_id, seq, sender_seat, client_id, format, text, html, missed, file_id)
    select $1, taken.id, taken.base + m.place - taken.before,
      case when m.is_first then taken.first_seat else taken.second_seat end, m.client_id,
      case when m.file is not null then 'file' when m.html is null then 'plain' else 'rich' end, m.text, m.html,
      coalesce(m.missed, false), m.file
    from unnest($9::int[], $10::boolean[], $11::text[], $12::text[], $13::text[], $14::boolean[],
      $15::uuid[])
      with ordinality as m (number, is_first, client_id, text, html, missed, file, place)
    join taken on taken.number = m.number
  )
  select id, base, now() as at from taken`;
