import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { ConversationView, FileId, HistoryPage, RosterPage } from '@tieline/protocol';
import {
  announce,
  type Device,
  exhaustLog,
  openRawSocket,
  patch,
  signIn,
  tusHeaders,
} from '@tieline/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, openCommandLine } from './command-line.ts';
import { type SmallDisk, smallDisks } from './small-disk.ts';

let server: CommandLine;
let url: string;
let erik: Device;
let chat: ConversationView['id'];

/** Starts a server of its own for what follows, with Erik in it and a colleague of his. */
async function open(onFolder?: (folder: string) => () => void): Promise<void> {
  server = await openCommandLine(onFolder);
  url = await server.start();
  await enter();
  const { body: roster } = await erik.request<RosterPage>('GET', '/rosters/office');
  const colleague = roster.entries.find(({ start }) => start.allowed);
  const opened = await erik.request<{ conversation: ConversationView }>('POST', '/conversations', {
    seat: colleague?.seat,
  });
  chat = opened.body.conversation.id;
}

/** Signs in, and stays: who sends is logged in. */
async function enter(): Promise<void> {
  erik = await signIn({ url, slug: 'harbor', password: 'tieline-demo' }, 'erik', 'office');
  await openRawSocket(url, erik.token, 'office');
}

/** Sends what comes at `offset`, and kills the server when so many bytes of it have left here. */
async function patchAndKill(
  location: string,
  offset: number,
  rest: Uint8Array,
  after: number,
): Promise<void> {
  const sending = request(`${url}${location}`, {
    method: 'PATCH',
    headers: {
      ...tusHeaders(erik),
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
      'content-length': String(rest.length),
    },
  });
  const over = new Promise<void>((resolve) => sending.on('error', () => resolve()));
  await new Promise<void>((resolve) => sending.write(rest.subarray(0, after), () => resolve()));
  await server.kill();
  sending.destroy();
  await over;
}

async function offsetOf(location: string): Promise<number> {
  const answer = await fetch(`${url}${location}`, { method: 'HEAD', headers: tusHeaders(erik) });
  return Number(answer.headers.get('upload-offset'));
}

