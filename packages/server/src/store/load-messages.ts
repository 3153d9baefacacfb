import type { StoredBody, StoredMessage, StoredReaction, WrittenBody } from '@tieline/domain';
import type { ClientId, ConversationId, FileId, SeatId, SeatKind } from '@tieline/protocol';
import { type BlobRecord, blobColumns, type BlobRow, toBlob } from './files.ts';
import { hasImage, imageTag } from '../content/rich-text/write-html.ts';
import type { TenantDb } from './store.ts';

interface Row extends BlobRow {
  conversation_id: ConversationId;
  seq: number;
  rev: number;
  created_at: string;
  sender_id: SeatId;
  client_id: ClientId;
  sender_kind: SeatKind;
  sender_name: string;
  format: 'plain' | 'rich' | 'file';
  text: string;
  html: string | null;
  file_id: FileId | null;
  missed: boolean;
  is_edited: boolean;
  is_deleted: boolean;
  sent_hash: string | null;
  reactions: readonly StoredReaction[];
}

const columnsWith = (written: string): string => /* sql */ `
  m.conversation_id, m.seq, greatest(coalesce(m.rev, m.seq), r.rev) as rev, m.created_at, m.sender_id, m.client_id,
  s.kind as sender_kind, p.name as sender_name, m.format, ${written}, m.missed,
  m.edited_at is not null as is_edited, m.deleted_at is not null as is_deleted,
  encode(m.sent_hash, 'hex') as sent_hash, r.reactions, m.file_id, ${blobColumns}`;
const columns = columnsWith('m.text, m.html');
/** The beginning of a text, as much as a list shows of it, and nothing that is as long as a message may be. */
const columnsForLists = columnsWith(
  `left(ltrim(m.text, E' \\t\\r\\n'), 2000) as text, left(m.html, 0) as html`,
);
/** What a message `m` names, its sender and the content of its file, and how others have reacted to it. */
const besides = /* sql */ `
  cross join lateral (
    select max(each.rev) as rev,
      coalesce(json_agg(json_build_object('emoji', emoji, 'by', by) order by first) filter (where by is not null), '[]')
        as reactions
    from (
      select emoji, max(rev) as rev, min(rev) as first, array_agg(party_id order by rev) filter (where not removed) as by
      from reactions
      where m.reacted and tenant_id = m.tenant_id and conversation_id = m.conversation_id and seq = m.seq
      group by emoji
    ) each
  ) r
  join seats s on s.tenant_id = m.tenant_id and s.id = m.sender_id
  join people p on p.tenant_id = s.tenant_id and p.id = s.person_id
  left join files f on f.tenant_id = m.tenant_id and f.id = m.file_id
  left join blobs b on b.tenant_id = f.tenant_id and b.hash = f.hash`;
/** A file as a message holds it. Its name is the text of the message, so that it is found by it. */
export function fileBodyOf(
  file: FileId,
  name: string,
  { type, size, preview, picture }: BlobRecord,
): WrittenBody {
  return { format: 'file', file, name, type, size, preview, picture };
}

function toBody(row: Row): StoredBody {
  if (row.is_deleted) return { format: 'deleted' };
  const blob = row.file_id === null ? null : toBlob(row);
  if (row.file_id !== null && blob) return fileBodyOf(row.file_id, row.text, blob);
  return row.html === null
    ? { format: 'plain', text: row.text }
    : { format: 'rich', html: row.html, text: row.text };
}

function toMessage(row: Row): StoredMessage {
  return {
    conversation: row.conversation_id,
    seq: row.seq,
    rev: row.rev,
    at: row.created_at,
    sender: { seat: row.sender_id, kind: row.sender_kind, name: row.sender_name },
    clientId: row.client_id,
    body: toBody(row),
    missed: row.missed,
    edited: row.is_edited,
    sentHash: row.sent_hash,
    reactions: row.reactions,
  };
}

