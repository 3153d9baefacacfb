import type { StoredMessage } from '@tieline/domain';
import type { ClientId, ConversationId, SeatId, TenantId } from '@tieline/protocol';
import { expect, it } from 'vitest';
import { Busy } from '../concurrency/admission.ts';
import { MessageQueue, type QueueLimits } from './message-queue.ts';
import type { Expected } from '../store/write-messages.ts';
import type { TenantDb } from '../store/store.ts';

const limits: QueueLimits = {
  waiting: 5,
  batch: 3,
  batchCharacters: 1000,
  patience: 60_000,
  commits: 1,
  commitsOfOne: 1,
};
const [company, other] = ['a company', 'another'] as [TenantId, TenantId];
const calm: Expected = {
  revision: 1,
  interaction: null,
  logins: [
    { seat: 'ada' as SeatId, isLoggedIn: true },
    { seat: 'bo' as SeatId, isLoggedIn: true },
  ],
};

const outgoing = (clientId: string, conversation = 'chat', expected = calm) => ({
  conversation: conversation as ConversationId,
  expected,
  message: {
    sender: { seat: 'ada' as SeatId, kind: 'agent' as const, name: 'Ada' },
    clientId: clientId as ClientId,
    body: { format: 'plain' as const, text: clientId },
    missed: false,
  },
});

/** A database that commits when it is told to, and may fail. It answers as PostgreSQL does. */
function createDatabase() {
  const commits: string[][] = [];
  const stored: string[] = [];
  const faults: unknown[] = [];
  let open = (): void => undefined;
  let gate: Promise<void> = Promise.resolve();
  const elements = (text: unknown): string[] =>
    [...String(text).matchAll(/"([^"]*)"/g)].map(([, one]) => one ?? '');

  function query(text: string, values: readonly unknown[]): unknown[] {
    if (text.includes('wanted (sender, client_id)')) {
      return (values[2] as string[]).flatMap((id) =>
        stored.includes(id) ? [{ client_id: id, ...rowOf(id, stored.indexOf(id) + 1) }] : [],
      );
    }
    const ids = elements(values[11]);
    commits.push(ids);
    const fault = faults.shift();
    if (fault) throw fault;
    if (ids.some((id) => stored.includes(id)))
      throw Object.assign(new Error('taken'), { code: '23505', constraint: 'messages_by_client_id' });
    const base = stored.length;
    stored.push(...ids);
    return [...new Set(elements(values[1]))].map((id) => ({ id, base, at: timeOf(stored.length) }));
  }

  return {
    commits,
    stored,
    fail: (error: unknown) => faults.push(error),
    shut: () => {
      gate = new Promise((resolve) => (open = resolve));
    },
    open: () => open(),
    /** Lets through what comes from now on; what stands before the gate goes on standing there. */
    letPass: () => {
      gate = Promise.resolve();
    },
    hot: async <Result>(tenant: TenantId, work: (db: TenantDb) => Promise<Result>): Promise<Result> => {
      await gate;
      return work({ tenant, query: async (text, values) => query(text, values) as never });
    },
  };
}

/** By the clock of the database, which each message moves on. */
const timeOf = (seq: number) => new Date(seq * 1000).toISOString();

const rowOf = (id: string, seq: number) => ({
  conversation_id: 'chat',
  seq,
  created_at: timeOf(seq),
  sender_id: 'ada',
  sender_kind: 'agent',
  sender_name: 'Ada',
  format: 'plain',
  text: id,
  html: null,
  file_id: null,
  missed: false,
});

const settle = () => new Promise(setImmediate);
const lostLine = () => Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });

it('groups what comes in one turn, and what comes while a commit is on its way', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, limits);
  database.shut();
  const first = [queue.write(company, outgoing('1')), queue.write(company, outgoing('2'))];
  await settle();
  const later = [queue.write(company, outgoing('3')), queue.write(company, outgoing('4'))];
  await settle();
  database.open();
  const written = await Promise.all([...first, ...later]);
  expect(database.commits).toEqual([
    ['1', '2'],
    ['3', '4'],
  ]);
  expect(written.map((one) => one.is === 'stored' && one.message.seq)).toEqual([1, 2, 3, 4]);
});

