import { randomUUID } from 'node:crypto';
import type { OfficeParticipant, StoredMessage } from '@tieline/domain';
import type { ClientId, ConversationId, SeatId, SessionId, TenantId } from '@tieline/protocol';
import { createDatabase } from '@tieline/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createInProcessBus } from '../bus/in-process.ts';
import { loadJoined } from '../store/load-joined.ts';
import { countRows, writeRoom } from '../store/many-members.fixture.ts';
import { openStore, type Store } from '../store/store.ts';
import { type MessageGroup, storedMessage, writeMessages } from '../store/write-messages.ts';
import { createDelivery } from './delivery.ts';
import type { LiveSession } from './live-session.ts';
import { LiveSessions } from './live-sessions.ts';

const memberCount = 5000;
const tenant = randomUUID() as TenantId;
const room = randomUUID() as ConversationId;
const members = Array.from({ length: memberCount }, () => randomUUID() as SeatId);
const stranger = randomUUID() as SeatId;
const ada: OfficeParticipant = { seat: members[0] ?? stranger, kind: 'office', officeSeat: null };

let store: Store;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const database = await createDatabase(inject('databaseUrl'));
  closing.push(() => database.drop());
  const options = { url: database.url, connections: 2, statementTimeout: 30_000, onError: () => undefined };
  store = await openStore(options);
  closing.push(() => store.close());
  await store.transaction(tenant, (db) => writeRoom(db, room, members, [stranger]));
});
afterAll(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterEach(() => void vi.restoreAllMocks());

function groupOf(...texts: readonly string[]): MessageGroup {
  return {
    conversation: room,
    expected: { revision: 1, interaction: null, logins: [] },
    messages: texts.map((text) => ({
      sender: { seat: ada.seat, kind: 'office', name: 'Ada' },
      clientId: randomUUID() as ClientId,
      body: { format: 'plain', text },
      missed: false,
    })),
  };
}

async function write(...texts: readonly string[]): Promise<StoredMessage[]> {
  const group = groupOf(...texts);
  const stored = (await store.transaction(tenant, (db) => writeMessages(db, [group]))).get(room);
  if (!stored) throw new Error('nothing was stored');
  return group.messages.map((message, at) => storedMessage(room, stored, at + 1, message));
}

interface Device extends LiveSession {
  readonly frames: string[];
}

function deviceOf(seat: SeatId): Device {
  const frames: string[] = [];
  const session = randomUUID() as SessionId;
  const push = (frame: string) => void frames.push(frame);
  return { id: randomUUID(), tenant, seat, session, surface: 'office', frames, push, end: push };
}

/** Two nodes with every second member each, on one bus; Ada has a second device, and a stranger one. */
async function connectAll() {
  const bus = createInProcessBus();
  const nodes = [new LiveSessions(bus), new LiveSessions(bus)] as const;
  const seats = [...members, stranger];
  const joined = await store.read(tenant, (db) => loadJoined(db, seats));
  const connect = (seat: SeatId, node: LiveSessions) => {
    const device = deviceOf(seat);
    const remove = node.add(device);
    node.join(device, joined.get(seat) ?? []);
    return { ...device, remove };
  };
  const devices = seats.map((seat, at) => connect(seat, nodes[at % 2 === 0 ? 0 : 1]));
  return { delivery: createDelivery(bus), devices, second: connect(ada.seat, nodes[1]) };
}

const eventsOf = ({ frames }: Device) => frames.map((frame) => JSON.parse(frame) as Record<string, unknown>);

describe(`a conversation of ${memberCount} members`, () => {
  it('[DEL-7] stores a message as one row, and looks at no member', async () => {
    const [before, after] = await store.transaction(tenant, async (db) => {
      const first = await countRows(db);
      expect((await writeMessages(db, [groupOf('one')])).size).toBe(1);
      return [first, await countRows(db)];
    });
    const touched = after.map(({ name, ...counts }, at) => {
      const { inserts = 0, updates = 0, deletes = 0, reads = 0 } = before[at] ?? {};
      const rows = [counts.inserts - inserts, counts.updates - updates, counts.deletes - deletes];
      return { name, written: rows, read: counts.reads - reads };
    });
    expect(touched).toEqual([
      { name: 'conversation_members', written: [0, 0, 0], read: 0 },
      { name: 'conversations', written: [0, 1, 0], read: 1 },
      { name: 'messages', written: [1, 0, 0], read: 0 },
    ]);
  });

  it('[DEL-7] tells every device of all members by one frame, the author by another, and nobody else', async () => {
    const { delivery, devices, second } = await connectAll();
    const [message] = await write('Good morning');
    if (!message) throw new Error('nothing was stored');
    const encoded = vi.spyOn(JSON, 'stringify');
    const start = performance.now();
    delivery.deliverToMembers(tenant, ada, message, null);
    const others = devices.slice(1, -1);
    await vi.waitFor(() => expect(others.every(({ frames }) => frames.length === 1)).toBe(true), {
      interval: 1,
    });
    process.stdout.write(
      `${memberCount} members were told in ${(performance.now() - start).toFixed(1)} ms\n`,
    );
    const views = encoded.mock.results.map(({ value }) => String(value));
    expect(views.filter((view) => view.includes('"clientId":null'))).toHaveLength(1);
    expect(new Set(others.flatMap(({ frames }) => frames)).size).toBe(1);
    const common = { on: 'message', conversation: room, interaction: null, loud: true };
    const view = { seq: message.seq, text: 'Good morning' };
    expect(eventsOf(others[0] ?? second)).toMatchObject([
      { ...common, message: { ...view, clientId: null } },
    ]);
    const own = { ...common, loud: false, message: { ...view, clientId: message.clientId } };
    for (const device of [devices[0], second]) expect(eventsOf(device ?? second)).toMatchObject([own]);
    expect(devices.at(-1)?.frames).toEqual([]);
  });

  it('[DEL-7] tells all of them messages that come at once in their order', async () => {
    const { delivery, devices } = await connectAll();
    const messages = await write('one', 'two', 'three');
    for (const message of messages) delivery.deliverToMembers(tenant, ada, message, null);
    const others = devices.slice(1, -1);
    await vi.waitFor(() => expect(others.every(({ frames }) => frames.length === 3)).toBe(true));
    const places = messages.map(({ seq }) => seq);
    for (const one of [others[0], others.at(-1)])
      expect(eventsOf(one ?? deviceOf(stranger)).map(({ message }) => message)).toMatchObject(
        places.map((seq) => ({ seq })),
      );
  });

  it('[DEL-7] tells the device that a member has left, and none that is gone', async () => {
    const { delivery, devices, second } = await connectAll();
    devices[0]?.remove();
    devices[1]?.remove();
    const [bo, cy] = [devices[1], devices[2]];
    const author = { ...ada, seat: cy?.seat ?? stranger };
    const [message] = await write('Anybody here?');
    if (!message) throw new Error('nothing was stored');
    const byCy = { ...message, sender: { ...message.sender, seat: author.seat } };
    delivery.deliverToMembers(tenant, author, byCy, null);
    await vi.waitFor(() => expect(devices.at(-2)?.frames).toHaveLength(1));
    expect(second.frames).toHaveLength(1);
    expect([devices[0]?.frames, bo?.frames]).toEqual([[], []]);
  });
});
