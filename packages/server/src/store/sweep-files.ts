import type { FileId, TenantId } from '@tieline/protocol';
import { loadBlobLock } from './files.ts';
import type { Store, TenantDb } from './store.ts';

/** Every company there is, for what has to be done for all of them by and by. */
export async function loadTenantIds(store: Pick<Store, 'shared'>): Promise<TenantId[]> {
  const rows = await store.shared<{ id: TenantId }>('select id from tenants order by id', []);
  return rows.map((row) => row.id);
}

/**
 * Takes away files that were brought more than a day ago, and that no message holds; a few at a time. Asked twice:
 * one that a message takes in the same moment is found by the first look, and by the second it is held.
 */
export async function writeOldFilesGone(db: TenantDb): Promise<FileId[]> {
  const rows = await db.query<{ id: FileId }>(
    `delete from files where tenant_id = $1 and seq is null and id in (
       select id from files where tenant_id = $1 and seq is null and created_at < now() - interval '1 day'
       order by created_at limit 500
     ) returning id`,
    [db.tenant],
  );
  return rows.map((row) => row.id);
}

/** Hashes of contents that no file has any more. */
export async function loadUnusedBlobs(db: TenantDb): Promise<string[]> {
  const rows = await db.query<{ hash: string }>(
    `select encode(b.hash, 'hex') as hash from blobs b
     where b.tenant_id = $1
       and not exists (select from files f where f.tenant_id = b.tenant_id and f.hash = b.hash)
     limit 500`,
    [db.tenant],
  );
  return rows.map((row) => row.hash);
}

/** Which of these contents are known; of those that are not, something lies about that nobody asks for. */
export async function loadKnownBlobs(db: TenantDb, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from blobs
     where tenant_id = $1 and hash in (select decode(h, 'hex') from unnest($2::text[]) as h)`,
    [db.tenant, hashes],
  );
  return new Set(rows.map((row) => row.hash));
}

/** Under the lock of the content: false where a file has it, then it stays. Its row is gone otherwise. */
export async function writeBlobGone(db: TenantDb, hash: string): Promise<boolean> {
  await loadBlobLock(db, hash);
  const [row] = await db.query<{ used: boolean }>(
    `select exists (select from files where tenant_id = $1 and hash = decode($2, 'hex')) as used`,
    [db.tenant, hash],
  );
  if (row?.used !== false) return false;
  await db.query(`delete from blobs where tenant_id = $1 and hash = decode($2, 'hex')`, [db.tenant, hash]);
  return true;
}