it('[DEL-7] sends a second commit after the first, of other conversations only', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, { ...limits, commits: 2, commitsOfOne: 2 });
  database.shut();
  const first = queue.write(company, outgoing('first', 'one chat'));
  await settle();
  database.letPass();
  const second = queue.write(company, outgoing('second', 'one chat'));
  const overtaking = queue.write(company, outgoing('overtaking', 'another chat'));
  expect(await overtaking).toMatchObject({ is: 'stored' });
  expect(database.stored).toEqual(['overtaking']);
  database.open();
  await Promise.all([first, second]);
  expect(database.commits).toEqual([['overtaking'], ['first'], ['second']]);
});

it('[DEL-5] turns away at once what finds too many waiting, and stores everything else', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, limits);
  database.shut();
  const waiting = ['1', '2', '3', '4', '5'].map((id) => queue.write(company, outgoing(id)));
  await expect(queue.write(company, outgoing('6'))).rejects.toBeInstanceOf(Busy);
  const elsewhere = queue.write(other, outgoing('elsewhere'));
  database.open();
  await Promise.all([...waiting, elsewhere]);
  expect(database.stored.toSorted()).toEqual(['1', '2', '3', '4', '5', 'elsewhere']);
  expect(await queue.write(company, outgoing('6'))).toMatchObject({ is: 'stored' });
});

it('[DEL-5] turns away what has waited too long, and never stores it later', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, { ...limits, patience: 20, batch: 1 });
  database.shut();
  const [first, second] = [queue.write(company, outgoing('1')), queue.write(company, outgoing('2'))];
  await expect(second).rejects.toBeInstanceOf(Busy);
  database.open();
  expect(await first).toMatchObject({ is: 'stored' });
  await settle();
  expect(database.stored).toEqual(['1']);
});

it('[DEL-6] joins the same client id while it is on its way', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, limits);
  const [one, two] = await Promise.all([1, 2].map(() => queue.write(company, outgoing('twice'))));
  expect(one).toMatchObject({ is: 'stored', message: { seq: 1 } });
  expect(two).toEqual({
    is: 'repeat',
    earlier: (one as { message: StoredMessage }).message,
    isUndelivered: false,
  });
  expect(database.commits).toEqual([['twice']]);
});

it('[DEL-6] answers a client id that is stored already, and stores the others of its commit', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, limits);
  await queue.write(company, outgoing('before'));
  const ids = ['new', 'before', 'newer'];
  const written = await Promise.all(ids.map((id) => queue.write(company, outgoing(id))));
  expect(written.map(({ is }) => is)).toEqual(['stored', 'repeat', 'stored']);
  expect(written[1]).toMatchObject({ earlier: { seq: 1 }, isUndelivered: false });
  expect(database.stored).toEqual(['before', 'new', 'newer']);
});

it('[DEL-6] finds out what became of a commit whose answer was lost: stored, or to be stored again', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, limits);
  await queue.write(company, outgoing('known'));
  await settle();
  database.fail(lostLine());
  database.stored.push('arrived');
  const written = await Promise.all(['arrived', 'lost'].map((id) => queue.write(company, outgoing(id))));
  expect(written.map(({ is }) => is)).toEqual(['stored', 'stored']);
  expect(database.stored).toEqual(['known', 'arrived', 'lost']);
  await settle();
  // Now that it is known, it is no news any more.
  expect(await queue.write(company, outgoing('arrived'))).toMatchObject({
    is: 'repeat',
    isUndelivered: false,
  });
});

