import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConversationId } from '@tieline/protocol';
import {
  type Company,
  type Line,
  startTestServer,
  testPassword,
  type TestServer,
  upload,
  waitFor,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Document, readDocument } from './documents.fixture.ts';

type Json = Record<string, unknown>;

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: unknown }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: unknown }> };
  readonly responses: Record<string, Answered>;
}
interface Answered {
  readonly headers?: Json;
  readonly content?: Record<string, { readonly schema: unknown }>;
}

let server: TestServer;
let folder: string;
let house: Company<WholeCast>;
let openapi: Document;
const operations = new Map<string, { method: string; path: string; operation: Operation }>();
/** Operations and the statuses that they have answered with. */
const answered = new Map<string, Set<number>>();
const wrong: string[] = [];

async function load(path: string): Promise<Document> {
  return readDocument((await (await fetch(`${server.url}${path}`)).json()) as Json);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieline-pages-'));
  for (const place of ['', 'office', 'console']) {
    await mkdir(join(folder, place), { recursive: true });
    await writeFile(join(folder, place, 'index.html'), '<!doctype html><title>A page</title>');
  }
  server = await startTestServer({ databaseUrl: inject('databaseUrl'), webFolder: folder, markSeconds: 1 });
  house = await server.company({ cast: wholeCast, largestFile: 1000 });
  openapi = await load('/openapi.json');
  for (const [path, item] of Object.entries(openapi.whole['paths'] as Record<string, Json>)) {
    const shared = (item['parameters'] ?? []) as Operation['parameters'] & object;
    for (const method of ['get', 'head', 'post', 'patch', 'delete']) {
      const own = item[method] as Operation | undefined;
      if (!own) continue;
      const operation = { ...own, parameters: [...shared, ...(own.parameters ?? [])] };
      operations.set(own.operationId, { method: method.toUpperCase(), path, operation });
    }
  }
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface Asking {
  readonly as?: Line;
  readonly params?: Record<string, string | number>;
  readonly query?: Record<string, string | number>;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: never;
}

/** Asks as the document says, and holds the answer against it. */
async function ask(id: string, asking: Asking = {}): Promise<Reply> {
  const { as, params = {}, query = {}, headers = {}, body, bytes } = asking;
  const found = operations.get(id);
  if (!found) throw new Error(`There is no operation ${id}`);
  const { method, path, operation } = found;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
  );
  for (const name of Object.keys({ ...params, ...query }))
    if (!operation.parameters?.some((one) => one.name === name)) wrong.push(`${id} takes no ${name}`);
  const response = await fetch(`${server.url}${filled}${search.size > 0 ? `?${search.toString()}` : ''}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(as ? { authorization: `Bearer ${as.device.token}`, 'x-tieline-surface': as.device.surface } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(bytes ? { body: bytes } : {}),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: look(id, operation, response, text) as never,
  };
}

function look(id: string, { responses }: Operation, { status, headers }: Response, text: string): unknown {
  answered.set(id, (answered.get(id) ?? new Set()).add(status));
  const documented = responses[status];
  if (!documented) {
    wrong.push(`${id} answers ${status}, which is not documented: ${text.slice(0, 200)}`);
    return null;
  }
  for (const name of Object.keys(documented.headers ?? {}))
    if (!headers.has(name) && name !== 'Set-Cookie') wrong.push(`${id} ${status} has no header ${name}`);
  if (text === '') return null;
  const type = headers.get('content-type')?.split(';')[0] ?? 'none';
  const media = documented.content?.[type] ?? documented.content?.['*/*'];
  if (!media) wrong.push(`${id} ${status} has an undocumented body of ${type}: ${text.slice(0, 200)}`);
  if (type !== 'application/json') return text;
  const value: unknown = JSON.parse(text);
  const problem = media ? openapi.problem(media.schema, value) : null;
  if (problem !== null) wrong.push(`${id} ${status}: ${problem}`);
  return value;
}

const tus = { 'tus-resumable': '1.0.0' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const announcing = (
  chat: ConversationId,
  name: string,
  size: number,
  use = 'file',
): Record<string, string> => ({
  ...tus,
  'upload-length': String(size),
  'upload-metadata': `conversation ${base64(chat)},name ${base64(name)},use ${base64(use)}`,
});
const nobody = randomUUID();
const clientId = (): string => randomUUID();
const plain = (text: string): object => ({ clientId: clientId(), body: { kind: 'plain', text } });
const long = JSON.stringify({ seat: 'x'.repeat(300_000) });

/** Whoever asks for a socket and is not let in. */
function askForSocket(
  query: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = plainRequest(`${server.url}/api/v1/socket${query}`, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': base64('sixteen letters!'),
        ...headers,
      },
    });
    asked.once('error', reject);
    asked.once('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, text: '' });
    });
    asked.end();
  });
}

describe('openapi.json', () => {
  it('[EXPL-1] names every status, every field and every header of what the routes answer', async () => {
    const [erik, mei, olivia, ada, bea] = await Promise.all([
      house.join('erik', 'office'),
      house.join('mei', 'office'),
      house.join('olivia', 'office'),
      house.join('ada', 'console'),
      house.join('bea', 'console'),
    ]);
    const noor = await house.join('noor', 'office');
    const { id: direct } = await erik.open(mei.seat);
    const { id: expert } = await erik.open(ada.seat);
    const { id: agents } = await ada.open(bea.seat);

    const account = { company: house.slug, email: `erik@${house.slug}.example`, password: testPassword };
    await ask('log-in', { body: { ...account, credential: 'token' } });
    const cookies = (await ask('log-in', { body: account })).headers.getSetCookie();
    await ask('log-in', { body: { ...account, email: `noor@${house.slug}.example` } });
    await ask('log-in', { body: { ...account, password: 'wrong' } });
    await ask('log-in', { body: { ...account, side: 'console' } });
    await ask('log-in', { body: { ...account, unknown: 1 } });
    await ask('log-in', { body: '{' });
    await ask('log-in', { body: long });
    await ask('log-in', { body: account, headers: { origin: 'https://elsewhere.example' } });
    await ask('load-signed-in');
    const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
    expect((await ask('load-signed-in', { headers: { cookie } })).body).toMatchObject({
      selves: [{ seat: erik.seat }],
    });
    await ask('load-self', { as: erik });
    await ask('load-self', { as: ada });
    await ask('load-self');
    await ask('load-sessions', { as: erik, query: { limit: 1 } });
    await ask('load-sessions', { as: erik, query: { limit: 0 } });
    await ask('revoke-session', { as: mei, params: { session: nobody } });
    await ask('revoke-session', { as: mei, params: { session: 'x' } });
    const other = await house.join('mei', 'office');
    await ask('revoke-session', { as: mei, params: { session: other.device.session } });
    await ask('revoke-other-sessions', { as: mei });
    for (const [as, roster] of [
      [erik, 'office'],
      [ada, 'agents'],
      [ada, 'directory'],
      [erik, 'directory'],
    ] as const)
      await ask('load-roster', { as, params: { roster }, query: { search: 'a', limit: 2 } });
    await ask('load-roster', { as: erik, params: { roster: 'x' } });
    await ask('load-roster', { as: erik, params: { roster: 'office' }, query: { after: 'x' } });

    await ask('open-conversation', { as: erik, body: { seat: ada.seat } });
    await ask('open-conversation', { as: erik, body: { seat: erik.seat } });
    await ask('open-conversation', { as: erik, body: { seat: nobody } });
    await ask('open-conversation', { as: erik, body: {} });
    await ask('open-conversation', { as: erik, body: long });
    const send = (as: Line, conversation: string, body: unknown): Promise<Reply> =>
      ask('send-message', { as, params: { conversation }, body });
    await send(erik, direct, plain('One'));
    await send(erik, expert, plain('Two'));
    await send(ada, expert, { clientId: clientId(), body: { kind: 'rich', html: '<p>A <b>form</b></p>' } });
    await send(ada, agents, plain('Three'));
    await send(erik, direct, plain(''));
    await send(erik, direct, plain('x'.repeat(20_000)));
    await send(erik, direct, plain('\u0000'));
    await send(erik, nobody, plain('Four'));
    await send(erik, direct, { clientId: clientId(), body: { kind: 'file', file: nobody } });
    await send(erik, expert, { clientId: clientId(), body: { kind: 'rich', html: '<p>Five</p>' } });

    // Uploads, files and pages.
    const begun = await ask('begin-upload', { as: erik, headers: announcing(direct, 'map.txt', 5) });
    const file = begun.headers.get('location')?.split('/').at(-1) ?? '';
    await ask('begin-upload', { as: erik, headers: announcing(direct, 'big.txt', 5000) });
    await ask('begin-upload', { as: erik, headers: announcing(nobody as ConversationId, 'map.txt', 5) });
    await ask('begin-upload', { as: ada, headers: announcing(agents, 'map.txt', 5) });
    await ask('begin-upload', { as: erik, headers: tus });
    const { 'tus-resumable': _, ...untold } = announcing(direct, 'map.txt', 5);
    await ask('begin-upload', { as: erik, headers: untold });
    await ask('begin-upload', { headers: announcing(direct, 'map.txt', 5) });
    const bytes = new TextEncoder().encode('seals');
    const patching = (offset: number): Record<string, string> => ({
      ...tus,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    });
    const patch = (id: string, headers: Record<string, string>, content = bytes): Promise<Reply> =>
      ask('send-bytes', { as: erik, params: { file: id }, headers, bytes: content });
    await ask('load-upload', { as: erik, params: { file }, headers: tus });
    await ask('load-upload', { as: mei, params: { file }, headers: tus });
    await ask('load-upload', { params: { file }, headers: tus });
    await patch(file, patching(3));
    await patch(file, { ...tus, 'content-type': 'application/offset+octet-stream' });
    await patch(nobody, patching(0));
    const { 'tus-resumable': _version, ...unversioned } = patching(0);
    await patch(file, unversioned);
    await ask('load-upload', { as: erik, params: { file } });
    await patch(file, patching(0), new TextEncoder().encode('more than was announced'));
    await patch(file, patching(0));
    await patch(file, patching(0));
    await ask('load-upload', { as: erik, params: { file }, headers: tus });
    const spoiled = await ask('begin-upload', { as: ada, headers: announcing(expert, 'x.png', 5, 'image') });
    await ask('send-bytes', {
      as: ada,
      params: { file: spoiled.headers.get('location')?.split('/').at(-1) ?? '' },
      headers: patching(0),
      bytes,
    });
    const taken = await ask('begin-upload', { as: erik, headers: announcing(direct, 'map.txt', 5) });
    const cancelled = taken.headers.get('location')?.split('/').at(-1) ?? '';
    await ask('cancel-upload', { as: erik, params: { file: cancelled }, headers: tus });
    await ask('cancel-upload', { as: erik, params: { file: cancelled }, headers: tus });
    await send(erik, direct, { clientId: clientId(), body: { kind: 'file', file } });
    const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const uploader = { url: server.url, token: erik.device.token, surface: 'office' } as const;
    const image = await upload(uploader, {
      conversation: direct,
      name: 'map.png',
      bytes: new Uint8Array(picture),
    });
    await send(erik, direct, { clientId: clientId(), body: { kind: 'file', file: image } });
    const place = (id: string): Record<string, string> => ({
      surface: 'office',
      conversation: direct,
      file: id,
    });
    for (const [form, id] of [
      ['file', file],
      ['file-thumbnail', image],
      ['file-large', image],
    ] as const)
      for (const method of ['load', 'head']) {
        const get = (as: Line, headers: Record<string, string> = {}): Promise<Reply> =>
          ask(`${method}-${form}`, { as, params: place(id), headers });
        const tag = (await get(mei)).headers.get('etag') ?? '';
        await get(mei, { 'if-none-match': tag });
        await get(mei, { range: 'bytes=0-1' });
        await get(mei, { range: 'bytes=900-901' });
        await get(ada);
      }
    await ask('load-file-thumbnail', { as: mei, params: place(file) });
    const seal = await upload(
      { url: server.url, token: ada.device.token, surface: 'console' },
      { conversation: expert, name: 'seal.png', use: 'image', bytes: new Uint8Array(picture) },
    );
    const rich = { kind: 'rich', html: `<p>Look: <img src="image:${seal}" alt="A seal"></p>` };
    const { body: said } = await send(ada, expert, { clientId: clientId(), body: rich });
    const { seq } = (said as { message: { seq: number } }).message;
    const shown = await ask('load-formatted', { as: erik, params: { conversation: expert, seq } });
    const grant = shown.headers.get('location')?.split('/').at(-1)?.split('?')[0] ?? '';
    await ask('load-formatted', { as: mei, params: { conversation: expert, seq: 2 } });
    const { body: page } = await ask('show-formatted', { as: erik, params: { grant } });
    await ask('show-formatted', { as: mei, params: { grant } });
    const part = { grant: /\/shown\/([^"]+)/.exec(page as string)?.[1] ?? '' };
    const tag = (await ask('show-formatted', { params: part })).headers.get('etag') ?? '';
    await ask('show-formatted', { params: part, headers: { 'if-none-match': tag } });
    await ask('show-formatted', { params: part, headers: { range: 'bytes=0-1' } });
    await ask('show-formatted', { params: part, headers: { range: 'bytes=90000-90001' } });

    for (const as of [erik, ada, noor])
      for (const list of ['own', 'archive'])
        await ask('load-conversations', { as, query: { list, limit: 1 } });
    await ask('load-conversations', { as: erik, query: { after: 'x' } });
    await ask('load-conversation', { as: erik, params: { conversation: direct } });
    await ask('load-conversation', { as: erik, params: { conversation: agents } });
    for (const [as, conversation] of [
      [erik, direct],
      [erik, expert],
      [ada, expert],
      [ada, agents],
      [mei, agents],
    ] as const)
      await ask('load-history', { as, params: { conversation }, query: { limit: 50 } });
    await ask('load-history', { as: erik, params: { conversation: direct }, query: { limit: 0 } });

    const between = { from: ada.seat, to: erik.seat };
    await ask('explain', { as: olivia, query: between });
    await ask('explain', { as: olivia, query: { from: ada.seat, to: bea.seat } });
    await ask('explain', { as: erik, query: between });
    await ask('explain', { as: olivia, query: { ...between, to: nobody } });
    await ask('load-refusals', { as: erik });
    const refusals = await waitFor('a refusal to be written', async () => {
      const { body } = await ask('load-refusals', { as: olivia, query: { limit: 5 } });
      return (body as { refusals: unknown[] }).refusals.length > 0;
    });
    expect(refusals).toBe(true);
    for (const id of ['livez', 'readyz', 'openapi', 'asyncapi', 'log-in-page']) await ask(id);
    await ask('office-page', { params: { place: '' }, headers: { cookie } });
    await ask('office-page', { params: { place: 'chats' } });
    await ask('console-page', { params: { place: '' } });
    const adaCookies = (
      await ask('log-in', { body: { ...account, email: `ada@${house.slug}.example` } })
    ).headers.getSetCookie();
    await ask('console-page', { params: { place: '' }, headers: { cookie: adaCookies.join('; ') } });
    await ask('log-out', { as: noor });
    await ask('log-out', { as: noor });

    const spoken = { 'sec-websocket-protocol': 'tieline.v1' };
    const bearer = { authorization: `Bearer ${erik.device.token}` };
    for (const [query, headers] of [
      ['?surface=office', { ...spoken, ...bearer }],
      ['?surface=office', spoken],
      ['', { ...spoken, ...bearer }],
      ['?surface=office', bearer],
      ['?surface=office', { ...spoken, ...bearer, origin: 'https://elsewhere.example' }],
    ] as const) {
      const { status, text } = await askForSocket(query, headers);
      const head = { status, headers: new Headers({ 'content-type': 'application/json' }) } as Response;
      look('open-socket', operations.get('open-socket')?.operation as Operation, head, text);
    }

    await ask('open-socket');
    await ask('load-conversation', { as: erik, params: { conversation: 'x' } });
    await ask('explain', { as: olivia });
    await ask('load-refusals', { as: olivia, query: { limit: 0 } });
    // Without a session, and from a page of somebody else, everything is asked once.
    const any = {
      session: nobody,
      roster: 'office',
      conversation: nobody,
      file: nobody,
      surface: 'office',
      seq: 1,
    };
    for (const [id, { method, path, operation }] of operations) {
      const params = Object.fromEntries(Object.entries(any).filter(([name]) => path.includes(`{${name}}`)));
      const body = operation.requestBody?.content['application/json'] ? { body: {} } : {};
      const headers =
        id === 'send-bytes' ? { ...patching(0), origin: 'https://elsewhere.example' } : { ...tus };
      if (operation.responses['401'] && id !== 'open-socket' && id !== 'log-in')
        await ask(id, { params, headers: id === 'send-bytes' ? patching(0) : headers, ...body });
      if (['POST', 'PATCH', 'DELETE'].includes(method))
        await ask(id, { params, headers: { ...headers, origin: 'https://elsewhere.example' }, ...body });
    }

    expect(wrong).toEqual([]);
    const undone = [...operations.keys()].filter(
      (id) => ![...(answered.get(id) ?? [])].some((status) => status < 400),
    );
    expect(undone).toEqual([]);
    // The faults of a server, and of a client in a hurry, are brought about by other tests.
    const faults = new Set(['429', '500', '503', '507']);
    const never = [...operations].flatMap(([id, { operation }]) =>
      Object.keys(operation.responses)
        .filter((status) => !faults.has(status) && !answered.get(id)?.has(Number(status)))
        .map((status) => `${id} ${status}`),
    );
    expect(never).toEqual([
      // A seat that is taken away in this very moment.
      'load-self 404',
      'load-roster 404',
      'load-conversations 404',
      // A file in which something is found only when it is sent.
      'send-message 422',
      // Two who go on with one upload, and a page that is loaded again after five minutes.
      'send-bytes 400',
      'show-formatted 303',
    ]);
  });
});
