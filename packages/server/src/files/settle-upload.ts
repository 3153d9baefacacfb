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
import { withTemporaryFolder } from './temporary-folder.ts';
import { isReadableImage, largeSide, type Pictures, thumbnailSide, writePictures } from './pictures.ts';
import type { Staging } from './staging.ts';
import { type VirusScan, VirusScanFailed } from './virus-scan.ts';

/** What became of an upload; `code`: why it is not ready, or not ready yet. */
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
 * Checks an upload and stores its content where messages may refer to it. May be called again after a crash at any point:
 * each step is done once, and nothing is shown before all of them are.
 */
export async function settleUpload(parts: SettleParts, tenant: TenantId, id: FileId): Promise<Settled> {
  const file = await parts.store.read(tenant, (db) => loadFile(db, id));
  if (!file) return no('no-such-upload');
  if (file.state === 'refused') return no(file.refusal ?? 'internal', file.problem);
  if (file.state === 'ready') return { ok: true, file };
  try {
    const answer = await parts.staging.use(id, (path) => accept(parts, tenant, file, path));
    if (answer === null) return no('no-such-upload');
    if (answer !== 'incomplete') await parts.staging.remove(id);
    return answer === 'incomplete' ? no('upload-incomplete') : answer;
  } catch (error) {
    if (error instanceof VirusScanFailed) return no('unavailable');
    if (isFull(error)) return no('storage-full');
    throw error;
  }
}

/** `incomplete`: bytes are missing. */
async function accept(
  parts: SettleParts,
  tenant: TenantId,
  file: FileRecord,
  path: string,
): Promise<Settled | 'incomplete'> {
  const content = await inspect(path);
  if (content.size !== file.size) return 'incomplete';
  const scanned = await parts.scan?.scan(path);
  if (scanned !== undefined && scanned !== 'clean')
    return refuse(parts, tenant, file, 'file-infected', scanned.virus);
  return withTemporaryFolder((folder) =>
    file.use === 'image'
      ? acceptImage(parts, tenant, file, path, folder)
      : acceptFile(parts, tenant, file, { path, content }, folder),
  );
}

/** Of an image in rich text only the picture is stored that is shown: upright and without metadata. */
async function acceptImage(
  parts: SettleParts,
  tenant: TenantId,
  file: FileRecord,
  path: string,
  folder: string,
): Promise<Settled> {
  const shown = join(folder, 'itself');
  const type = (await inspect(path)).type;
  const picture = isReadableImage(type)
    ? await writePictures({ tenant, seat: file.seat }, path, [{ path: shown, side: largeSide }])
    : null;
  if (!picture) return refuse(parts, tenant, file, 'image-unreadable', null);
  const { hash, size, type: shownType } = await inspect(shown);
  const blob: BlobRecord = { hash, size, type: shownType, preview: 'image', picture };
  return storeContent(parts, tenant, file, blob, [['itself', shown]]);
}

/** A file is stored as it is; one that can be read as an image gets smaller pictures as well. */
async function acceptFile(
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
  const picture: Pictures | null = isReadableImage(content.type)
    ? await writePictures(
        { tenant, seat: file.seat },
        path,
        pictures.map(([, target, side]) => ({ path: target, side })),
      )
    : null;
  const preview = picture ? 'image' : content.type.startsWith('video/') ? 'video' : 'document';
  const { hash, size, type } = content;
  const smaller = picture ? pictures.map(([form, target]) => [form, target] as const) : [];
  return storeContent(parts, tenant, file, { hash, size, type, preview, picture }, [
    ['itself', path],
    ...smaller,
  ]);
}

/**
 * Three steps, of which each may be the last before a crash: the row claims the content, the content is stored, and the
 * row is ready, so that a message never refers to a missing content. No transaction is open while it is stored, which may
 * take long.
 */
async function storeContent(
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
