import type { PresenceWord, SeatId } from '@tieline/protocol';
import {
  type Line,
  openRawSocket,
  startTestServer,
  type TestServer,
  waitFor,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { writeLeaseOver } from '../store/looking.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const company = () => server.company({ cast: wholeCast });
const wordsOf = (line: Line): PresenceWord[] => line.heard('presence').map(({ presence }) => presence.word);
const seen = (line: Line, seat: SeatId, word: PresenceWord) =>
  line.socket.event('presence', (event) => event.seat === seat && event.presence.word === word);

describe('several devices', () => {
  it('[PRES-7] a second one never changes the status, coming or going, and shares it', async () => {
    const house = await company();
    const [mei, erik] = [await house.join('mei', 'office'), await house.join('erik', 'office')];
    await erik.ask('set-status', { status: 'busy' });
    await mei.watch('office', erik.seat);
    const second = await house.join('erik', 'office');
    expect(await second.device.request('GET', '/me')).toMatchObject({ body: { status: 'busy' } });
    await second.socket.close();
    const third = await house.join('erik', 'office');
    await third.device.logOut();
    await mei.caughtUp();
    expect(wordsOf(mei)).toEqual([]);

    const fourth = await house.join('erik', 'office');
    await fourth.ask('set-status', { status: 'do-not-disturb' });
    await Promise.all([mei.caughtUp(), erik.caughtUp()]);
    expect(wordsOf(mei)).toEqual(['do-not-disturb']);
    expect(erik.heard('self').map(({ status }) => status)).toEqual(['busy', 'do-not-disturb']);
  });

  it('[PRES-7, PRES-4] nor since when an agent has had it', async () => {
    const house = await company();
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    const first = (await ada.watch('agents', bea.seat)).get(bea.seat);
    expect(first).toMatchObject({ word: 'available', since: expect.stringMatching(/Z$/) as unknown });
    const second = await house.join('bea', 'console');
    await second.device.logOut();
    bea.socket.cut();
    await bea.device.socket();
    await ada.caughtUp();
    expect(wordsOf(ada)).toEqual([]);
    expect((await ada.watch('agents', bea.seat)).get(bea.seat)).toEqual(first);
  });

  it('[PRES-7] away by idleness needs every device idle, and ends at the first activity', async () => {
    const house = await company();
    const [mei, erik] = [await house.join('mei', 'office'), await house.join('erik', 'office')];
    const second = await house.join('erik', 'office');
    await mei.watch('office', erik.seat);
    await erik.ask('set-idle', { idle: true });
    await mei.caughtUp();
    expect(wordsOf(mei)).toEqual([]);
    await second.ask('set-idle', { idle: true });
    await mei.caughtUp();
    expect(wordsOf(mei)).toEqual(['away']);
    await erik.ask('set-idle', { idle: false });
    await mei.caughtUp();
    expect(wordsOf(mei)).toEqual(['away', 'available']);
  });

  it('[PRES-7] two windows of one device are idle together only', async () => {
    const house = await company();
    const [mei, erik] = [await house.join('mei', 'office'), await house.join('erik', 'office')];
    const window = await erik.device.socket();
    await mei.watch('office', erik.seat);
    await window.command('set-idle', { idle: true });
    await mei.caughtUp();
    expect(wordsOf(mei)).toEqual([]);
    await erik.ask('set-idle', { idle: true });
    await mei.caughtUp();
    expect(wordsOf(mei)).toEqual(['away']);
    await window.command('set-idle', { idle: false });
    await mei.caughtUp();
    expect(wordsOf(mei)).toEqual(['away', 'available']);
    await window.close();
    expect(await seen(mei, erik.seat, 'away')).toBeDefined();
  });

  it('[PRES-7] it never overwrites a status that was set by hand', async () => {
    const house = await company();
    const [mei, erik] = [await house.join('mei', 'office'), await house.join('erik', 'office')];
    await mei.watch('office', erik.seat);
    for (const status of ['busy', 'do-not-disturb', 'invisible'] as const) {
      await erik.ask('set-status', { status });
      await mei.caughtUp();
      const before = wordsOf(mei);
      await erik.ask('set-idle', { idle: true });
      await erik.ask('set-idle', { idle: false });
      await mei.caughtUp();
      expect(wordsOf(mei)).toEqual(before);
      expect(await erik.device.request('GET', '/me')).toMatchObject({ body: { status } });
    }
  });
});

describe('a connection that is lost', () => {
  it('[PRES-8] is no log-out: within the grace time nobody notices', async () => {
    const house = await company();
    const [mei, erik] = [await house.join('mei', 'office'), await house.join('erik', 'office')];
    await mei.watch('office', erik.seat);
    erik.socket.cut();
    const again = await erik.device.socket();
    await mei.caughtUp();
    expect(wordsOf(mei)).toEqual([]);
    expect(again.events[0]).toMatchObject({ on: 'welcome', self: { session: erik.device.session } });
  });

  it('[PRES-8] is one after the grace time, and the session resumes all the same', async () => {
    const house = await company();
    const [mei, erik] = [await house.join('mei', 'office'), await house.join('erik', 'office')];
    await mei.watch('office', erik.seat);
    erik.socket.cut();
    expect(await seen(mei, erik.seat, 'offline')).toBeDefined();
    await erik.device.socket();
    await mei.caughtUp();
    expect(wordsOf(mei)).toEqual(['offline', 'available']);
  });
});

describe('a server that dies', () => {
  it('[PRES-8, HIST-5] leaves nobody behind as online, and no chat running', async () => {
    const house = await company();
    const [bea, mei] = [await house.join('bea', 'console'), await house.join('mei', 'office')];
    const other = await server.startNode();
    const [ada, erik] = [
      await house.join('ada', 'console', other),
      await house.join('erik', 'office', other),
    ];
    const { id } = await bea.open(ada.seat);
    await bea.say(id, 'Hello');
    await bea.watch('agents', ada.seat);
    expect((await mei.watch('office', erik.seat, ada.seat)).get(ada.seat)).toMatchObject({ word: 'online' });

    await other.kill();
    await waitFor('the line to the dead server to be cut', () => !ada.socket.isOpen());
    await bea.caughtUp();
    expect(wordsOf(bea)).toEqual([]);
    await writeLeaseOver(server.store, other.context.node);
    expect((await seen(bea, ada.seat, 'logged-out')).roster).toBe('agents');
    expect(await seen(mei, ada.seat, 'offline')).toBeDefined();
    expect(await seen(mei, erik.seat, 'offline')).toBeDefined();
    expect(await bea.socket.event('interaction-ended')).toMatchObject({ conversation: id, by: ada.seat });
    expect(await bea.conversations()).toEqual([]);
  });

  it('[PRES-8] costs nothing for whoever comes back to another one in time', async () => {
    const house = await company();
    const mei = await house.join('mei', 'office');
    const other = await server.startNode();
    const [erik, olivia] = [
      await house.join('erik', 'office', other),
      await house.join('olivia', 'office', other),
    ];
    await mei.watch('office', erik.seat, olivia.seat);
    await other.kill();
    const again = await openRawSocket(server.url, erik.device.token, 'office');
    await writeLeaseOver(server.store, other.context.node);
    expect(await seen(mei, olivia.seat, 'offline')).toBeDefined();
    expect((await mei.watch('office', erik.seat)).get(erik.seat)).toMatchObject({ word: 'available' });
    expect(wordsOf(mei)).toEqual(['offline']);
    await again.close();
  });

  it('[PRES-8] one that was only slow takes its sessions back', async () => {
    const house = await company();
    const other = await server.startNode();
    const [erik, mei] = [await house.join('erik', 'office', other), await house.join('mei', 'office', other)];
    const { id } = await erik.open(mei.seat);
    await erik.say(id, 'Before');
    const watcher = await house.join('olivia', 'office');
    await watcher.watch('office', erik.seat);
    // As after a long stall: the node at `server.url` sees the lease run out first, and takes its sessions over.
    await waitFor('the lease to be taken for over', async () => {
      await writeLeaseOver(server.store, other.context.node);
      await watcher.caughtUp();
      return wordsOf(watcher).includes('offline');
    });
    expect(erik.socket.isOpen()).toBe(true);
    await waitFor('the session to be good again', async () => {
      const entry = (await watcher.roster('office')).find(({ seat }) => seat === erik.seat);
      return entry?.presence.word === 'available';
    });
    expect(await erik.say(id, 'After')).toMatchObject({ seq: 2 });
    await other.kill();
    await writeLeaseOver(server.store, other.context.node);
    await waitFor('nobody to be left behind', async () => {
      const entry = (await watcher.roster('office')).find(({ seat }) => seat === erik.seat);
      return entry?.presence.word === 'offline';
    });
  });
});
