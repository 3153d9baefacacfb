import { chmod, constants, copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { BlobKey, BlobStore, ByteRange, BlobEntry, OpenBlob } from './blob-store.ts';
import { keyOfPath, pathOfKey } from './blob-store.ts';
import { checkRoom, type DiskRoom } from './disk-room.ts';
import { preparePrivateFolder, privateFileMode, privateFolderMode } from './private-folder.ts';

/** Contents in a folder of this machine, `<tenant>/<first digits>/<hash>`. */
export function createDiskBlobs(folder: string, room: DiskRoom): BlobStore {
  preparePrivateFolder(folder);
  const pathOf = (key: BlobKey): string => join(folder, ...pathOfKey(key));
  return {
    put: async (key, path) => {
      await checkRoom(room, (await stat(path)).size);
      await put(path, pathOf(key));
    },
    sizeOf: async (key) => sizeOf(pathOf(key)),
    open: async (key, range) => openBlob(pathOf(key), range),
    remove: async (key) => rm(pathOf(key), { force: true }),
    list: () => listBlobs(folder),
  };
}

/**
 * Copies under another name and renames, so that a file with the final name is always complete. The bytes and then the
 * name are on the disk before this resolves, as a message may refer to the file from then on.
 */
async function put(source: string, target: string): Promise<void> {
  const folder = join(target, '..');
  const firstCreated = await mkdir(folder, { recursive: true, mode: privateFolderMode });
  const temporary = join(folder, `.${randomUUID()}`);
  try {
    await copyFile(source, temporary, constants.COPYFILE_FICLONE);
    await chmod(temporary, privateFileMode);
    await sync(temporary);
    await rename(temporary, target);
    await syncUpTo(dirname(firstCreated ?? folder), folder);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Syncs `folder` and its parents up to `top`, which makes the names in them durable. */
async function syncUpTo(top: string, folder: string): Promise<void> {
  await sync(folder);
  if (folder !== top) await syncUpTo(top, dirname(folder));
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(nullIfMissing))?.size ?? null;
}

async function openBlob(path: string, range: ByteRange | null): Promise<OpenBlob | null> {
  const handle = await open(path, 'r').catch(nullIfMissing);
  if (!handle) return null;
  const { size } = await handle.stat();
  return { size, bytes: handle.createReadStream(range ?? {}) };
}

async function* listBlobs(folder: string): AsyncIterable<BlobEntry> {
  for (const tenant of await namesIn(folder))
    for (const start of await namesIn(join(folder, tenant)))
      for (const name of await namesIn(join(folder, tenant, start))) {
        const path = join(folder, tenant, start, name);
        const key = keyOfPath([tenant, start, name]);
        const changedAt = await stat(path).then(
          ({ mtime }) => mtime,
          () => null,
        );
        if (changedAt === null) continue;
        if (key) yield { key, changedAt };
        // The temporary copy of a process that was killed.
        else if (isOld(changedAt)) await rm(path, { force: true });
      }
}

const dayMs = 86_400_000;

function isOld(changedAt: Date): boolean {
  return Date.now() - changedAt.getTime() > dayMs;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
}

/** Turns the error of a missing file into null. */
function nullIfMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
