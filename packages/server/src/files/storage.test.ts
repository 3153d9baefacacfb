import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { umask } from 'node:process';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FileId, TenantId } from '@tieline/protocol';
import { waitFor } from '@tieline/testkit';
import { Upload } from '@tus/server';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlobKey } from './blob-store.ts';
import { createDiskBlobs } from './disk-blobs.ts';
import type { DiskRoom } from './disk-room.ts';
import { createDiskStaging } from './disk-staging.ts';
import { openS3 } from './s3-storage.ts';
import type { CurrentUploads } from './staging.ts';
import type { OpenStorage } from './storage.ts';

const tenant = '0a1b2c3d-0000-4000-8000-00000000000a' as TenantId;
const hash = 'ab'.repeat(32);
const key: BlobKey = { tenant, hash, form: 'itself' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieline-storage-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(content: Uint8Array | string): Promise<string> {
  const path = join(folder, randomUUID());
  await writeFile(path, content);
  return path;
}

const room: DiskRoom = { hasRoomFor: () => Promise.resolve(true) };
const announced = new Map<string, number>();
/** Bytes that each upload asked for before it went on. */
const paced = new Map<string, number>();
let pace = () => Promise.resolve();
const currentUploads: CurrentUploads = {
  sizeOf: (file) => announced.get(file) ?? null,
  throttleOf: (file) => (bytes) => {
    paced.set(file, (paced.get(file) ?? 0) + bytes);
    return pace();
  },
};

/** The disk, and a store that speaks S3 over the wire. */
const kinds: Record<string, { open(): Promise<OpenStorage>; close(): Promise<void> }> = {
  'a disk': {
    open: async () => ({
      blobs: createDiskBlobs(join(folder, 'blobs'), room),
      staging: createDiskStaging(join(folder, 'uploads'), room, currentUploads),
    }),
    close: async () => undefined,
  },
  'a store that speaks S3': s3(),
};

function s3() {
  let server: S3rver;
  return {
    open: async (): Promise<OpenStorage> => {
      process.env['AWS_ACCESS_KEY_ID'] = 'S3RVER';
      process.env['AWS_SECRET_ACCESS_KEY'] = 'S3RVER';
      server = new S3rver({
        address: '127.0.0.1',
        port: 0,
        silent: true,
        directory: join(folder, 's3'),
        configureBuckets: [{ name: 'files', configs: [] }],
      });
      const { port } = await server.run();
      const endpoint = `http://127.0.0.1:${port}`;
      return openS3({ kind: 's3', bucket: 'files', region: 'us-east-1', endpoint }, currentUploads);
    },
    close: () => server.close(),
  };
}

describe.each(Object.entries(kinds))('files on %s', (_, kind) => {
  let storage: OpenStorage;
  beforeAll(async () => {
    storage = await kind.open();
  });
  afterAll(() => kind.close());

  const read = async (wanted: BlobKey, range: { start: number; end: number } | null = null) => {
    const found = await storage.blobs.open(wanted, range);
    return found && { size: found.size, text: (await buffer(found.bytes)).toString() };
  };
  const listed = async () => {
    const keys: BlobKey[] = [];
    for await (const { key: one, changedAt } of storage.blobs.list()) {
      expect(changedAt.getTime()).toBeGreaterThan(0);
      keys.push(one);
    }
    return keys;
  };

  it('are put, opened whole and in part, listed and removed', async () => {
    expect(await read(key)).toBeNull();
    expect(await storage.blobs.sizeOf(key)).toBeNull();
    expect(await listed()).toEqual([]);
    await storage.blobs.put(key, await fileOf('0123456789'));
    await storage.blobs.put(key, await fileOf('0123456789'));
    await storage.blobs.put({ ...key, form: 'thumbnail' }, await fileOf('small'));
    expect(await read(key)).toEqual({ size: 10, text: '0123456789' });
    expect(await storage.blobs.sizeOf(key)).toBe(10);
    expect(await read(key, { start: 2, end: 4 })).toEqual({ size: 10, text: '234' });
    expect(await read({ ...key, form: 'thumbnail' })).toEqual({ size: 5, text: 'small' });
    expect(await read({ ...key, tenant: tenant.replace('a', 'b') as TenantId })).toBeNull();
    expect((await listed()).map(({ form }) => form).toSorted()).toEqual(['itself', 'thumbnail']);
    for (const form of ['itself', 'thumbnail'] as const) await storage.blobs.remove({ ...key, form });
    await storage.blobs.remove(key);
    expect(await listed()).toEqual([]);
  });

  it('have no name that somebody wrote', async () => {
    const path = await fileOf('x');
    for (const bad of [
      { ...key, tenant: '../../elsewhere' as TenantId },
      { ...key, hash: '../'.repeat(21) + 'x' },
      { ...key, hash: 'AB'.repeat(32) },
    ])
      await expect(storage.blobs.put(bad, path)).rejects.toThrow('This is no key of a content');
  });

  it('arrive in parts, are read as a whole, and are gone when they are removed', async () => {
    const id = randomUUID() as FileId;
    const content = Buffer.alloc(18_000_000, 'abcdefg');
    announced.set(id, content.length);
    const { store } = storage.staging;
    await store.create(new Upload({ id, size: content.length, offset: 0 }));
    const cut = 9_500_000;
    expect(await store.write(Readable.from([content.subarray(0, cut)]), id, 0)).toBe(cut);
    expect((await store.getUpload(id)).offset).toBe(cut);
    expect(await store.write(Readable.from([content.subarray(cut)]), id, cut)).toBe(content.length);
    const whole = await storage.staging.use(id, (path) => readFile(path));
    expect(whole?.equals(content)).toBe(true);
    await storage.staging.remove(id);
    await storage.staging.remove(id);
    expect(await storage.staging.use(id, (path) => readFile(path))).toBeNull();
  });

  it('are throttled: nothing more is read before the throttle resolves', async () => {
    const id = randomUUID() as FileId;
    const parts = Array.from({ length: 48 }, () => Buffer.alloc(65_536, 1));
    const size = parts.length * 65_536;
    announced.set(id, size);
    const { store } = storage.staging;
    await store.create(new Upload({ id, size, offset: 0 }));
    let mayGoOn = () => {};
    pace = () => new Promise((resolve) => (mayGoOn = resolve));
    let taken = 0;
    const source = function* () {
      for (const part of parts) {
        taken += 1;
        yield part;
      }
    };
    const written = store.write(Readable.from(source()), id, 0);
    for (const came of [1, 2, 3]) {
      await waitFor('what came to be asked for', () => paced.get(id) === came * 65_536);
      expect(taken).toBeLessThan(parts.length);
      mayGoOn();
    }
    pace = () => Promise.resolve();
    mayGoOn();
    expect(await written).toBe(size);
    expect(paced.get(id)).toBe(size);
  });
});

describe('what people send', () => {
  it('is for the account of the server alone, also where the folders were there before', async () => {
    const before = umask(0);
    try {
      const open = join(folder, 'open');
      for (const path of [open, join(open, 'blobs'), join(open, 'uploads')]) await mkdir(path);
      const blobs = createDiskBlobs(join(open, 'blobs'), room);
      const { store } = createDiskStaging(join(open, 'uploads'), room, currentUploads);
      await blobs.put(key, await fileOf('secret'));
      const id = randomUUID();
      announced.set(id, 6);
      await store.create(new Upload({ id, size: 6, offset: 0 }));
      await store.write(Readable.from([Buffer.from('secret')]), id, 0);
      const names = await readdir(open, { recursive: true });
      expect(names).toHaveLength(6);
      for (const name of names) {
        const found = await stat(join(open, name));
        expect([name, found.mode & 0o777]).toEqual([name, found.isDirectory() ? 0o700 : 0o600]);
      }
    } finally {
      umask(before);
    }
  });
});

describe('uploads on a disk', () => {
  it('are swept when nobody has written to them for a day', async () => {
    const at = join(folder, 'old-uploads');
    const staging = createDiskStaging(at, room, { ...currentUploads, sizeOf: () => 1 });
    for (const id of ['old', 'new']) await staging.store.create(new Upload({ id, size: 1, offset: 0 }));
    const longAgo = Date.now() / 1000 - 90_000;
    await utimes(join(at, 'old'), longAgo, longAgo);
    await staging.removeOld();
    expect(await readdir(at)).toEqual(['new']);
  });
});