/** The farthest place that a conversation can have; whoever asks for one beyond it means the end. */
export const farthestSeq = 2_147_483_647;

export interface HistoryRead {
  readonly conversation: ConversationId;
  /** The first sequence that the reader may see. */
  readonly fromSeq: number;
  /** Messages before this sequence, the newest ones of them; null: from the end. */
  readonly before: number | null;
  /** Messages after this sequence, the oldest ones of them; wins over `before`. */
  readonly after: number | null;
  /** Messages, at most. */
  readonly limit: number;
  /** Bytes of what was written in them, at most; but one message, however large it is. */
  readonly room: number;
}

export interface MessagePage {
  readonly messages: readonly StoredMessage[];
  /** Whether there are more beyond the end that was read towards. */
  readonly more: boolean;
  /** Bytes of what was written in them. */
  readonly bytes: number;
}

const written = /* sql */ `octet_length(n.text) + coalesce(octet_length(n.html), 0)`;

/** A page of history in order of sequence. Costs the same wherever in the conversation it lies. */
export async function loadMessages(db: TenantDb, read: HistoryRead): Promise<MessagePage> {
  const forward = read.after !== null;
  const [beyond, order] = forward ? ['>', 'asc'] : ['<', 'desc'];
  const place = Math.min(read.after ?? read.before ?? farthestSeq, farthestSeq);
  // What is left out is not even read: how long a text is stands beside it.
  const rows = await db.query<Row & { bytes: number; found: number }>(
    `select ${columns}, m.bytes::int, m.found::int from (
       select n.*, count(*) over () as found, sum(${written}) over (order by n.seq ${order}) as bytes,
         row_number() over (order by n.seq ${order}) as place
       from (
         select * from messages
         where tenant_id = $1 and conversation_id = $2 and seq >= $3 and seq ${beyond} $4
         order by seq ${order} limit $5 + 1
       ) n
     ) m ${besides}
     where m.place = 1 or (m.place <= $5 and m.bytes <= $6)
     order by m.seq ${order}`,
    [db.tenant, read.conversation, read.fromSeq, place, read.limit, read.room],
  );
  const last = rows.at(-1);
  return {
    messages: (forward ? rows : rows.toReversed()).map(toMessage),
    more: last !== undefined && rows.length < last.found,
    bytes: last?.bytes ?? 0,
  };
}

/** One message by its place, as it is now. */
export async function loadMessageAt(
  db: TenantDb,
  conversation: ConversationId,
  seq: number,
): Promise<StoredMessage | null> {
  const [row] = await db.query<Row>(
    `select ${columns} from messages m ${besides} where m.tenant_id = $1 and m.conversation_id = $2 and m.seq = $3`,
    [db.tenant, conversation, seq],
  );
  return row ? toMessage(row) : null;
}

export interface ChangesRead {
  readonly conversation: ConversationId;
  /** The first and the last place whose changes the reader may see, or has. */
  readonly fromSeq: number;
  readonly toSeq: number;
  /** The number of the change after which others count. */
  readonly since: number;
  readonly limit: number;
}

/** Messages that were edited, deleted or reacted to since a change, in order of their places (MSG-8). */
export async function loadChangedMessages(db: TenantDb, read: ChangesRead): Promise<StoredMessage[]> {
  const rows = await db.query<Row>(
    `select ${columns} from (
       select n.* from messages n
       where n.tenant_id = $1 and n.conversation_id = $2 and n.seq between $3 and $4 and n.seq in (
         select seq from messages
         where tenant_id = $1 and conversation_id = $2 and rev > $5 and (edited_at is not null or deleted_at is not null)
         union all
         select seq from reactions where tenant_id = $1 and conversation_id = $2 and rev > $5
       )
       order by n.seq limit $6
     ) m ${besides} order by m.seq`,
    [db.tenant, read.conversation, read.fromSeq, read.toSeq, read.since, read.limit],
  );
  return rows.map(toMessage);
}

