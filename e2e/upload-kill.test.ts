import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { ConversationView, FileId, HistoryPage, RosterPage } from '@tieline/protocol';
import { announce, type Device, openRawSocket, patch, signIn, tusHeaders } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, openCommandLine } from './command-line.ts';

let server: CommandLine;
let url: string;
let erik: Device;
let chat: ConversationView['id'];

beforeAll(async () => {
  server = await openCommandLine();
  url = await server.start();
  await enter();
  const { body: roster } = await erik.request<RosterPage>('GET', '/rosters/office');
  const colleague = roster.entries.find(({ start }) => start.allowed);
  const opened = await erik.request<{ conversation: ConversationView }>('POST', '/conversations', {
    seat: colleague?.seat,
  });
  chat = opened.body.conversation.id;
});
afterAll(() => server.close());

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

const send = (file: FileId, clientId: string) =>
  erik.request('POST', `/conversations/${chat}/messages`, { clientId, body: { kind: 'file', file } });

async function begin(name: string) {
  const bytes = new Uint8Array(contentOf(name));
  const announced = await announce(erik, { conversation: chat, name, bytes });
  const location = announced.headers.get('location') ?? '';
  return { bytes, location, file: location.split('/').at(-1) as FileId };
}

describe('a server that is killed in the middle of an upload', () => {
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
