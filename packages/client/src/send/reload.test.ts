import type { MessageBody } from '@tieline/protocol';
import { wireError } from '@tieline/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversationOf, seatOf, selfView, textsOf } from '../../test/cast.ts';
import { expectEventually } from '../../test/expect-eventually.ts';
import { FakeServer } from '../../test/fake-server.ts';
import { memoryStorage } from '../../test/memory-storage.ts';
import { clientOf, closeAll } from '../../test/session.ts';
import type { TielineClient } from '../types.ts';

const chat = conversationOf(1);
const plain = (text: string): MessageBody => ({ kind: 'plain', text });
let server: FakeServer;
let storage: ReturnType<typeof memoryStorage>;

beforeEach(async () => {
  server = await new FakeServer().start();
  server.addChat(chat);
  storage = memoryStorage();
});

afterEach(async () => {
  closeAll();
  await server.stop();
});

async function start(): Promise<TielineClient> {
  const client = clientOf(server, 'office', {}, { storage });
  client.connect();
  await expectEventually(() => client.getState().conversationsState === 'ready', 'the client is ready');
  return client;
}

async function offline(client: TielineClient) {
  server.door = 'down';
  server.breakLines();
  await expectEventually(() => client.getState().connection.state !== 'online', 'the line is lost');
}

const isReady = (client: TielineClient) => client.getState().conversationsState === 'ready';
const stored = () => textsOf(server.visible(chat));
const pending = (client: TielineClient) => client.getState().timelines.get(chat)?.pending ?? [];
const kept = () => [...storage.texts.keys()].filter((key) => key.startsWith('tieline.queue.'));

it('[DEL-5, DEL-6] what was accepted without a line is sent after a reload, in the order of writing', async () => {
  const before = await start();
  await offline(before);
  for (const text of ['a', 'b', 'c']) void before.send(chat, plain(text));
  expect(kept()).toHaveLength(3);
  before.close();
  server.door = 'open';
  const after = await start();
  await expectEventually(() => stored().length === 3, 'they are stored');
  expect(stored()).toEqual(['a', 'b', 'c']);
  await expectEventually(() => kept().length === 0, 'nothing is kept any more');
  await after.openTimeline(chat);
  expect(pending(after)).toEqual([]);
});

it('[DEL-6] a message whose answer was lost with the page is not stored, and not seen, twice', async () => {
  const before = await start();
  await before.openTimeline(chat);
  server.fate = ({ do: name }) => {
    if (name !== 'send-message') return undefined;
    server.door = 'down';
    return 'break-after';
  };
  void before.send(chat, plain('hello'));
  await expectEventually(() => stored().length === 1, 'it is stored');
  before.close();
  server.door = 'open';
  let release = () => {};
  const slow = new Promise<void>((resolve) => (release = resolve));
  server.fate = ({ do: name }) => (name === 'send-message' ? slow : undefined);
  const after = await start();
  const seen = () => pending(after).length + (after.getState().timelines.get(chat)?.messages.length ?? 0);
  const counts = new Set<number>();
  after.subscribe(() => counts.add(seen()));
  await after.openTimeline(chat);
  await expectEventually(() => server.commandsOf('send-message').length === 2, 'it is sent again');
  expect(seen()).toBe(1);
  release();
  await expectEventually(() => kept().length === 0, 'nothing is kept any more');
  expect([stored(), pending(after), seen()]).toEqual([['hello'], [], 1]);
  expect([...counts].filter((count) => count > 1)).toEqual([]);
});

it('[DEL-5] what was refused is still to be seen after a reload, until it is discarded or goes through', async () => {
  const refusal = { rule: 'DEL-3', code: 'receiver-logged-out', sentence: 'Logged out.' } as const;
  server.fate = ({ do: name }) =>
    name === 'send-message' ? { error: wireError('refused', { refusal }) } : undefined;
  const before = await start();
  await before.openTimeline(chat);
  await Promise.all([before.send(chat, plain('one')), before.send(chat, plain('two'))]);
  before.close();
  const after = await start();
  expect(kept()).toHaveLength(2);
  await after.openTimeline(chat);
  expect(pending(after)).toMatchObject([
    { state: 'refused', refusal },
    { state: 'refused', refusal },
  ]);
  server.fate = () => undefined;
  const [one, two] = pending(after);
  if (one) after.retry(chat, one.clientId);
  if (two) after.discard(chat, two.clientId);
  await expectEventually(() => stored().join() === 'one', 'the first is stored');
  await expectEventually(() => kept().length === 0, 'nothing is kept any more');
});