/** Every message that holds a file, and whether what it points to is there and whole. */
async function filesOfHistory(): Promise<{ name: string; whole: boolean }[]> {
  const { body } = await erik.request<HistoryPage>('GET', `/conversations/${chat}/messages`);
  const found = [];
  for (const message of body.messages) {
    if (!message.file) continue;
    const answer = await fetch(`${url}${message.file.href}`, {
      headers: { authorization: `Bearer ${erik.token}` },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    found.push({
      name: message.file.name,
      whole: answer.status === 200 && bytes.equals(contentOf(message.file.name)),
    });
  }
  return found;
}

/** A megabyte and a half that only this name has. */
function contentOf(name: string): Buffer {
  return Buffer.alloc(1_500_003, `${name} `);
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const post = (clientId: string, body: object): Promise<Answer> =>
  erik.request('POST', `/conversations/${chat}/messages`, { clientId, body });
const send = (file: FileId, clientId: string) => post(clientId, { kind: 'file', file });
const say = (text: string, clientId: string) => post(clientId, { kind: 'plain', text });

async function begin(name: string) {
  const bytes = new Uint8Array(contentOf(name));
  const announced = await announce(erik, { conversation: chat, name, bytes });
  const location = announced.headers.get('location') ?? '';
  return { bytes, location, file: location.split('/').at(-1) as FileId };
}

describe('a server that is killed in the middle of an upload', () => {
  beforeAll(() => open());
  afterAll(() => server.close());

  it('[CONT-4, DEL-5] at whatever byte: it goes on when the server is back, and is what was sent', async () => {
    const name = 'killed-while-it-arrived.bin';
    const { bytes, location, file } = await begin(name);
    for (const after of [1, 70_000, 400_000]) {
      const offset = await offsetOf(location);
      await patchAndKill(location, offset, bytes.subarray(offset), after);
      url = await server.start();
      await enter();
      expect(await offsetOf(location)).toBeLessThanOrEqual(offset + after);
      expect((await send(file, randomUUID())).body).toMatchObject({ code: 'upload-incomplete' });
    }
    const offset = await offsetOf(location);
    expect((await patch(erik, location, offset, bytes.slice(offset))).status).toBe(204);
    expect((await send(file, randomUUID())).status).toBe(200);
    expect(await filesOfHistory()).toContainEqual({ name, whole: true });
  });

  it.each(['file-claimed', 'file-put', 'file-ready', 'before-insert', 'after-commit'])(
    '[CONT-4, DEL-5, DEL-6] at the point %s: no message points to what is not there, and it is sent once',
    async (point) => {
      await server.kill();
      url = await server.start(point);
      await enter();
      const name = `killed-at-${point}.bin`;
      const { bytes, location, file } = await begin(name);
      const clientId = randomUUID();
      // Either of them is the one that dies.
      await patch(erik, location, 0, bytes).catch(() => undefined);
      await send(file, clientId).catch(() => undefined);
      await server.kill();
      url = await server.start();
      await enter();
      for (const { whole } of await filesOfHistory()) expect(whole).toBe(true);
      expect((await send(file, clientId)).status).toBe(200);
      expect((await send(file, clientId)).status).toBe(200);
      const sent = (await filesOfHistory()).filter((one) => one.name === name);
      expect(sent).toEqual([{ name, whole: true }]);
    },
  );
});

/** How many messages of the conversation hold each of these texts. */
async function countOf(texts: readonly string[]): Promise<number[]> {
  const { body } = await erik.request<HistoryPage>('GET', `/conversations/${chat}/messages?limit=100`);
  return texts.map((wanted) => body.messages.filter((one) => 'text' in one && one.text === wanted).length);
}

/** Asks as a client does; a minute is enough for a database that has to recover. */
async function untilStored(text: string, clientId: string): Promise<void> {
  for (let tries = 0; tries < 300 && (await say(text, clientId)).status !== 200; tries += 1) await pause(200);
  expect((await say(text, clientId)).status).toBe(200);
}

// The database, the files and the uploads stand on one disk, as they do where nobody has asked for anything else.
describe.each(smallDisks)('a disk that is full (%s)', (_kind, openDisk) => {
  let folder: string;
  let disk: SmallDisk;
  beforeAll(() =>
    open((made) => {
      folder = made;
      disk = openDisk(folder, 512 * 1024 * 1024);
      return disk.close;
    }),
  );
  afterEach(() => disk.free());
  afterAll(() => server.close());

  const again = { code: 'unavailable', retry: true };

  it('[CONT-4] refuses a file so that it can be tried again, and takes the rest when there is room', async () => {
    const name = 'needs-room.bin';
    const { bytes, location, file } = await begin(name);
    disk.fill();
    const refused = await patch(erik, location, 0, bytes);
    expect([refused.status, await refused.json()]).toMatchObject([
      507,
      { code: 'storage-full', retry: true },
    ]);
    expect((await send(file, randomUUID())).body).toMatchObject({ code: 'upload-incomplete' });
    disk.free();
    const offset = await offsetOf(location);
    expect((await patch(erik, location, offset, bytes.slice(offset))).status).toBe(204);
    expect((await send(file, randomUUID())).status).toBe(200);
    expect(await filesOfHistory()).toEqual([{ name, whole: true }]);
  });

  it('[DEL-5, DEL-6] keeps what it acknowledged, refuses the rest so that it can be tried again, and takes it then', async () => {
    const sent = Array.from({ length: 60 }, () => [randomUUID().repeat(200), randomUUID()] as const);
    disk.fill();
    const answers: Answer[] = [];
    for (const message of sent) answers.push(await say(...message));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const refusal of refused) expect(refusal).toMatchObject({ status: 503, body: again });
    disk.free();
    for (const message of sent) await untilStored(...message);
    expect(await countOf(sent.map(([text]) => text))).toEqual(sent.map(() => 1));
  });

  it('[DEL-5] and that the database dies of: it is started again until it can live', async () => {
    disk.fill();
    await exhaustLog(folder);
    const message = ['said while there was no database', randomUUID()] as const;
    for (let tries = 0; tries < 10; tries += 1) {
      expect(await say(...message)).toMatchObject({ status: 503, body: again });
      await pause(200);
    }
    disk.free();
    await untilStored(...message);
    expect(await countOf([message[0]])).toEqual([1]);
  });
});
