import type { ClientId, SeatId } from '@tieline/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversationOf, me, seatOf, selfView, textsOf } from '../../test/cast.ts';
import { expectEventually } from '../../test/expect-eventually.ts';
import { FakeServer } from '../../test/fake-server.ts';
import { memoryStorage } from '../../test/memory-storage.ts';
import { memoryUploadStorage } from '../../test/memory-upload-storage.ts';
import { closeAll, onlineClient } from '../../test/session.ts';
import { newClientId } from '../send/client-id.ts';
import type { TielineClient } from '../types.ts';

const chat = conversationOf(1);
let server: FakeServer;
let storage: ReturnType<typeof memoryStorage>;
let uploadStorage: ReturnType<typeof memoryUploadStorage>;

beforeEach(async () => {
  server = await new FakeServer().start();
  server.addChat(chat);
  storage = memoryStorage();
  uploadStorage = memoryUploadStorage();
});

afterEach(async () => {
  closeAll();
  await server.stop();
});

const open = () => onlineClient(server, 'office', {}, { storage, uploadStorage });
const size = 200_000;
const fileOf = (name: string) => new File([new Uint8Array(size).fill(7)], name, { type: 'text/plain' });
const tray = (client: TielineClient) => client.getState().uploads.get(chat) ?? [];
const names = (client: TielineClient) => tray(client).map(({ name }) => name);
const sentFiles = () => textsOf(server.visible(chat));
const kept = () => [...uploadStorage.kept.values()];
const isKept = (count: number) => expectEventually(() => kept().length === count, `${count} are kept`);
const hasAddress = () => expectEventually(() => kept()[0]?.address != null, 'the address is kept');

/** Everything that is patched stands still. */
function stall() {
  server.uploads.onRequest = (method) => (method === 'PATCH' ? new Promise(() => {}) : undefined);
}
function goOn() {
  server.uploads.onRequest = () => undefined;
}

it('a reload finds the tray again, goes on at the byte where it was, and sends what was wanted', async () => {
  const before = await open();
  server.uploads.cutAt = 70_000;
  server.uploads.onRequest = (method) => (method === 'HEAD' ? new Promise(() => {}) : undefined);
  before.attach(chat, [fileOf('plan.txt')]);
  before.sendUploads(chat);
  await expectEventually(() => server.uploads.requests.includes('HEAD plan.txt'), 'it was cut');
  before.close();
  goOn();
  const after = await open();
  await expectEventually(() => sentFiles().length === 1, 'it is sent');
  expect(server.uploads.requests.filter((request) => request === 'POST')).toHaveLength(1);
  expect(server.uploads.headers.at(-1)).toMatchObject({ 'upload-offset': '70000' });
  await isKept(0);
  expect([...server.uploads.all.values()].map(({ content }) => content.length)).toEqual([size]);
  expect(names(after)).toEqual([]);
});

it('a reload does not send what was only attached, and leaves paused what was', async () => {
  const before = await open();
  stall();
  before.attach(chat, [fileOf('one'), fileOf('two')]);
  await expectEventually(() => server.uploads.requests.includes('PATCH two'), 'both have begun');
  const [one] = tray(before);
  if (one) before.pauseUpload(one.id);
  await expectEventually(() => kept()[0]?.isPaused === true, 'that is kept');
  before.close();
  goOn();
  const after = await open();
  await expectEventually(
    () =>
      tray(after)
        .map(({ state }) => state)
        .join() === 'paused,ready',
    'they are back',
  );
  expect([names(after), sentFiles()]).toEqual([['one', 'two'], []]);
});

it('what was refused is not kept; what is cancelled or sent is not any more', async () => {
  const client = await open();
  client.attach(chat, [new File([new Uint8Array(1_000_001)], 'large'), fileOf('sent'), fileOf('cancelled')]);
  await expectEventually(() => tray(client).at(-1)?.state === 'ready', 'they are there');
  await expectEventually(() => tray(client).at(-2)?.state === 'ready', 'they are there');
  expect(kept().map(({ name }) => name)).toEqual(['sent', 'cancelled']);
  const cancelled = tray(client).at(-1);
  if (cancelled) client.cancelUpload(cancelled.id);
  client.sendUploads(chat);
  await isKept(0);
});

it('[DEL-6] a message that was handed over before the page went is not sent a second time', async () => {
  const before = await open();
  before.attach(chat, [fileOf('plan.txt')]);
  await expectEventually(() => tray(before)[0]?.state === 'ready', 'it is there');
  server.fate = ({ do: name }) => (name === 'send-message' ? 'silence' : undefined);
  // As it is when the page goes between the two: the outbox has it, and the storage has it still.
  uploadStorage.remove = () => Promise.resolve();
  before.sendUploads(chat);
  await expectEventually(() => kept()[0]?.wanted === true, 'it is wanted');
  before.close();
  server.fate = () => undefined;
  const after = await open();
  await after.openTimeline(chat);
  await expectEventually(() => names(after).length === 0 && sentFiles().length > 0, 'it is sent');
  await expectEventually(() => server.uploads.requests.includes('HEAD plan.txt'), 'it was looked at again');
  await after.send(chat, { kind: 'plain', text: 'after it' });
  expect(sentFiles()).toEqual([[...server.uploads.all.keys()][0], 'after it']);
});

