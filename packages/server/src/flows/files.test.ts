import { createHash } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConversationId, FileId } from '@tieline/protocol';
import {
  announce,
  type Device,
  type Line,
  patch,
  startTestServer,
  type TestServer,
  tusHeaders,
  upload,
  wholeCast,
} from '@tieline/testkit';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let server: TestServer;
let erik: Line;
let olivia: Line;
let ada: Line;
let bea: Line;
let stranger: Line;
/** An expert chat, and a direct chat. */
let expert: ConversationId;
let direct: ConversationId;

beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
  const house = await server.company({ cast: wholeCast });
  const other = await server.company({ cast: { erik: { office: {} }, olivia: { office: {} } } });
  [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
  olivia = await house.join('olivia', 'office');
  bea = await house.join('bea', 'console');
  stranger = await other.join('erik', 'office');
  expert = (await ada.open(erik.seat)).id;
  direct = (await erik.open(olivia.seat)).id;
});
afterAll(() => server.close());

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const photo = async (width = 800, height = 600) =>
  new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background: '#4a7' } })
      .withExif({ IFD0: { Copyright: 'Secret-7f3a' } })
      .jpeg()
      .toBuffer(),
  );

function read(line: Line | null, path: string, headers: Record<string, string> = {}): Promise<Response> {
  const authorization = line === null ? {} : { authorization: `Bearer ${line.device.token}` };
  return fetch(`${server.url}${path}`, { headers: { ...authorization, ...headers } });
}

const filePath = (surface: string, chat: ConversationId, file: FileId) => `/files/${surface}/${chat}/${file}`;

async function send(line: Line, conversation: ConversationId, name: string, bytes: Uint8Array<ArrayBuffer>) {
  const file = await upload(line.device, { conversation, name, bytes });
  return { file, said: await line.say(conversation, { kind: 'file', file }) };
}

