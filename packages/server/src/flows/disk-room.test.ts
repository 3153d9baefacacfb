import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConversationId } from '@tieline/protocol';
import { announce, type Line, patch, startTestServer, type TestServer, tusHeaders } from '@tieline/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';

const megabyte = 1024 ** 2;
const reserve = 2 * megabyte;

/** Bytes that are free on the disk, as the system would say. */
let free = Infinity;
const { statfs } = fs;
const said: string[] = [];
let folder: string;
let server: TestServer;
let erik: Line;
let stranger: Line;
let chat: ConversationId;

beforeAll(async () => {
  Object.assign(fs, {
    statfs: async (path: string) => {
      const real = await statfs(path);
      return Object.assign(real, { bavail: Math.min(real.bavail, Math.floor(free / real.bsize)) });
    },
  });
  syncBuiltinESMExports();
  folder = await fs.mkdtemp(join(tmpdir(), 'tieline-disk-room-'));
  server = await startTestServer({
    databaseUrl: inject('databaseUrl'),
    files: { storage: { kind: 'disk', folder, reserve } },
    onLog: (line) => said.push(line),
  });
  const cast = { erik: { office: {} }, mei: { office: {} } };
  const [here, there] = [await server.company({ cast }), await server.company({ cast })];
  const mei = await here.join('mei', 'office');
  [erik, stranger] = [await here.join('erik', 'office'), await there.join('erik', 'office')];
  chat = (await erik.open(mei.seat)).id;
});
beforeEach(() => {
  free = Infinity;
});
afterAll(async () => {
  await server.close();
  Object.assign(fs, { statfs });
  syncBuiltinESMExports();
  await fs.rm(folder, { recursive: true, force: true });
});

const readyz = async () => {
  const answer = await fetch(`${server.url}/readyz`);
  return [answer.status, await answer.json()];
};
const begin = (bytes: Uint8Array<ArrayBuffer>) =>
  announce(erik.device, { conversation: chat, name: 'scan.bin', bytes });
const offsetOf = async (location: string): Promise<number> => {
  const answer = await fetch(`${server.url}${location}`, {
    method: 'HEAD',
    headers: tusHeaders(erik.device),
  });
  return Number(answer.headers.get('upload-offset'));
};

describe('[CONT-4] a disk that fills up keeps room for the database:', () => {
  it('an upload that there is no room for is not begun, and one that there is room for is', async () => {
    free = reserve + 8 * megabyte;
    const refused = await begin(new Uint8Array(5 * megabyte));
    expect([refused.status, await refused.json()]).toEqual([
      507,
      expect.objectContaining({ code: 'storage-full', retry: true }),
    ]);
    expect((await begin(new Uint8Array(3 * megabyte))).status).toBe(201);
  });

  it('one that has begun stops before the reserve, keeps what has come, and goes on when there is room', async () => {
    const bytes = new Uint8Array(6 * megabyte).map((_, at) => at % 251);
    const location = (await begin(bytes)).headers.get('location') ?? '';
    expect((await patch(erik.device, location, 0, bytes.slice(0, 2 * megabyte))).status).toBe(204);
    free = reserve;
    const answers: unknown[] = [];
    const before = said.length;
    for (let times = 0; times < 20; times += 1) {
      const answer = await patch(erik.device, location, await offsetOf(location), bytes.slice(2 * megabyte));
      answers.push([answer.status, ((await answer.json()) as { code: string }).code]);
    }
    expect(answers).toEqual(answers.map(() => [507, 'storage-full']));
    // Whoever tries on and on fills the log as little as the disk.
    expect(said.slice(before)).toEqual([]);
    const offset = await offsetOf(location);
    expect(offset).toBe(2 * megabyte);
    free = Infinity;
    expect((await patch(erik.device, location, offset, bytes.slice(offset))).status).toBe(204);
  });

  it('messages go on meanwhile, also of other companies, and the server says what there is no room for', async () => {
    expect(await readyz()).toEqual([200, { ready: true, uploads: 'open' }]);
    free = reserve - 1;
    expect((await begin(new Uint8Array(1))).status).toBe(507);
    expect(await readyz()).toEqual([200, { ready: true, uploads: 'no-room' }]);
    await erik.say(chat, 'still here');
    const theirs = await stranger.open(await stranger.find('office', 'Mei'));
    await stranger.say(theirs.id, 'and here');
  });
});

it('a node whose lease is not written is not ready, and is again once it is', async () => {
  const node = await server.startNode();
  const readyOf = async () => (await fetch(`${node.url}/readyz`)).status;
  expect(await readyOf()).toBe(200);
  const release = node.holdHeartbeat();
  await expect.poll(readyOf, { timeout: 10_000 }).toBe(503);
  release();
  await expect.poll(readyOf, { timeout: 10_000 }).toBe(200);
});
