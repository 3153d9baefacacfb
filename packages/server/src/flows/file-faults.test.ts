import { mkdir, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import type { ConversationId, FileId, TenantId } from '@tieline/protocol';
import {
  announce,
  type Line,
  patch,
  startTestServer,
  type TestServer,
  tusHeaders,
  upload,
  waitFor,
} from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { sweepFiles, sweepStorage } from '../features/files/sweep-files.ts';
import { loadFile, writeFilesHeld } from '../store/files.ts';
import { countWaiting } from '../store/looking.fixture.ts';
import { type Clamd, evilName, evilWord, scanners } from './clamd.fixture.ts';

let server: TestServer;
let erik: Line;
let chat: ConversationId;
let tenant: TenantId;

async function officeOf(on: TestServer) {
  const house = await on.company({
    cast: { erik: { office: {} }, mei: { office: {}, administrator: true } },
  });
  const [one, other] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
  const [row] = await on.store.shared<{ id: TenantId }>('select id from tenants where slug = $1', [
    house.slug,
  ]);
  if (!row) throw new Error('There is no such company');
  return { erik: one, mei: other, chat: (await one.open(other.seat)).id, tenant: row.id };
}

beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
  ({ erik, chat, tenant } = await officeOf(server));
});
afterAll(() => server.close());

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const full = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
const staged = (file: string) => join(server.filesFolder, 'uploads', file);

async function begin(name: string, bytes: Uint8Array<ArrayBuffer>) {
  const announced = await announce(erik.device, { conversation: chat, name, bytes });
  const location = announced.headers.get('location') ?? '';
  return { location, file: location.split('/').at(-1) as FileId };
}

async function offsetOf(location: string): Promise<number> {
  const answer = await fetch(`${server.url}${location}`, {
    method: 'HEAD',
    headers: tusHeaders(erik.device),
  });
  return Number(answer.headers.get('upload-offset'));
}