it('the name of a file that waits to be stored is still known after a reload', async () => {
  const before = await open();
  server.fate = ({ do: name }) => (name === 'send-message' ? 'silence' : undefined);
  before.attach(chat, [fileOf('plan.txt')]);
  before.sendUploads(chat);
  await expectEventually(() => server.commandsOf('send-message').length === 1, 'it is sent');
  before.close();
  const after = await open();
  // It is loaded when the server has answered.
  void after.openTimeline(chat);
  const pending = () => after.getState().timelines.get(chat)?.pending ?? [];
  await expectEventually(() => pending().length === 1, 'it waits');
  expect(pending()).toMatchObject([{ fileName: 'plan.txt', body: { kind: 'file' } }]);
});

it('two tabs do not upload the same file; when the one is gone, the other goes on', async () => {
  const one = await open();
  stall();
  one.attach(chat, [fileOf('plan')]);
  one.sendUploads(chat);
  await hasAddress();
  const other = await open();
  server.breakLines();
  await expectEventually(() => server.connections === 4, 'both have looked again');
  expect(names(other)).toEqual([]);
  one.close();
  await expectEventually(() => names(other).join() === 'plan', 'the other has it');
  goOn();
  server.breakLines();
  await expectEventually(() => sentFiles().length === 1, 'it is sent');
  expect(server.uploads.names).toEqual(['plan']);
});

it('somebody else neither sees nor sends what is kept; its own seat does', async () => {
  const before = await open();
  stall();
  before.attach(chat, [fileOf('secret')]);
  before.sendUploads(chat);
  await isKept(1);
  before.close();
  goOn();
  server.self = selfView({ seat: seatOf(7) });
  const other = await open();
  other.attach(chat, [fileOf('own')]);
  await expectEventually(() => tray(other)[0]?.state === 'ready', 'the own one is there');
  expect([names(other), sentFiles()]).toEqual([['own'], []]);
  other.close();
  server.self = selfView();
  await open();
  await expectEventually(() => sentFiles().length === 1, 'it is sent');
});

it('a log-out deletes what is kept of this seat, and stops', async () => {
  const id = newClientId();
  const rest = {
    id,
    conversation: chat,
    name: 'theirs',
    type: '',
    address: null,
    isPaused: false,
    wanted: false,
  };
  await uploadStorage.put({ ...rest, seat: seatOf(7) as SeatId, content: fileOf('theirs') });
  const client = await open();
  stall();
  client.attach(chat, [fileOf('plan')]);
  await isKept(2);
  await client.logOut();
  expect([kept().map(({ name }) => name), client.getState().uploads.size]).toEqual([['theirs'], 0]);
});

it('nobody hears of a log-out before it has deleted all, as whoever hears leaves the page', async () => {
  let release = () => {};
  const deleting = new Promise<void>((resolve) => (release = resolve));
  const { removeAll } = uploadStorage;
  uploadStorage.removeAll = (seat) => deleting.then(() => removeAll(seat));
  const client = await open();
  stall();
  client.attach(chat, [fileOf('plan')]);
  await isKept(1);
  const told: number[] = [];
  client.subscribe(() => {
    if (client.getState().connection.state === 'signed-out') told.push(kept().length);
  });
  server.emit({ on: 'session-ended', reason: 'logged-out' });
  await expectEventually(() => tray(client).length === 0, 'the tray is empty');
  expect(told).toEqual([]);
  release();
  await expectEventually(() => told.length > 0, 'it is told');
  expect(new Set(told)).toEqual(new Set([0]));
});

it('a session that runs out keeps what was attached, and goes on after the next log-in', async () => {
  const client = await open();
  stall();
  client.attach(chat, [fileOf('plan')]);
  client.sendUploads(chat);
  await hasAddress();
  server.door = 'not-signed-in';
  server.breakLines();
  await expectEventually(() => client.getState().connection.state === 'signed-out', 'the session is over');
  expect(kept()).toMatchObject([{ seat: me, name: 'plan', wanted: true }]);
  goOn();
  server.door = 'open';
  client.connect();
  await expectEventually(() => sentFiles().length === 1, 'it is sent');
});

it('a storage that is full is told of once, and keeps no file from being sent', async () => {
  const faults: unknown[] = [];
  uploadStorage.put = () => Promise.reject(new Error('full'));
  const given = { storage, uploadStorage, onStorageFault: (fault: unknown) => faults.push(fault) };
  const client = await onlineClient(server, 'office', {}, given);
  client.attach(chat, [fileOf('one'), fileOf('two')]);
  client.sendUploads(chat);
  await expectEventually(() => sentFiles().length === 2, 'both are sent');
  expect(faults).toEqual([new Error('full')]);
});

it('ids ascend, so the tray is in the order of attaching also after a reload', async () => {
  const before = await open();
  before.attach(chat, [fileOf('a'), fileOf('b'), fileOf('c')]);
  await isKept(3);
  before.close();
  // A storage may give them back in any order.
  const load = uploadStorage.load.bind(uploadStorage);
  uploadStorage.load = async (seat) => (await load(seat)).toReversed();
  const after = await open();
  await expectEventually(() => names(after).length === 3, 'they are back');
  expect(names(after)).toEqual(['a', 'b', 'c']);
  const ids: readonly ClientId[] = tray(after).map(({ id }) => id);
  expect(ids.toSorted()).toEqual(ids);
});
