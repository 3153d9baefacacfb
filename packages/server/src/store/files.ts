import type { ConversationId, ErrorCode, FileId, SeatId } from '@tieline/protocol';
import type { TenantDb } from './store.ts';

/** A file or an image, from its announcement on. */
export interface FileRecord {
  readonly id: FileId;
  readonly conversation: ConversationId;
  /** Who brought it. */
  readonly seat: SeatId;
  readonly use: 'file' | 'image';
  readonly name: string;
  /** Bytes, as announced. */
  readonly size: number;
  readonly state: 'arriving' | 'ready' | 'refused';
  readonly refusal: ErrorCode | null;
  readonly problem: string | null;
  /** The message that holds it; null: none yet. */
  readonly seq: number | null;
  /** What is in it; null until it is ready. */
  readonly blob: BlobRecord | null;
}

export interface BlobRecord {
  /** SHA-256, as 64 hexadecimal digits. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  /** Media type, by what is in it. */
  readonly type: string;
  readonly preview: 'image' | 'video' | 'document';
  /** Pixels, where there are pictures that stand for it. */
  readonly picture: { readonly width: number; readonly height: number } | null;
}

interface Row {
  id: FileId;
  conversation_id: ConversationId;
  seat_id: SeatId;
  use: 'file' | 'image';
  name: string;
  size: number;
  state: 'arriving' | 'ready' | 'refused';
  refusal: ErrorCode | null;
  problem: string | null;
  seq: number | null;
  hash: string | null;
  blob_size: number | null;
  type: string | null;
  preview: 'image' | 'video' | 'document' | null;
  width: number | null;
  height: number | null;
}

/** What a blob says, of the table `b`. */
export const blobColumns = /* sql */ `
  encode(b.hash, 'hex') as hash, b.size as blob_size, b.type, b.preview, b.width, b.height`;

export type BlobRow = Pick<Row, 'hash' | 'blob_size' | 'type' | 'preview' | 'width' | 'height'>;

export function toBlob({ hash, blob_size, type, preview, width, height }: BlobRow): BlobRecord | null {
  if (hash === null || blob_size === null || type === null || preview === null) return null;
  const picture = width === null || height === null ? null : { width, height };
  return { hash, size: blob_size, type, preview, picture };
}

function toRecord(row: Row): FileRecord {
  return {
    id: row.id,
    conversation: row.conversation_id,
    seat: row.seat_id,
    use: row.use,
    name: row.name,
    size: row.size,
    state: row.state,
    refusal: row.refusal,
    problem: row.problem,
    seq: row.seq,
    blob: row.state === 'ready' ? toBlob(row) : null,
  };
}

/** These files of the tenant, locked until the transaction ends where `lock` is said; in no order. */
export async function loadFiles(
  db: TenantDb,
  ids: readonly FileId[],
  lock: 'locked' | 'free' = 'free',
): Promise<FileRecord[]> {
  const rows = await db.query<Row>(
    `select f.id, f.conversation_id, f.seat_id, f.use, f.name, f.size, f.state, f.refusal, f.problem, f.seq,
       ${blobColumns}
     from files f left join blobs b on b.tenant_id = f.tenant_id and b.hash = f.hash
     where f.tenant_id = $1 and f.id = any($2::uuid[]) ${lock === 'locked' ? 'order by f.id for update of f' : ''}`,
    [db.tenant, ids],
  );
  return rows.map(toRecord);
}

export async function loadFile(db: TenantDb, id: FileId): Promise<FileRecord | null> {
  return (await loadFiles(db, [id]))[0] ?? null;
}

export interface RoomTaken {
  /** Bytes of all contents of the company, and of what is announced. */
  readonly bytes: number;
  /** Files of this seat that no message has held yet. */
  readonly waiting: number;
  /** Bytes that this seat has announced, and not brought yet. */
  readonly announced: number;
}

