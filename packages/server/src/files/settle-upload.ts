import { join } from 'node:path';
import type { ErrorCode, FileId, TenantId } from '@tieline/protocol';
import { passCrashPoint } from '../node/crash-point.ts';
import {
  type BlobRecord,
  type FileRecord,
  loadFile,
  writeFileClaim,
  writeFileReady,
  writeFileRefused,
} from '../store/files.ts';
import type { Store } from '../store/store.ts';
import type { BlobForm, BlobStore } from './blob-store.ts';
import { isFull } from './full.ts';
import { type Content, inspect } from './inspect.ts';
import { inPassingFolder } from './passing-folder.ts';
import { isPictured, largeSide, type Pictures, thumbnailSide, writePictures } from './pictures.ts';
import type { Staging } from './staging.ts';
import { type VirusScan, VirusScanFailed } from './virus-scan.ts';

/** What became of an upload; `code`: why it is not ready, which may be so for a moment only. */
export type Settled =
  | { readonly ok: true; readonly file: FileRecord }
  | { readonly ok: false; readonly code: ErrorCode; readonly problem: string | null };

export interface SettleParts {
  readonly store: Store;
  readonly staging: Staging;
  readonly blobs: BlobStore;
  readonly scan: VirusScan | null;
}

const no = (code: ErrorCode, problem: string | null = null): Settled => ({ ok: false, code, problem });

/**
 * Finds out what has arrived, and puts it where messages may point to. May be asked again and again, whatever was
 * killed meanwhile: what is done once is done, and nothing is shown before all of it is.
 */
export async function settleUpload(parts: SettleParts, tenant: TenantId, id: FileId): Promise<Settled> {
  const file = await parts.store.read(tenant, (db) => loadFile(db, id));
  if (!file) return no('no-such-upload');
  if (file.state === 'refused') return no(file.refusal ?? 'internal', file.problem);
  if (file.state === 'ready') return { ok: true, file };
  try {
    const answer = await parts.staging.use(id, (path) => take(parts, tenant, file, path));
    if (answer === null) return no('no-such-upload');
    if (answer !== 'later') await parts.staging.remove(id);
    return answer === 'later' ? no('upload-incomplete') : answer;
  } catch (error) {
    if (error instanceof VirusScanFailed) return no('unavailable');
    if (isFull(error)) return no('storage-full');
    throw error;
  }
}

/** `later`: not all of it is here. */
async function take(
  parts: SettleParts,
  tenant: TenantId,
  file: FileRecord,
  path: string,
): Promise<Settled | 'later'> {
  const content = await inspect(path);
  if (content.size !== file.size) return 'later';
  const scanned = await parts.scan?.scan(path);
  if (scanned !== undefined && scanned !== 'clean')
    return refuse(parts, tenant, file, 'file-infected', scanned.found);
  return inPassingFolder((folder) =>
    file.use === 'image'
      ? takeImage(parts, tenant, file, path, folder)
      : takeFile(parts, tenant, file, { path, content }, folder),
  );
}

/** An image of rich text is kept as it is shown, and in no other way: upright, and without what a camera wrote. */
async function takeImage(
  parts: SettleParts,
  tenant: TenantId,
  file: FileRecord,
  path: string,
  folder: string,
): Promise<Settled> {
  const shown = join(folder, 'itself');
  const type = (await inspect(path)).type;
  const picture = isPictured(type)
    ? await writePictures({ tenant, seat: file.seat }, path, [{ path: shown, side: largeSide }])
    : null;
  if (!picture) return refuse(parts, tenant, file, 'image-unreadable', null);
  const { hash, size, type: shownType } = await inspect(shown);
  const blob: BlobRecord = { hash, size, type: shownType, preview: 'image', picture };
  return keep(parts, tenant, file, blob, [['itself', shown]]);
}

/** A file is kept as it is; what can be read as an image gets pictures that stand for it. */
async function takeFile(
  parts: SettleParts,
  tenant: TenantId,
  file: FileRecord,
  { path, content }: { readonly path: string; readonly content: Content },
  folder: string,
): Promise<Settled> {
  const pictures: [BlobForm, string, number][] = [
    ['large', join(folder, 'large'), largeSide],
    ['thumbnail', join(folder, 'thumbnail'), thumbnailSide],
  ];
  const picture: Pictures | null = isPictured(content.type)
    ? await writePictures(
        { tenant, seat: file.seat },
        path,
        pictures.map(([, target, side]) => ({ path: target, side })),
      )
    : null;
  const preview = picture ? 'image' : content.type.startsWith('video/') ? 'video' : 'document';
  const { hash, size, type } = content;
  const kept = picture ? pictures.map(([form, target]) => [form, target] as const) : [];
  return keep(parts, tenant, file, { hash, size, type, preview, picture }, [['itself', path], ...kept]);
}

/**
 * First a word that it is coming, then the storage, then the row: a message may point to it from then on, and finds
 * it. No transaction is open while it is put there, which may take long.
 */
async function keep(
  { store, blobs }: SettleParts,
  tenant: TenantId,
  file: FileRecord,
  blob: BlobRecord,
  forms: readonly (readonly [BlobForm, string])[],
): Promise<Settled> {
  const { hash } = blob;
  await store.transaction(tenant, (db) => writeFileClaim(db, file.id, blob));
  passCrashPoint('file-claimed');
  for (const [form, path] of forms) await blobs.put({ tenant, hash, form }, path);
  passCrashPoint('file-put');
  const ready = await store.transaction(tenant, async (db) => {
    await writeFileReady(db, file.id, hash);
    return loadFile(db, file.id);
  });
  passCrashPoint('file-ready');
  return ready?.state === 'ready' ? { ok: true, file: ready } : no('no-such-upload');
}

async function refuse(
  { store }: SettleParts,
  tenant: TenantId,
  file: FileRecord,
  code: ErrorCode,
  problem: string | null,
): Promise<Settled> {
  await store.transaction(tenant, (db) => writeFileRefused(db, file.id, code, problem));
  return no(code, problem);
}
