import { createWriteStream, existsSync } from 'node:fs';
import { chmod, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileId } from '@tieline/protocol';
import { FileStore } from '@tus/file-store';
import { Upload } from '@tus/server';
import { type DiskRoom, whileThereIsRoom } from './disk-room.ts';
import { preparePrivateFolder, privateFileMode } from './private-folder.ts';
import type { Staging, CurrentUploads } from './staging.ts';

/** Uploads in a folder of this machine, one file each under its id. */
export function createDiskStaging(folder: string, room: DiskRoom, currentUploads: CurrentUploads): Staging {
  preparePrivateFolder(folder);
  const pathOf = (file: FileId): string => join(folder, file);
  return {
    store: new Folder(folder, room, currentUploads),
    hasRoomFor: (bytes) => room.hasRoomFor(bytes),
    use: async (file, work) => (existsSync(pathOf(file)) ? work(pathOf(file)) : null),
    remove: (file) => rm(pathOf(file), { force: true }),
    removeOld: () => removeOld(folder),
  };
}

/** The offset of an upload is the size of its file, so that a crash leaves no second, wrong record of it. */
class Folder extends FileStore {
  readonly #room: DiskRoom;
  readonly #currentUploads: CurrentUploads;

  constructor(directory: string, room: DiskRoom, currentUploads: CurrentUploads) {
    super({
      directory,
      configstore: {
        get: async (id) => {
          const size = currentUploads.sizeOf(id);
          return size === null ? undefined : new Upload({ id, size, offset: 0 });
        },
        set: async () => undefined,
        delete: async () => undefined,
      },
    });
    this.#room = room;
    this.#currentUploads = currentUploads;
  }

  override async create(upload: Upload): Promise<Upload> {
    const created = await super.create(upload);
    await chmod(join(this.directory, upload.id), privateFileMode);
    return created;
  }

  /** Replaces the library's method, which hides the reason of a failure: a full disk has an answer of its own. */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const target = createWriteStream(join(this.directory, id), { flags: 'r+', start: offset });
    await pipeline(source, whileThereIsRoom(this.#room, this.#currentUploads.throttleOf(id)), target);
    return offset + target.bytesWritten;
  }
}

const dayMs = 86_400_000;

async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const changedAt = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - changedAt > dayMs) await rm(path, { force: true });
  }
}