it('[DEL-5] what is refused only after a reload stays, though its conversation is not open', async () => {
  const before = await start();
  await offline(before);
  void before.send(chat, plain('hello'));
  before.close();
  server.door = 'open';
  server.fate = ({ do: name }) => (name === 'send-message' ? { error: wireError('text-empty') } : undefined);
  const after = await start();
  await expectEventually(() => server.commandsOf('send-message').length === 1, 'it is sent');
  await after.openTimeline(chat);
  expect(pending(after)).toMatchObject([{ state: 'failed' }]);
});

it('[DEL-5] what waits after a reload is to be seen, and what becomes of it, though nobody opens its conversation', async () => {
  const before = await start();
  await offline(before);
  void before.send(chat, plain('hello'));
  before.close();
  server.door = 'open';
  server.fate = ({ do: name }) => (name === 'send-message' ? 'silence' : undefined);
  const after = await start();
  await expectEventually(() => pending(after).length === 1, 'it is seen while it waits');
  server.fate = ({ do: name }) => (name === 'send-message' ? { error: wireError('text-empty') } : undefined);
  server.breakLines();
  await expectEventually(() => pending(after)[0]?.state === 'failed', 'it is seen that it was not sent');
});

it('somebody else who signs in neither sees nor sends what waits; its own seat does', async () => {
  const before = await start();
  await offline(before);
  void before.send(chat, plain('secret'));
  before.close();
  server.door = 'open';
  server.self = selfView({ seat: seatOf(7) });
  const other = await start();
  await other.openTimeline(chat);
  expect([pending(other), stored()]).toEqual([[], []]);
  other.close();
  server.self = selfView();
  await start();
  await expectEventually(() => stored().length === 1, 'it is stored');
});

it('somebody else who signs in under the same cookie takes nothing over, and deletes nothing', async () => {
  const client = await start();
  await client.openTimeline(chat);
  await offline(client);
  const outcome = client.send(chat, plain('secret'));
  server.self = selfView({ seat: seatOf(7) });
  server.door = 'open';
  expect(await outcome).toBe('failed');
  await expectEventually(() => client.getState().self?.seat === seatOf(7), 'the other one is here');
  await expectEventually(() => isReady(client), 'their list is here');
  expect([stored(), kept().length]).toEqual([[], 1]);
});

it('a log-out deletes what waits', async () => {
  const client = await start();
  server.fate = ({ do: name }) => (name === 'send-message' ? 'silence' : undefined);
  const outcome = client.send(chat, plain('hello'));
  expect(kept()).toHaveLength(1);
  await client.logOut();
  expect([await outcome, kept()]).toEqual(['failed', []]);
});

it('a session that runs out keeps what waits for the next log-in, and says so', async () => {
  const client = await start();
  await client.openTimeline(chat);
  await offline(client);
  const outcome = client.send(chat, plain('hello'));
  server.door = 'not-signed-in';
  await expectEventually(() => client.getState().connection.state === 'signed-out', 'the session is over');
  void client.send(chat, plain('again'));
  expect(pending(client).map(({ state }) => state)).toEqual(['queued', 'queued']);
  expect(pending(client)[0]?.problem).toBe('Please log in.');
  server.door = 'open';
  client.connect();
  expect(await outcome).toBe('stored');
  await expectEventually(() => stored().join() === 'hello,again', 'both are stored');
});

it('a storage that is full does not keep a message from being sent', async () => {
  const faults: unknown[] = [];
  storage.write = () => {
    throw new Error('full');
  };
  const client = clientOf(server, 'office', {}, { storage, onStorageFault: (fault) => faults.push(fault) });
  client.connect();
  await expectEventually(() => isReady(client), 'the client is ready');
  expect(await client.send(chat, plain('hello'))).toBe('stored');
  expect([stored(), faults.length]).toEqual([['hello'], 1]);
});