/** Holds the one place of the company in which room is given out, until the transaction ends. */
export async function loadRoomTaken(db: TenantDb, seat: SeatId): Promise<RoomTaken> {
  await db.query(`select pg_advisory_xact_lock(hashtextextended('room ' || $1, 0))`, [db.tenant]);
  const [row] = await db.query<RoomTaken>(
    `select coalesce((select sum(size) from blobs where tenant_id = $1), 0)::bigint
       + coalesce((select sum(size) from files where tenant_id = $1 and seq is null and state = 'arriving'), 0)::bigint
         as bytes,
       own.waiting, own.announced
     from (
       select count(*) as waiting, coalesce(sum(size) filter (where state = 'arriving'), 0)::bigint as announced
       from files where tenant_id = $1 and seq is null and seat_id = $2 and not is_returned
     ) own`,
    [db.tenant, seat],
  );
  return row ?? { bytes: 0, waiting: 0, announced: 0 };
}

export type NewFile = Pick<FileRecord, 'id' | 'conversation' | 'seat' | 'use' | 'name' | 'size'>;

export async function writeFile(db: TenantDb, file: NewFile): Promise<void> {
  await db.query(
    `insert into files (tenant_id, id, conversation_id, seat_id, use, name, size)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [db.tenant, file.id, file.conversation, file.seat, file.use, file.name, file.size],
  );
}

/**
 * Whoever puts a content into the storage, or takes it out, holds this lock of it until the transaction ends: so that
 * the sweep takes nothing away that somebody has just brought again.
 */
export async function loadBlobLock(db: TenantDb, hash: string): Promise<void> {
  await db.query(`select pg_advisory_xact_lock(hashtextextended('blob ' || $1 || $2, 0))`, [db.tenant, hash]);
}

/** Says what the content of a file will be, so that nobody sweeps it while it is put into the storage. */
export async function writeFileClaim(db: TenantDb, id: FileId, blob: BlobRecord): Promise<void> {
  await loadBlobLock(db, blob.hash);
  await db.query(
    `insert into blobs (tenant_id, hash, size, type, preview, width, height)
     values ($1, decode($2, 'hex'), $3, $4, $5, $6, $7)
     -- What could not be made of it before may have been made now.
     on conflict (tenant_id, hash) do update
       set preview = excluded.preview, width = excluded.width, height = excluded.height
       where blobs.width is null and excluded.width is not null`,
    [
      db.tenant,
      blob.hash,
      blob.size,
      blob.type,
      blob.preview,
      blob.picture?.width ?? null,
      blob.picture?.height ?? null,
    ],
  );
  await db.query(
    `update files set hash = decode($3, 'hex') where tenant_id = $1 and id = $2 and state = 'arriving'`,
    [db.tenant, id, blob.hash],
  );
}

/** The content is in the storage: from now on a message may hold the file. Nothing where the file is gone. */
export async function writeFileReady(db: TenantDb, id: FileId, hash: string): Promise<void> {
  await db.query(
    `update files set state = 'ready'
     where tenant_id = $1 and id = $2 and state = 'arriving' and hash = decode($3, 'hex')`,
    [db.tenant, id, hash],
  );
}

export async function writeFileRefused(
  db: TenantDb,
  id: FileId,
  refusal: ErrorCode,
  problem: string | null,
): Promise<void> {
  await db.query(
    `update files set state = 'refused', refusal = $3, problem = $4
     where tenant_id = $1 and id = $2 and state = 'arriving'`,
    [db.tenant, id, refusal, problem],
  );
}

/** A message holds these files from now on. */
export async function writeFilesHeld(db: TenantDb, ids: readonly FileId[], seq: number): Promise<void> {
  await db.query('update files set seq = $3 where tenant_id = $1 and id = any($2::uuid[])', [
    db.tenant,
    ids,
    seq,
  ]);
}

/** Takes a file away that no message holds; false where one does, or there is none. */
export async function writeFileGone(db: TenantDb, id: FileId): Promise<boolean> {
  const rows = await db.query(
    'delete from files where tenant_id = $1 and id = $2 and seq is null returning 1 as done',
    [db.tenant, id],
  );
  return rows.length > 0;
}
