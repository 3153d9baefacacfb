import { readFileSync, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConversationId } from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, tusHeaders, upload } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const secret = 'Secret-7f3a, in a file outside';

/** Ways out of a folder, with `{FILE}` where the name of what is outside goes; and more where a larger set is at hand. */
const own = [
  '../{FILE}',
  '/../../{FILE}',
  '..%2f..%2f{FILE}',
  '%2e%2e/%2e%2e/{FILE}',
  '%2e%2e%2f%2e%2e%2f{FILE}',
  '..%252f..%252f{FILE}',
  '..%5c..%5c{FILE}',
  '..\\..\\{FILE}',
  '..%c0%af..%c0%af{FILE}',
  '....//....//{FILE}',
  '..;/..;/{FILE}',
  './/..//..//{FILE}',
  '%00/../{FILE}',
  '{FILE}%00.png',
  'file:///{FILE}',
];
const more = fileURLToPath(new URL('../../../../../shared/corpus/traversal.json', import.meta.url));
const corpus: readonly string[] = existsSync(more)
  ? [...own, ...(JSON.parse(readFileSync(more, 'utf8')) as string[])]
  : own;

let folder: string;
let server: TestServer;
let erik: Line;
let chat: ConversationId;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieline-traversal-'));
  await mkdir(join(folder, 'web', 'office'), { recursive: true });
  await mkdir(join(folder, 'web', 'assets'));
  await writeFile(join(folder, 'web', 'office', 'index.html'), 'the office');
  await writeFile(join(folder, 'web', 'assets', 'good.txt'), 'an asset');
  await writeFile(join(folder, 'secret.txt'), secret);
  server = await startTestServer({
    databaseUrl: inject('databaseUrl'),
    webFolder: join(folder, 'web'),
    limits: { sessionRate: 0, companyRate: 0, badCredentials: 0 },
    files: { storage: { kind: 'disk', folder: join(folder, 'files'), reserve: 0 } },
  });
  const house = await server.company({ cast: { erik: { office: {} }, mei: { office: {} } } });
  erik = await house.join('erik', 'office');
  chat = (await erik.open(await erik.find('office', 'Mei'))).id;
  file = await upload(erik.device, { conversation: chat, name: 'x.txt', bytes: new Uint8Array([120]) });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Everything there is around the storage, but for what is in it. */
const around = async () =>
  (await readdir(folder, { recursive: true })).filter((name) => !name.startsWith('files/')).toSorted();

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** As it is written: `fetch` would tidy the path up. */
async function ask(
  path: string,
  { method = 'GET', headers = {} }: Asked = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const sent = request({
      hostname,
      port,
      path,
      method,
      headers: { ...tusHeaders(erik.device), ...headers },
    });
    sent.on('response', (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(pieces).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** What Node's own client refuses to send, as it is no path. */
const isSendable = (path: string) => !/[^\u0021-\u00ff]/.test(path);

describe('a name that leads out of its folder', () => {
  /** Each route that takes a name, with the name where it goes. */
  const routes: readonly [string, (name: string) => [path: string, asked: Asked]][] = [
    ['pages', (name) => [`/${name}`, {}]],
    ['places in the office app', (name) => [`/office/${name}`, {}]],
    ['assets', (name) => [`/assets/${name}`, {}]],
    ['a file', (name) => [`/files/office/${chat}/${name}`, {}]],
    ['a form of a file', (name) => [`/files/office/${chat}/${file}/${name}`, {}]],
    ['the conversation of a file', (name) => [`/files/office/${name}/${file}`, {}]],
    ['a formatted message', (name) => [`/formatted/${chat}/${name}`, {}]],
    ['a signed address', (name) => [`/shown/${name}`, {}]],
    ['an upload, asked about', (name) => [`/api/v1/uploads/${name}`, { method: 'HEAD' }]],
    [
      'an upload, written to',
      (name) => [
        `/api/v1/uploads/${name}`,
        {
          method: 'PATCH',
          headers: { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
        },
      ],
    ],
    ['an upload, taken back', (name) => [`/api/v1/uploads/${name}`, { method: 'DELETE' }]],
  ];

  it.each(routes)('reads and writes nothing outside: %s', async (_, at) => {
    expect((await ask('/assets/good.txt')).body).toBe('an asset');
    expect((await ask(`/files/office/${chat}/${file}`)).body).toBe('x');
    const before = await around();
    const names = corpus.flatMap((way) =>
      ['secret.txt', join(folder, 'secret.txt').slice(1)].map((name) => way.replaceAll('{FILE}', name)),
    );
    let asked = 0;
    for (const name of names) {
      const [path, options] = at(name.replace(/^\//, ''));
      if (!isSendable(path)) continue;
      const { status, body } = await ask(path, options);
      expect({ path, found: body.includes('Secret-7f3a') }).toEqual({ path, found: false });
      expect({ path, fault: status >= 500 }).toEqual({ path, fault: false });
      asked += 1;
    }
    expect(asked).toBeGreaterThan(own.length);
    expect(await around()).toEqual(before);
  });

  it('is a name like any other where it is the name of a file', async () => {
    const before = await around();
    for (const way of corpus) {
      const name = way.replaceAll('{FILE}', 'secret.txt');
      // Longer ones do not fit into a header.
      if (name.length > 5000) continue;
      const id = await upload(erik.device, { conversation: chat, name, bytes: new Uint8Array([120]) });
      const answer = await ask(`/files/office/${chat}/${id}`);
      expect(answer).toEqual({ status: 200, body: 'x' });
      await ask(`/api/v1/uploads/${id}`, { method: 'DELETE' });
    }
    expect(await around()).toEqual(before);
  });
});
