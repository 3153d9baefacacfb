import type { TenantId } from '@tieline/protocol';
import { type BlobKey, blobForms, type BlobEntry } from '../../files/blob-store.ts';
import {
  loadKnownBlobs,
  loadTenantIds,
  loadUnusedBlobs,
  writeBlobGone,
  writeOldFilesGone,
} from '../../store/sweep-files.ts';
import type { Context } from '../context.ts';
import { eachTenant } from '../each-tenant.ts';

/** Takes away what was brought and never sent, and contents that nothing points to any more. */
export async function sweepFiles(context: Context): Promise<void> {
  await eachTenant(context, await loadTenantIds(context.store), 'sweeping files', async (tenant) => {
    const gone = await context.store.transaction(tenant, writeOldFilesGone);
    for (const file of gone) await context.files.staging.remove(file);
    for (const hash of await context.store.read(tenant, loadUnusedBlobs))
      await sweepBlob(context, tenant, hash);
  });
  await context.files.removeOld();
}

async function sweepBlob(context: Context, tenant: TenantId, hash: string): Promise<void> {
  await context.store.transaction(tenant, async (db) => {
    if (!(await writeBlobGone(db, hash))) return;
    for (const form of blobForms) await context.files.blobs.remove({ tenant, hash, form });
  });
}

const dayMs = 86_400_000;

/**
 * Compares all that lies in the storage with what the database knows, and takes away what nobody knows of: what a
 * process that was killed put there for nothing, and what was of a company that is gone.
 */
export async function sweepStorage(context: Context): Promise<void> {
  const tenants = new Set(await loadTenantIds(context.store));
  let batch: BlobKey[] = [];
  for await (const { key, changedAt } of context.files.blobs.list()) {
    if (!isOld(changedAt)) continue;
    if (!tenants.has(key.tenant)) await context.files.blobs.remove(key);
    else if (batch.length > 0 && (batch.length >= 500 || batch[0]?.tenant !== key.tenant)) {
      await sweepUnknown(context, batch);
      batch = [key];
    } else batch.push(key);
  }
  await sweepUnknown(context, batch);
}

/** Somebody may be bringing it this very moment: whoever waits a day has not been told of it. */
function isOld(changedAt: BlobEntry['changedAt']): boolean {
  return Date.now() - changedAt.getTime() > dayMs;
}

/** Keys of one company. */
async function sweepUnknown(context: Context, keys: readonly BlobKey[]): Promise<void> {
  const tenant = keys[0]?.tenant;
  if (tenant === undefined) return;
  const hashes = keys.map((key) => key.hash);
  const known = await context.store.read(tenant, (db) => loadKnownBlobs(db, hashes));
  for (const key of keys) if (!known.has(key.hash)) await sweepBlob(context, tenant, key.hash);
}
