import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { textFrame } from './text-frame.ts';

/** Says to every socket what `next` is, past the library. */
let server: Server;
let next = '';
beforeAll(async () => {
  const sockets = new WebSocketServer({ noServer: true });
  server = createServer();
  server.on('upgrade', (request, stream, head) =>
    sockets.handleUpgrade(request, stream, head, () => stream.write(textFrame(next))),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());

/** What a client makes of it, one that checks lengths and UTF-8. */
async function heardByClient(text: string): Promise<string> {
  next = text;
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    return await new Promise<string>((resolve, reject) => {
      socket.on('message', (data: Buffer) => resolve(data.toString()));
      socket.on('error', reject);
    });
  } finally {
    socket.terminate();
  }
}

it.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])('frames a text of %i bytes', async (length) => {
  expect((await heardByClient('x'.repeat(length))).length).toBe(length);
});

it('counts bytes, not characters', async () => {
  const text = 'Grüße 👩‍👩‍👧 '.repeat(20);
  expect(await heardByClient(text)).toBe(text);
});

it('encodes what is sent to many once, and what differs anew', () => {
  const text = JSON.stringify({ to: 'many' });
  const first = textFrame(text);
  expect(textFrame(JSON.stringify({ to: 'many' }))).toBe(first);
  expect(textFrame('other')).not.toBe(first);
  expect(textFrame(text)).toEqual(first);
});