describe('a file in the office', () => {
  it('[CONT-4, CONT-6] is uploaded, sent, seen and downloaded as it was', async () => {
    const bytes = bytesOf('a,b\n1,2\n');
    const { file, said } = await send(erik, direct, 'numbers, "of" März 📈.csv', bytes);
    const href = filePath('office', direct, file);
    expect(said).toMatchObject({
      text: 'numbers, "of" März 📈.csv',
      file: {
        name: 'numbers, "of" März 📈.csv',
        type: 'text/plain',
        size: 8,
        href,
        preview: 'document',
        picture: null,
      },
    });
    await olivia.caughtUp();
    expect(olivia.heard('message').at(-1)?.message).toMatchObject({ file: { href } });
    expect((await olivia.history(direct)).messages.at(-1)).toMatchObject({ file: { href, size: 8 } });

    const answer = await read(olivia, href);
    expect(answer.status).toBe(200);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename=.*filename\*=UTF-8''/);
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
  });

  it('[CONT-5, CONT-6] has one name, however its letters were composed, and one where nothing of it is seen', async () => {
    const { said } = await send(erik, expert, 'Ma\u0308rz Rene\u0301.pdf', bytesOf('a'));
    expect(said.file).toMatchObject({ name: 'März René.pdf' });
    await ada.caughtUp();
    expect(ada.heard('message').at(-1)?.message.file).toMatchObject({ name: 'März René.pdf' });
    const unseen = await send(erik, expert, '\u2800\u3164', bytesOf('b'));
    expect(unseen.said.file).toMatchObject({ name: 'file' });
    // What people write stays as they wrote it.
    expect(await erik.say(expert, 'Rene\u0301')).toMatchObject({ text: 'Rene\u0301' });
  });

  it('[CONT-6] has pictures where it is an image, upright and without what the camera wrote', async () => {
    const bytes = await photo();
    expect(Buffer.from(bytes).includes('Secret-7f3a')).toBe(true);
    const { file, said } = await send(erik, direct, 'photo.jpg', bytes);
    const href = filePath('office', direct, file);
    expect(said).toMatchObject({
      file: {
        preview: 'image',
        picture: { width: 800, height: 600, thumbnail: `${href}/thumbnail`, large: `${href}/large` },
      },
    });
    for (const [path, width] of [
      [`${href}/thumbnail`, 480],
      [`${href}/large`, 800],
    ] as const) {
      const answer = await read(olivia, path);
      expect(answer.headers.get('content-type')).toBe('image/webp');
      expect(answer.headers.get('content-disposition')).toMatch(/^inline/);
      const picture = Buffer.from(await answer.arrayBuffer());
      const kept = join(server.filesFolder, 'picture');
      await writeFile(kept, picture);
      expect(await sharp(kept).metadata()).toMatchObject({ format: 'webp', width });
      expect(picture.includes('Secret-7f3a')).toBe(false);
    }
    expect(new Uint8Array(await (await read(olivia, href)).arrayBuffer())).toEqual(bytes);
  });

  it('[CONT-6] is answered in ranges, for players and for downloads that go on', async () => {
    const { file } = await send(erik, direct, 'digits.txt', bytesOf('0123456789'));
    const href = filePath('office', direct, file);
    const part = await read(olivia, href, { range: 'bytes=2-4' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
    ]);
    const end = await read(olivia, href, { range: 'bytes=-3' });
    expect([end.status, await end.text()]).toEqual([206, '789']);
    const beyond = await read(olivia, href, { range: 'bytes=10-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
    expect((await read(olivia, href, { range: 'bytes=0-1,3-4' })).status).toBe(200);
    expect((await read(olivia, href, { range: 'lines=1-2' })).status).toBe(200);
    const tag = part.headers.get('etag') ?? '';
    expect((await read(olivia, href, { 'if-none-match': tag })).status).toBe(304);
    expect((await read(stranger, href, { 'if-none-match': tag })).status).toBe(404);
  });

  it('[CONT-6] is of the type that is in it, whatever its name says, and never a page of this server', async () => {
    const cases = [
      ['picture.png', '<!doctype html><script>alert(1)</script>', 'text/plain'],
      ['picture.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'text/plain'],
      ['note.txt', '%PDF-1.7\n%%EOF', 'application/pdf'],
      ['movie.mp4', '\u0000\u0001\u0002', 'application/octet-stream'],
    ] as const;
    for (const [name, text, type] of cases) {
      const { file, said } = await send(erik, direct, name, bytesOf(text));
      expect(said).toMatchObject({ file: { type, preview: 'document', picture: null } });
      const answer = await read(olivia, filePath('office', direct, file));
      expect(answer.headers.get('content-type')).toMatch(/^(application\/octet-stream|text\/plain)/);
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('[CONT-4] is one message, however often it is sent again', async () => {
    const file = await upload(erik.device, {
      conversation: direct,
      name: 'once.txt',
      bytes: bytesOf('once'),
    });
    const first = await erik.say(direct, { kind: 'file', file }, 'the-same-client-id');
    const again = await erik.say(direct, { kind: 'file', file }, 'the-same-client-id');
    expect(again.seq).toBe(first.seq);
    expect(await erik.sayInVain(direct, { kind: 'file', file })).toMatchObject({ code: 'no-such-upload' });
  });

  it('[CONT-4] of no bytes at all is a file as well', async () => {
    const { file } = await send(erik, direct, 'empty.txt', new Uint8Array());
    const answer = await read(olivia, filePath('office', direct, file));
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});

describe('a file and the console', () => {
  it('[CONT-5] is a link with name, type and size, which opens, and no picture of it', async () => {
    const { file } = await send(erik, expert, 'plan.jpg', await photo());
    await ada.caughtUp();
    const href = filePath('console', expert, file);
    const message = ada.heard('message').at(-1)?.message;
    expect(message).toMatchObject({ file: { name: 'plan.jpg', type: 'image/jpeg', href } });
    expect(JSON.stringify(message)).not.toContain('thumbnail');
    const answer = await read(ada, href);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect((await read(ada, `${href}/thumbnail`)).status).toBe(404);
    expect((await read(erik, `${filePath('office', expert, file)}/thumbnail`)).status).toBe(200);
  });

  it('[CONT-4] is not sent from there, not even begun', async () => {
    const answer = await announce(ada.device, { conversation: expert, name: 'x.txt', bytes: bytesOf('x') });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      code: 'refused',
      refusal: { rule: 'CONT-4', code: 'files-not-from-console' },
    });
    const file = '00000000-0000-4000-8000-000000000000' as FileId;
    expect(await ada.sayInVain(expert, { kind: 'file', file })).toMatchObject({
      refusal: { rule: 'CONT-4', code: 'files-not-from-console' },
    });
  });
});

describe('who reads a file', () => {
  it('[CONT-5, TEN-1] is asked each time: anybody else gets the one answer', async () => {
    const { file } = await send(erik, direct, 'secret.txt', bytesOf('secret'));
    const href = filePath('office', direct, file);
    expect((await read(olivia, href)).status).toBe(200);
    const noes = [
      read(null, href),
      read(stranger, href),
      read(ada, href),
      read(ada, filePath('console', direct, file)),
      read(olivia, filePath('console', direct, file)),
      read(erik, filePath('office', expert, file)),
      read(olivia, filePath('office', direct, '00000000-0000-4000-8000-000000000000' as FileId)),
      read(olivia, `${href}/large`),
      read(olivia, `/files/office/${direct}/..%2f..%2f..%2fetc%2fpasswd`),
    ];
    const bodies = await Promise.all(
      noes.map(async (asked) => {
        const answer = await asked;
        return [answer.status, await answer.text()] as const;
      }),
    );
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    expect(bodies[0]?.[0]).toBe(404);
  });

  it('[HIST-5, CONT-1] is nobody any more when the interaction of an agent chat is over', async () => {
    const chat = (await ada.open(bea.seat)).id;
    await ada.say(chat, 'Hello');
    const image = { conversation: chat, name: 'plan.jpg', bytes: await photo(), use: 'image' } as const;
    const file = await upload(ada.device, image);
    const href = filePath('console', chat, file);
    await ada.say(chat, { kind: 'rich', html: `<p>See <img src="${href}" alt="plan"></p>` });
    await bea.caughtUp();
    const message = bea.heard('message').at(-1)?.message;
    expect(message?.surface === 'console' && message.html).toContain(`<img src="${href}" alt="plan">`);
    for (const line of [ada, bea]) expect((await read(line, href)).status).toBe(200);
    await ada.ask('end-interaction', { conversation: chat });
    for (const line of [ada, bea]) expect((await read(line, href)).status).toBe(404);
  });

  it('[HIST-4, CONT-5] is, in an expert chat of release 9.9, whom one of the last thirty messages shows it', async () => {
    const old = await server.company({ cast: wholeCast, release: '9.9' });
    const [agent, expertOf] = [await old.join('ada', 'console'), await old.join('erik', 'office')];
    const chat = (await agent.open(expertOf.seat)).id;
    const { file } = await send(expertOf, chat, 'early.txt', bytesOf('early'));
    for (let count = 0; count < 29; count += 1) await expertOf.say(chat, `message ${count}`);
    expect((await read(agent, filePath('console', chat, file))).status).toBe(200);
    await expertOf.say(chat, 'the thirtieth after it');
    expect((await read(agent, filePath('console', chat, file))).status).toBe(404);
    expect((await read(expertOf, filePath('office', chat, file))).status).toBe(200);
  });

  it('[CONT-4] before it is sent is who brought it', async () => {
    const file = await upload(erik.device, { conversation: direct, name: 'own.txt', bytes: bytesOf('own') });
    expect((await read(erik, filePath('office', direct, file))).status).toBe(200);
    expect((await read(olivia, filePath('office', direct, file))).status).toBe(404);
    expect(await olivia.sayInVain(direct, { kind: 'file', file })).toMatchObject({ code: 'no-such-upload' });
    expect(await erik.sayInVain(expert, { kind: 'file', file })).toMatchObject({ code: 'no-such-upload' });
  });
});

describe('an upload', () => {
  const words = bytesOf('one two three');

  it('[CONT-4] goes on where it was cut off', async () => {
    const announced = await announce(erik.device, { conversation: direct, name: 'parts.txt', bytes: words });
    const location = announced.headers.get('location') ?? '';
    const file = location.split('/').at(-1) as FileId;
    expect((await patch(erik.device, location, 0, words.slice(0, 4))).status).toBe(204);
    expect(await erik.sayInVain(direct, { kind: 'file', file })).toMatchObject({ code: 'upload-incomplete' });
    const headers = tusHeaders(erik.device);
    const head = await fetch(`${server.url}${location}`, { method: 'HEAD', headers });
    expect(head.headers.get('upload-offset')).toBe('4');
    expect((await patch(erik.device, location, 2, words.slice(4))).status).toBe(409);
    expect((await patch(erik.device, location, 4, words.slice(4))).status).toBe(204);
    const whole = await fetch(`${server.url}${location}`, { method: 'HEAD', headers });
    expect([whole.status, whole.headers.get('upload-offset')]).toEqual([200, '13']);
    expect(await erik.say(direct, { kind: 'file', file })).toMatchObject({ file: { size: 13 } });
    expect((await fetch(`${server.url}${location}`, { method: 'HEAD', headers })).status).toBe(404);
  });

  it("[CONT-4] is nobody else's", async () => {
    const announced = await announce(erik.device, { conversation: direct, name: 'mine.txt', bytes: words });
    const location = announced.headers.get('location') ?? '';
    for (const line of [olivia, stranger, ada]) {
      expect((await patch(line.device, location, 0, words)).status).toBe(404);
      const answer = await fetch(`${server.url}${location}`, {
        method: 'DELETE',
        headers: tusHeaders(line.device),
      });
      expect(answer.status).toBe(404);
    }
    expect((await patch(erik.device, location, 0, words)).status).toBe(204);
  });

  it('[CONT-4] that is taken back is gone, and what was there of it', async () => {
    const announced = await announce(erik.device, { conversation: direct, name: 'gone.txt', bytes: words });
    const location = announced.headers.get('location') ?? '';
    await patch(erik.device, location, 0, words.slice(0, 4));
    const staged = join(server.filesFolder, 'uploads');
    const id = location.split('/').at(-1) ?? '';
    expect(await readdir(staged)).toContain(id);
    const answer = await fetch(`${server.url}${location}`, {
      method: 'DELETE',
      headers: tusHeaders(erik.device),
    });
    expect(answer.status).toBe(204);
    expect(await readdir(staged)).not.toContain(id);
    expect((await patch(erik.device, location, 4, words.slice(4))).status).toBe(404);
  });

  it('[CONT-4] is checked before it begins: conversation, metadata, length, session, origin', async () => {
    const good = { conversation: direct, name: 'x', bytes: words };
    expect((await announce(erik.device, good)).status).toBe(201);
    expect((await announce(stranger.device, good)).status).toBe(404);
    const nowhere = '00000000-0000-4000-8000-000000000000' as ConversationId;
    expect((await announce(erik.device, { ...good, conversation: nowhere })).status).toBe(404);
    expect((await announce({ ...erik.device, token: 'x' }, good)).status).toBe(401);
    const post = (headers: Record<string, string>) =>
      fetch(`${server.url}/api/v1/uploads`, {
        method: 'POST',
        headers: { ...tusHeaders(erik.device), ...headers },
      });
    expect((await post({ 'upload-defer-length': '1' })).status).toBe(400);
    expect((await post({ 'upload-length': '5' })).status).toBe(400);
    expect((await post({ 'upload-length': '5', 'upload-metadata': 'name' })).status).toBe(400);
    expect((await post({ 'upload-length': '-5', 'upload-metadata': 'name eA==' })).status).toBe(400);
    expect((await post({ 'upload-length': '5', origin: 'https://elsewhere.test' })).status).toBe(403);
  });

  it('[CONT-4] cannot have more bytes than were announced', async () => {
    const announced = await announce(erik.device, { conversation: direct, name: 'x', bytes: words });
    const location = announced.headers.get('location') ?? '';
    expect((await patch(erik.device, location, 0, bytesOf('one two three and more'))).status).toBe(413);
  });
});

describe('the storage', () => {
  async function blobNames(): Promise<string[]> {
    return (await readdir(join(server.filesFolder, 'blobs'), { recursive: true })).filter((name) =>
      /[0-9a-f]{64}/.test(name),
    );
  }

  it('[TEN-1] keeps a content once for a company, and never for two together', async () => {
    const bytes = bytesOf('the same content, sent twice');
    const hash = createHash('sha256').update(bytes).digest('hex');
    await send(erik, direct, 'first.txt', bytes);
    await send(erik, expert, 'second.txt', bytes);
    expect((await blobNames()).filter((name) => name.endsWith(hash))).toHaveLength(1);
    const colleague = await stranger.find('office', 'Olivia');
    const chat = (await stranger.open(colleague)).id;
    await send(stranger, chat, 'third.txt', bytes);
    expect((await blobNames()).filter((name) => name.endsWith(hash))).toHaveLength(2);
  });
});

describe('the limits of a company', () => {
  let small: TestServer;
  let anna: Line;
  let ben: Line;
  let chat: ConversationId;
  beforeAll(async () => {
    small = await startTestServer({ databaseUrl: inject('databaseUrl') });
    const house = await small.company({
      cast: { anna: { office: {} }, ben: { office: {} } },
      largestFile: 1000,
      fileQuota: 2500,
    });
    [anna, ben] = [await house.join('anna', 'office'), await house.join('ben', 'office')];
    chat = (await anna.open(ben.seat)).id;
  });
  afterAll(() => small.close());

  const device = (): Device => anna.device;

  it('[CONT-4] say how large a file may be, before it is sent', async () => {
    const self = await anna.device.request('GET', '/me');
    expect(self.body).toMatchObject({ files: { largest: 1000, scanned: null } });
    const at = await announce(device(), { conversation: chat, name: 'x', bytes: new Uint8Array(1000) });
    expect(at.status).toBe(201);
    const over = await announce(device(), { conversation: chat, name: 'x', bytes: new Uint8Array(1001) });
    expect(over.status).toBe(413);
    expect(await over.json()).toMatchObject({
      code: 'file-too-large',
      problem: 'A file has at most 1000 bytes here',
    });
    await fetch(`${small.url}${at.headers.get('location')}`, {
      method: 'DELETE',
      headers: tusHeaders(device()),
    });
  });

  it('[CONT-4] say how much all files may take, the same content counted once', async () => {
    const content = new Uint8Array(900).fill(65);
    for (const name of ['a', 'b', 'c', 'd'])
      await upload(device(), { conversation: chat, name, bytes: content });
    await upload(device(), { conversation: chat, name: 'e', bytes: new Uint8Array(900).fill(66) });
    const over = await announce(ben.device, { conversation: chat, name: 'f', bytes: new Uint8Array(701) });
    expect([over.status, await over.json()]).toEqual([
      413,
      expect.objectContaining({ code: 'quota-reached' }),
    ]);
    expect(
      (await announce(ben.device, { conversation: chat, name: 'g', bytes: new Uint8Array(700) })).status,
    ).toBe(201);
  });
});