async function download(file: FileId): Promise<Buffer> {
  const answer = await fetch(`${server.url}/files/office/${chat}/${file}`, {
    headers: { authorization: `Bearer ${erik.device.token}` },
  });
  if (answer.status !== 200) throw new Error(`${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** Sends bytes and hangs up after some of them, as a lost line does. */
async function patchAndHangUp(
  location: string,
  offset: number,
  rest: Uint8Array,
  after: number,
): Promise<void> {
  await new Promise<void>((resolve) => {
    const sending = request(`${server.url}${location}`, {
      method: 'PATCH',
      headers: {
        ...tusHeaders(erik.device),
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
        'content-length': String(rest.length),
      },
    });
    sending.on('error', () => undefined);
    sending.on('close', () => resolve());
    sending.write(rest.subarray(0, after), () => setTimeout(() => sending.destroy(), 5));
  });
}

describe('a line that breaks', () => {
  it('[CONT-4] at whatever byte: the upload goes on, and is what was sent', async () => {
    const bytes = new Uint8Array(400_003).map((_, at) => (at * 31 + (at >> 8)) % 251);
    const { location, file } = await begin('cut.bin', bytes);
    for (const cut of [0, 1, 2, 3, 1000, 16_384, 65_535, 65_536, 65_537]) {
      const offset = await offsetOf(location);
      await patchAndHangUp(location, offset, bytes.subarray(offset), cut);
      await expect.poll(() => offsetOf(location)).toBeLessThanOrEqual(offset + cut);
      expect(await erik.sayInVain(chat, { kind: 'file', file })).toMatchObject({ code: 'upload-incomplete' });
    }
    const offset = await offsetOf(location);
    expect(offset).toBeGreaterThan(0);
    expect((await patch(erik.device, location, offset, bytes.slice(offset))).status).toBe(204);
    await erik.say(chat, { kind: 'file', file });
    expect((await download(file)).equals(Buffer.from(bytes))).toBe(true);
  });

  it('[CONT-4] before the last answer: the message finds out what has arrived', async () => {
    const bytes = bytesOf('all of it');
    const { location, file } = await begin('unanswered.txt', bytes);
    vi.spyOn(server.node.context.files, 'settle').mockRejectedValueOnce(new Error('killed'));
    expect((await patch(erik.device, location, 0, bytes)).status).toBe(500);
    expect(await offsetOf(location)).toBe(bytes.length);
    expect(await erik.say(chat, { kind: 'file', file })).toMatchObject({ file: { size: bytes.length } });
    expect((await download(file)).toString()).toBe('all of it');
  });

  it('[CONT-4] and what was there is lost: it says so, and the file is attached again', async () => {
    const { location, file } = await begin('lost.txt', bytesOf('lost'));
    await patch(erik.device, location, 0, bytesOf('lo'));
    await rm(staged(file));
    expect((await patch(erik.device, location, 2, bytesOf('st'))).status).toBe(410);
    expect(await erik.sayInVain(chat, { kind: 'file', file })).toMatchObject({
      code: 'no-such-upload',
      retry: false,
    });
  });
});

describe('a disk that is full', () => {
  it('[CONT-4] while a file arrives: says so, and goes on when there is room', async () => {
    const bytes = bytesOf('needs some room');
    const { location, file } = await begin('room.txt', bytes);
    await rename(staged(file), `${staged(file)}.aside`);
    await symlink('/dev/full', staged(file));
    const answer = await patch(erik.device, location, 0, bytes);
    expect([answer.status, await answer.json()]).toEqual([
      507,
      expect.objectContaining({ code: 'storage-full', retry: true }),
    ]);
    await rm(staged(file));
    await rename(`${staged(file)}.aside`, staged(file));
    expect((await patch(erik.device, location, 0, bytes)).status).toBe(204);
    await erik.say(chat, { kind: 'file', file });
    expect((await download(file)).toString()).toBe('needs some room');
  });

  it('[CONT-4] when it is put to where it stays: no message points to it, until there is room', async () => {
    const { blobs } = server.node.context.files;
    vi.spyOn(blobs, 'put').mockRejectedValueOnce(full()).mockRejectedValueOnce(full());
    const bytes = bytesOf('needs room to stay');
    const { location, file } = await begin('stay.txt', bytes);
    const answer = await patch(erik.device, location, 0, bytes);
    expect([answer.status, await answer.json()]).toEqual([
      507,
      expect.objectContaining({ code: 'storage-full' }),
    ]);
    const before = (await erik.history(chat)).messages.length;
    expect(await erik.sayInVain(chat, { kind: 'file', file })).toMatchObject({
      code: 'storage-full',
      retry: true,
    });
    expect((await erik.history(chat)).messages).toHaveLength(before);
    expect(await erik.say(chat, { kind: 'file', file })).toMatchObject({ text: 'stay.txt' });
    expect((await download(file)).toString()).toBe('needs room to stay');
  });
});

describe('what nobody needs any more', () => {
  const age = (file: FileId) =>
    server.store.read(tenant, (db) =>
      db.query(`update files set created_at = now() - interval '25 hours' where tenant_id = $1 and id = $2`, [
        tenant,
        file,
      ]),
    );
  const blobs = async () =>
    (await readdir(join(server.filesFolder, 'blobs', tenant), { recursive: true })).filter(
      (name) => name.length > 60,
    );

  it('[CONT-4] is swept after a day: what was never sent, and what nothing points to', async () => {
    const kept = await upload(erik.device, {
      conversation: chat,
      name: 'kept.txt',
      bytes: bytesOf('shared words'),
    });
    await erik.say(chat, { kind: 'file', file: kept });
    const same = await upload(erik.device, {
      conversation: chat,
      name: 'same.txt',
      bytes: bytesOf('shared words'),
    });
    const alone = await upload(erik.device, {
      conversation: chat,
      name: 'alone.txt',
      bytes: bytesOf('words alone'),
    });
    const fresh = await upload(erik.device, {
      conversation: chat,
      name: 'fresh.txt',
      bytes: bytesOf('fresh words'),
    });
    const half = await begin('half.txt', bytesOf('half of it'));
    await patch(erik.device, half.location, 0, bytesOf('half'));
    const before = await blobs();
    for (const file of [kept, same, alone, half.file]) await age(file);
    await sweepFiles(server.node.context);
    expect(await blobs()).toHaveLength(before.length - 1);
    expect((await download(kept)).toString()).toBe('shared words');
    expect((await download(fresh)).toString()).toBe('fresh words');
    await expect(download(alone)).rejects.toThrow('404');
    expect(await readdir(join(server.filesFolder, 'uploads'))).not.toContain(half.file);
    expect(await erik.sayInVain(chat, { kind: 'file', file: same })).toMatchObject({
      code: 'no-such-upload',
    });
  });

  it('[CONT-4] is not swept where a message takes it in the same moment', async () => {
    const file = await upload(erik.device, { conversation: chat, name: 'late.txt', bytes: bytesOf('late') });
    await age(file);
    let sweep = Promise.resolve();
    await server.store.transaction(tenant, async (db) => {
      await writeFilesHeld(db, [file], 1);
      sweep = sweepFiles(server.node.context);
      // Until it has found the file, and waits for who holds it.
      await waitFor('the sweep to wait', async () => (await countWaiting(server.store)) > 0);
    });
    await sweep;
    const kept = await server.store.read(tenant, (db) => loadFile(db, file));
    expect(kept).toMatchObject({ seq: 1, state: 'ready' });
  });

  it('[CONT-4, TEN-1] is found in the storage, whoever has left it there', async () => {
    const kept = await upload(erik.device, {
      conversation: chat,
      name: 'stays.txt',
      bytes: bytesOf('stays'),
    });
    await erik.say(chat, { kind: 'file', file: kept });
    const file = async (owner: string, hash: string, isOld: boolean) => {
      const folder = join(server.filesFolder, 'blobs', owner, hash.slice(0, 2));
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, hash), 'x');
      const at = Date.now() / 1000 - (isOld ? 90_000 : 0);
      await utimes(join(folder, hash), at, at);
    };
    const gone = '00000000-0000-4000-8000-000000000000';
    await file(tenant, 'ab'.repeat(32), true);
    await file(tenant, 'cd'.repeat(32), false);
    await file(gone, 'ef'.repeat(32), true);
    await sweepStorage(server.node.context);
    const names = await readdir(join(server.filesFolder, 'blobs'), { recursive: true });
    const has = (hash: string) => names.some((name) => name.endsWith(hash));
    expect([has('ab'.repeat(32)), has('cd'.repeat(32)), has('ef'.repeat(32))]).toEqual([false, true, false]);
    expect((await download(kept)).toString()).toBe('stays');
  });
});

describe.each(scanners)('a company with a virus scanner %s', (_name, openScanner) => {
  let scanned: TestServer;
  let clamd: Clamd;
  let house: Awaited<ReturnType<typeof officeOf>>;
  beforeAll(async () => {
    clamd = await openScanner();
    scanned = await startTestServer({
      databaseUrl: inject('databaseUrl'),
      files: { clamd: clamd.address },
    });
    house = await officeOf(scanned);
  });
  afterAll(async () => {
    await scanned.close();
    await clamd.close();
  });

  const uploading = (text: string) => ({
    conversation: house.chat,
    name: 'letter.txt',
    bytes: bytesOf(text),
  });

  it('[CONT-4] sends what is clean, and refuses with a reason what is not', async () => {
    const clean = await upload(house.erik.device, uploading('a kind letter'));
    expect(await house.erik.say(house.chat, { kind: 'file', file: clean })).toMatchObject({
      text: 'letter.txt',
    });
    const announced = await announce(house.erik.device, uploading(`an ${evilWord} letter`));
    const location = announced.headers.get('location') ?? '';
    const answer = await patch(house.erik.device, location, 0, bytesOf(`an ${evilWord} letter`));
    const infected = { code: 'file-infected', problem: evilName };
    expect([answer.status, await answer.json()]).toEqual([422, expect.objectContaining(infected)]);
    const file = location.split('/').at(-1) as FileId;
    expect(await house.erik.sayInVain(house.chat, { kind: 'file', file })).toMatchObject(infected);
    const names = await readdir(join(scanned.filesFolder, 'uploads'));
    expect(names).not.toContain(file);
  });

  it('[CONT-4] holds what cannot be scanned until it can', async () => {
    const words = bytesOf('held until it is known');
    await clamd.stop();
    const announced = await announce(house.erik.device, { ...uploading(''), bytes: words });
    const location = announced.headers.get('location') ?? '';
    const file = location.split('/').at(-1) as FileId;
    expect((await patch(house.erik.device, location, 0, words)).status).toBe(503);
    const unread = { code: 'unavailable', retry: true };
    expect(await house.erik.sayInVain(house.chat, { kind: 'file', file })).toMatchObject(unread);
    await clamd.start();
    expect(await house.erik.say(house.chat, { kind: 'file', file })).toMatchObject({ text: 'letter.txt' });
  });

  it('tells the administrator whether there is a scanner, and nobody else', async () => {
    const scannedOf = async (line: Line) =>
      (await line.device.request<{ files: object }>('GET', '/me')).body.files;
    expect(await scannedOf(house.mei)).toMatchObject({ scanned: true });
    expect(await scannedOf(house.erik)).toMatchObject({ scanned: null });
    const without = await officeOf(server);
    expect(await scannedOf(without.mei)).toMatchObject({ scanned: false });
  });
});
