import type { SeatId } from '@tieline/protocol';
import {
  type Line,
  replaceClock,
  startTestServer,
  type TestServer,
  waitFor,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  loadDatabaseMoment,
  loadHolders,
  loadStatusIntervals,
  loadTenantId,
  type StoredInterval,
  writeKilledNode,
  writeOpenInterval,
  writeSessionExpired,
} from '../store/looking.fixture.ts';
import { writeOldSessionsGone } from '../store/sessions.ts';
import { writeStatus } from '../store/write-status.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const company = () => server.company({ cast: wholeCast });
const intervalsOf = (seat: SeatId, { store } = server) => loadStatusIntervals(store, seat);
const openOf = async (seat: SeatId) => (await intervalsOf(seat)).filter(({ endedAt }) => endedAt === null);
const statusesOf = (intervals: readonly StoredInterval[]) => intervals.map(({ status }) => status);

/** The intervals of a seat once none of them is open. */
const closedOf = (seat: SeatId, at = server): Promise<StoredInterval[]> =>
  waitFor('the seat to have no open interval', async () => {
    const intervals = await intervalsOf(seat, at);
    return intervals.length > 0 && intervals.every(({ endedAt }) => endedAt !== null) ? intervals : null;
  });

/** The next one begins where each ends, so that the time between log-in and log-out is told once. */
function expectSeamless(intervals: readonly StoredInterval[]): void {
  expect(intervals.slice(1).map(({ startedAt }) => startedAt)).toEqual(
    intervals.slice(0, -1).map(({ endedAt }) => endedAt),
  );
}

const isDropped = async ({ device }: Line) =>
  (await loadHolders(server.store, device.session)).some(({ dropped }) => dropped);

describe('the statuses of a seat', () => {
  it('[PRES-4] of an agent are one interval after the other, from log-in to log-out', async () => {
    const house = await company();
    const ada = await house.join('ada', 'console');
    const [first] = await intervalsOf(ada.seat);
    expect(first).toMatchObject({ status: 'available', endedAt: null });
    for (const status of ['on-break', 'work-offline', 'work-offline', 'available'] as const)
      await ada.ask('set-status', { status });
    const during = await intervalsOf(ada.seat);
    expect(statusesOf(during)).toEqual(['available', 'on-break', 'work-offline', 'available']);
    expect(during.at(-1)?.startedAt.slice(0, 23)).toBe(ada.heard('self').at(-1)?.since.slice(0, 23));
    expect(await openOf(ada.seat)).toEqual([during.at(-1)]);

    await ada.device.logOut();
    const after = await intervalsOf(ada.seat);
    expectSeamless(after);
    expect(statusesOf(after)).toEqual(['available', 'on-break', 'work-offline', 'available']);
    expect(await openOf(ada.seat)).toEqual([]);

    const again = await house.join('ada', 'console');
    expect(await openOf(again.seat)).toMatchObject([{ status: 'available' }]);
    expect(await intervalsOf(again.seat)).toHaveLength(5);
  });

  it('[PRES-1] of an office person are kept as chosen, invisible included', async () => {
    const house = await company();
    const erik = await house.join('erik', 'office');
    for (const status of ['busy', 'invisible', 'do-not-disturb', 'away'] as const)
      await erik.ask('set-status', { status });
    await erik.device.logOut();
    const intervals = await closedOf(erik.seat);
    expectSeamless(intervals);
    expect(statusesOf(intervals)).toEqual(['available', 'busy', 'invisible', 'do-not-disturb', 'away']);
  });

  it('[PRES-7] are of the seat: a second device and idle devices change nothing', async () => {
    const house = await company();
    const erik = await house.join('erik', 'office');
    const before = await intervalsOf(erik.seat);
    const other = await house.join('erik', 'office');
    await erik.ask('set-idle', { idle: true });
    await other.ask('set-idle', { idle: true });
    await other.ask('set-idle', { idle: false });
    await other.device.logOut();
    expect(await intervalsOf(erik.seat)).toEqual(before);
    await erik.device.logOut();
    expect(await closedOf(erik.seat)).toHaveLength(1);
  });

  it('[PRES-4] of everybody who logs in at once begin once for each', async () => {
    const house = await company();
    const names = ['ada', 'bea', 'carl', 'grace'] as const;
    const lines = await Promise.all([...names, ...names].map((name) => house.join(name, 'console')));
    expect(new Set(lines.map(({ seat }) => seat)).size).toBe(names.length);
    for (const { seat } of lines)
      expect(await intervalsOf(seat)).toMatchObject([{ status: 'available', endedAt: null }]);
  });

  it('[PRES-4] set while the seat is logged out are no interval before it logs in', async () => {
    const house = await company();
    const ada = await house.join('ada', 'console');
    await ada.device.logOut();
    const before = await closedOf(ada.seat);
    const tenant = await loadTenantId(server.store, house.slug);
    await server.store.transaction(tenant, (db) => writeStatus(db, ada.seat, 'on-break'));
    expect(await intervalsOf(ada.seat)).toEqual(before);
    await house.join('ada', 'console');
    expect(await openOf(ada.seat)).toMatchObject([{ status: 'on-break' }]);
  });

  it('[SEAT-1] end with the license', async () => {
    const house = await company();
    const carl = await house.join('carl', 'console');
    expect(await openOf(carl.seat)).toHaveLength(1);
    const { carl: _gone, ...others } = wholeCast;
    await house.apply({ cast: others as typeof wholeCast });
    expect(await intervalsOf(carl.seat)).toMatchObject([{ endedAt: expect.any(String) as unknown }]);
  });
});