it('[DEL-6] does not take an earlier message for its own when the answer to a commit is lost', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, limits);
  for (const id of ['told', 'newest']) {
    await queue.write(company, outgoing(id));
    await settle();
  }
  database.fail(lostLine());
  const again = await queue.write(company, outgoing('told'));
  expect(again).toMatchObject({ is: 'repeat', earlier: { seq: 1 }, isUndelivered: false });
  await settle();
  database.fail(lostLine());
  database.stored.push('elsewhere');
  const reused = await queue.write(company, outgoing('elsewhere', 'another chat'));
  expect(reused).toMatchObject({ is: 'repeat', earlier: { conversation: 'chat' }, isUndelivered: false });
});

it('[DEL-6] says of a message in doubt that nobody was told, once', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, limits);
  await queue.write(company, outgoing('doubted'));
  await settle();
  queue.doubt(company, 'ada' as SeatId, 'doubted' as ClientId);
  expect(await queue.write(company, outgoing('doubted'))).toMatchObject({
    is: 'repeat',
    isUndelivered: true,
  });
  await settle();
  expect(await queue.write(company, outgoing('doubted'))).toMatchObject({
    is: 'repeat',
    isUndelivered: false,
  });
});

it('stores all but the one that the database cannot take', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, limits);
  const poison = new Error('invalid byte sequence');
  // All three, then the half that it is in, then it alone.
  for (let time = 0; time < 3; time += 1) database.fail(poison);
  const [bad, ...good] = ['bad', 'good', 'better'].map((id) => queue.write(company, outgoing(id)));
  await expect(bad).rejects.toBe(poison);
  await Promise.all(good);
  expect(database.stored).toEqual(['good', 'better']);
});

it('[DEL-7] puts nothing into one commit that rests on different expectations of a conversation', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, { ...limits, batch: 10 });
  const began = { ...calm, interaction: 1 };
  const order = [outgoing('1'), outgoing('2', 'chat', began), outgoing('3'), outgoing('4', 'other')];
  await Promise.all(order.map((one) => queue.write(company, one)));
  expect(database.commits).toEqual([['1', '4'], ['2'], ['3']]);
});

it('[DEL-7] is settled when all that came before has been answered', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, limits);
  await queue.settled(company);
  database.shut();
  const told: string[] = [];
  void queue.write(company, outgoing('1')).then(() => told.push('1'));
  const settled = queue.settled(company).then(() => told.push('settled'));
  await settle();
  expect(told).toEqual([]);
  database.open();
  await settled;
  expect(told).toEqual(['1', 'settled']);
});

it('[DEL-5] answers each message of a commit before the next one is told', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, limits);
  const order: string[] = [];
  /** As far as a use case and its socket are from the queue. */
  const send = async (id: string): Promise<void> => {
    const written = queue.write(company, outgoing(id, `chat ${id}`));
    const tell = async () => {
      await written;
      order.push(`${id} told`);
    };
    await tell();
    order.push(`${id} answered`);
  };
  await Promise.all(['1', '2', '3'].map(send));
  expect(database.commits).toEqual([['1', '2', '3']]);
  expect(order).toEqual(['1', '2', '3'].flatMap((id) => [`${id} told`, `${id} answered`]));
});

it('[DEL-3] says since when a message is on its way that nobody can have been told', async () => {
  const database = createDatabase();
  const queue = new MessageQueue(database, limits);
  expect(queue.oldestUndelivered(company)).toBeNull();
  database.shut();
  const before = performance.now();
  const first = queue.write(company, outgoing('1'));
  await settle();
  const between = performance.now();
  const second = queue.write(company, outgoing('2'));
  const oldest = queue.oldestUndelivered(company);
  expect(oldest).toBeGreaterThanOrEqual(before);
  expect(oldest).toBeLessThanOrEqual(between);
  database.open();
  await Promise.all([first, second]);
  // Whoever waited for them tells of them in this turn.
  expect(queue.oldestUndelivered(company)).toBe(oldest);
  await settle();
  await settle();
  expect(queue.oldestUndelivered(company)).toBeNull();

  const early = performance.now();
  const told = queue.noteUndelivered(company);
  expect(queue.oldestUndelivered(company)).toBeGreaterThanOrEqual(early);
  told();
  expect(queue.oldestUndelivered(company)).toBeNull();
});