/** The message that this seat sent under this client id, wherever it did, as it was sent (DEL-6). */
export async function loadMessageByClientId(
  db: TenantDb,
  sender: SeatId,
  clientId: ClientId,
): Promise<StoredMessage | null> {
  const [row] = await db.query<Row>(
    `select ${columns} from messages m ${besides}
     where m.tenant_id = $1 and m.sender_id = $2 and m.client_id = $3`,
    [db.tenant, sender, clientId],
  );
  return row ? ((await asSent(db, [toMessage(row)]))[0] ?? null) : null;
}

/** The same for many at once: those of these messages that are stored, by sender and client id. */
export async function loadMessagesByClientIds(
  db: TenantDb,
  messages: readonly { readonly sender: SeatId; readonly clientId: ClientId }[],
): Promise<readonly StoredMessage[]> {
  const rows = await db.query<Row>(
    `select ${columns} from unnest($2::uuid[], $3::text[]) as wanted (sender, client_id)
     cross join lateral (
       select * from messages n
       where n.tenant_id = $1 and n.sender_id = wanted.sender and n.client_id = wanted.client_id
     ) m
     ${besides}`,
    [db.tenant, messages.map(({ sender }) => sender), messages.map(({ clientId }) => clientId)],
  );
  return asSent(db, rows.map(toMessage));
}

function holdsUploads({ body }: StoredMessage): boolean {
  return body.format === 'file' || (body.format === 'rich' && hasImage(body.html));
}

/** DEL-3: messages that reached nobody hold copies of their uploads. Here they name what their senders had named. */
export async function asSent(
  db: TenantDb,
  messages: readonly StoredMessage[],
): Promise<readonly StoredMessage[]> {
  const holding = messages.filter(holdsUploads);
  if (holding.length === 0) return messages;
  const copies = await db.query<{
    conversation_id: ConversationId;
    seq: number;
    id: FileId;
    copy_of: FileId;
  }>(
    `select conversation_id, seq, id, copy_of from files
     where tenant_id = $1 and copy_of is not null
       and (conversation_id, seq) in (select * from unnest($2::uuid[], $3::int[]))`,
    [db.tenant, holding.map(({ conversation }) => conversation), holding.map(({ seq }) => seq)],
  );
  return messages.map((message) => {
    const own = copies.filter(
      (one) => one.conversation_id === message.conversation && one.seq === message.seq,
    );
    return {
      ...message,
      body: own.reduce((body, copy) => naming(body, copy.id, copy.copy_of), message.body),
    };
  });
}

function naming(body: StoredBody, copy: FileId, upload: FileId): StoredBody {
  if (body.format === 'file') return body.file === copy ? { ...body, file: upload } : body;
  if (body.format !== 'rich') return body;
  return { ...body, html: body.html.replaceAll(imageTag(copy), imageTag(upload)) };
}

/** The newest message of each conversation from `fromSeq` to `toSeq`, for lists: with the beginning of its text, no more. */
export async function loadNewestMessages(
  db: TenantDb,
  reads: readonly {
    readonly conversation: ConversationId;
    readonly fromSeq: number;
    readonly toSeq: number;
  }[],
): Promise<Map<ConversationId, StoredMessage>> {
  const rows = await db.query<Row>(
    `select ${columnsForLists} from unnest($2::uuid[], $3::int[], $4::int[]) as wanted (conversation, from_seq, to_seq)
     cross join lateral (
       select * from messages n where n.tenant_id = $1 and n.conversation_id = wanted.conversation
         and n.seq between wanted.from_seq and wanted.to_seq
       order by n.seq desc limit 1
     ) m
     ${besides}`,
    [
      db.tenant,
      reads.map((read) => read.conversation),
      reads.map((read) => read.fromSeq),
      reads.map((read) => read.toSeq),
    ],
  );
  return new Map(rows.map((row) => [row.conversation_id, toMessage(row)]));
}