describe('a seat without a device', () => {
  it('[PRES-8] has the same interval after a resume within the grace time', async () => {
    const house = await company();
    const ada = await house.join('ada', 'console');
    await ada.ask('set-status', { status: 'on-break' });
    const before = await intervalsOf(ada.seat);
    await ada.socket.close();
    const back = await ada.device.socket();
    await back.event('welcome');
    expect(await intervalsOf(ada.seat)).toEqual(before);
  });

  it('[PRES-8] was there until its line was lost, not until the grace time was over', async () => {
    const house = await company();
    const ada = await house.join('ada', 'console');
    const [open] = await openOf(ada.seat);
    await ada.socket.close();
    await waitFor('the drop to be written', () => isDropped(ada));
    const lostBefore = await loadDatabaseMoment(server.store);
    const [interval] = await closedOf(ada.seat);
    expect(interval?.startedAt).toBe(open?.startedAt);
    expect(interval?.endedAt && interval.endedAt > interval.startedAt).toBe(true);
    expect(interval?.endedAt && interval.endedAt < lostBefore).toBe(true);
  });

  it('[PRES-8] was there until the line was lost also where its device is signed out meanwhile', async () => {
    const house = await company();
    const office = await house.signIn('noor', 'office');
    const agent = await house.join('noor', 'console');
    await agent.socket.close();
    await waitFor('the drop to be written', () => isDropped(agent));
    const lostBefore = await loadDatabaseMoment(server.store);
    await office.request('DELETE', `/sessions/${agent.device.session}`);
    const [interval] = await closedOf(agent.seat);
    expect(interval?.endedAt && interval.endedAt < lostBefore).toBe(true);
  });

  it('[PRES-8] was there until its node was last seen, where that died', async () => {
    const house = await company();
    const other = await server.startNode();
    const ada = await house.join('ada', 'console', other);
    expect(await openOf(ada.seat)).toHaveLength(1);
    await other.kill();
    const deadBefore = await loadDatabaseMoment(server.store);
    const [interval] = await closedOf(ada.seat);
    expect(interval?.endedAt && interval.endedAt < deadBefore).toBe(true);
  });

  it('[PRES-8] has no open interval when the next server lets the first client in', async () => {
    const alone = await startTestServer({ databaseUrl: inject('databaseUrl') });
    const house = await alone.company({ cast: wholeCast });
    const ada = await house.join('ada', 'console');
    await alone.node.close();
    await writeKilledNode(alone.store, alone.node.context.node);
    expect(await intervalsOf(ada.seat, alone)).toMatchObject([{ endedAt: null }]);
    const startedAfter = await loadDatabaseMoment(alone.store);
    await alone.startNode();
    const [interval] = await intervalsOf(ada.seat, alone);
    expect(interval?.endedAt && interval.endedAt < startedAfter).toBe(true);
    await alone.close();
  });

  it('[PRES-8] is logged out by its grace time where its session is long out of date', async () => {
    const house = await company();
    const ada = await house.join('ada', 'console');
    expect(await openOf(ada.seat)).toHaveLength(1);
    await writeSessionExpired(server.store, ada.device.session, '2 days');
    await server.store.read(await loadTenantId(server.store, house.slug), writeOldSessionsGone);
    expect(await closedOf(ada.seat)).toHaveLength(1);
  });
});

describe('the database', () => {
  it('[PRES-4] has one open interval of a seat at most, and a log-in replaces one that was left behind', async () => {
    const house = await company();
    const ada = await house.join('ada', 'console');
    await expect(writeOpenInterval(server.store, ada.seat)).rejects.toThrow(/status_intervals_open/);
    await ada.device.logOut();
    const before = await closedOf(ada.seat);
    await writeOpenInterval(server.store, ada.seat);
    const back = await house.join('ada', 'console');
    const { self } = await back.socket.event('welcome');
    const after = await intervalsOf(ada.seat);
    expect(after).toHaveLength(before.length + 1);
    expect(self.statusSince.slice(0, 23)).toBe(after.at(-1)?.startedAt.slice(0, 23));
  });

  it('[PRES-8] whose clock is set back lets nobody wait, and no interval lasts less than no time', async () => {
    const own = await startTestServer({ databaseUrl: inject('databaseUrl') });
    const clock = await replaceClock(own.databaseUrl);
    const house = await waitFor('the server to be connected again', () =>
      own.company({ cast: wholeCast }).catch(() => null),
    );
    const ada = await house.join('ada', 'console');
    await clock.setAhead('-1 hour');
    for (const status of ['on-break', 'available', 'on-break'] as const)
      await ada.ask('set-status', { status });
    await ada.device.logOut();
    const intervals = await closedOf(ada.seat, own);
    expectSeamless(intervals);
    expect(statusesOf(intervals)).toEqual(['available', 'on-break', 'available', 'on-break']);
    expect(intervals.every(({ startedAt, endedAt }) => startedAt === endedAt)).toBe(true);
    await house.join('ada', 'console');
    expect(await intervalsOf(ada.seat, own)).toHaveLength(5);
    await clock.close();
    await own.close();
  });
});
