import {
  type Company,
  type DatabaseClock,
  type Line,
  replaceClock,
  startTestServer,
  type TestServer,
  waitFor,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { loadHolders } from '../store/looking.fixture.ts';

const graceSeconds = 2;
let server: TestServer;
let clock: DatabaseClock | null = null;
let house: Company<WholeCast>;

beforeEach(async () => {
  await close();
  server = await startTestServer({ databaseUrl: inject('databaseUrl'), graceSeconds });
  clock = await replaceClock(server.databaseUrl);
  house = await waitFor('the server to be connected again', () =>
    server.company({ cast: wholeCast }).catch(() => null),
  );
});
afterAll(close);

async function close(): Promise<void> {
  await clock?.close();
  await server?.close();
}

const setClock = async (ahead: string) => clock?.setAhead(ahead);
const wordOf = async (line: Line, { seat }: Line) =>
  (await line.roster('office')).find((entry) => entry.seat === seat)?.presence.word;
const wordsOf = (line: Line) => line.heard('presence').map(({ presence }) => presence.word);
const isDropped = async ({ device }: Line) =>
  (await loadHolders(server.store, device.session)).some(({ dropped }) => dropped);

async function watched(at?: Parameters<typeof house.join>[2]): Promise<{ watcher: Line; erik: Line }> {
  const watcher = await house.join('olivia', 'office');
  const erik = await house.join('erik', 'office', at);
  await watcher.watch('office', erik.seat);
  expect(await wordOf(watcher, erik)).toBe('available');
  return { watcher, erik };
}

describe('[PRES-8] the clock of the database', () => {
  it('is one that these tests can set', async () => {
    await setClock('-1 hour');
    const [row] = await server.store.shared<{ early: boolean }>(
      `select now() < pg_catalog.now() - interval '50 minutes' as early`,
      [],
    );
    expect(row?.early).toBe(true);
  });

  it('goes back by an hour after a line was lost: the grace time ends in its time', async () => {
    const { watcher, erik } = await watched();
    await erik.socket.close();
    await waitFor('the drop to be written', () => isDropped(erik));
    await setClock('-1 hour');
    await watcher.socket.event('presence', ({ seat }) => seat === erik.seat);
    expect(wordsOf(watcher)).toEqual(['offline']);
  });

  it('goes on by an hour after a line was lost: whoever comes back in time was never away', async () => {
    const { watcher, erik } = await watched();
    await erik.socket.close();
    await waitFor('the drop to be written', () => isDropped(erik));
    await setClock('1 hour');
    // Some turns of the loop that ends grace times.
    for (let turn = 0; turn < 3; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, server.node.context.lease.times.renewEveryMs));
      expect(await isDropped(erik)).toBe(true);
    }
    const back = await erik.device.socket();
    await back.event('welcome');
    await watcher.caughtUp();
    expect([wordsOf(watcher), await wordOf(watcher, erik)]).toEqual([[], 'available']);
  });

  it('goes back by an hour and a node dies: another one takes its devices over, and they end', async () => {
    const other = await server.startNode();
    const { watcher, erik } = await watched(other);
    await setClock('-1 hour');
    await other.kill();
    await watcher.socket.event('presence', ({ seat }) => seat === erik.seat);
    expect(wordsOf(watcher)).toEqual(['offline']);
  });

  it('goes back and forth while two nodes serve: nobody is taken for dead', async () => {
    const other = await server.startNode();
    const { watcher, erik } = await watched(other);
    for (const ahead of ['-1 hour', '1 hour', '0']) {
      await setClock(ahead);
      for (let turn = 0; turn < 6; turn += 1)
        await new Promise((resolve) => setTimeout(resolve, server.node.context.lease.times.renewEveryMs));
      expect((await loadHolders(server.store, erik.device.session)).map(({ node }) => node)).toEqual([
        other.context.node,
      ]);
    }
    await watcher.caughtUp();
    expect([wordsOf(watcher), await wordOf(watcher, erik)]).toEqual([[], 'available']);
  });
});
