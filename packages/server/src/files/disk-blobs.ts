import { chmod, constants, copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { BlobKey, BlobStore, ByteRange, KeptBlob, OpenBlob } from './blob-store.ts';
import { keyOfParts, partsOf } from './blob-store.ts';
import { checkRoom, type DiskRoom } from './disk-room.ts';
import { preparePrivateFolder, privateFileMode, privateFolderMode } from './private-folder.ts';

/** Contents in a folder of this machine, `<tenant>/<first digits>/<hash>`. */
export function createDiskBlobs(folder: string, room: DiskRoom): BlobStore {
  preparePrivateFolder(folder);
  const pathOf = (key: BlobKey): string => join(folder, ...partsOf(key));
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
 * Under another name first, then renamed: whoever finds the name finds all of it. The bytes, then the name, are on
 * the disk before this resolves, as a message may point there from then on.
 */
async function put(source: string, target: string): Promise<void> {
  const folder = join(target, '..');
  const made = await mkdir(folder, { recursive: true, mode: privateFolderMode });
  const passing = join(folder, `.${randomUUID()}`);
  try {
    await copyFile(source, passing, constants.COPYFILE_FICLONE);
    await chmod(passing, privateFileMode);
    await sync(passing);
    await rename(passing, target);
    await syncUpTo(dirname(made ?? folder), folder);
  } catch (error) {
    await rm(passing, { force: true });
    throw error;
  }
}

/** The names in `folder` and in all that it lies in, up to `top`. */
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
  return (await stat(path).catch(nothing))?.size ?? null;
}

async function openBlob(path: string, range: ByteRange | null): Promise<OpenBlob | null> {
  const handle = await open(path, 'r').catch(nothing);
  if (!handle) return null;
  const { size } = await handle.stat();
  return { size, bytes: handle.createReadStream(range ?? {}) };
}

async function* listBlobs(folder: string): AsyncIterable<KeptBlob> {
  for (const tenant of await namesIn(folder))
    for (const start of await namesIn(join(folder, tenant)))
      for (const name of await namesIn(join(folder, tenant, start))) {
        const path = join(folder, tenant, start, name);
        const key = keyOfParts([tenant, start, name]);
        const changedAt = await stat(path).then(
          (found) => found.mtime,
          () => null,
        );
        if (changedAt === null) continue;
        if (key) yield { key, changedAt };
        // What a process that was killed has left on its way there.
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

/** Null in place of what is not there. */
function nothing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
