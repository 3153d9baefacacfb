import type { PresenceWord, Roster, SeatId } from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, waitFor, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadSeat } from '../store/load-seats.ts';
import { writeStatus } from '../store/write-status.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const company = () => server.company({ cast: wholeCast });
const wordsOf = (line: Line, seat: SeatId, roster?: Roster): PresenceWord[] =>
  line
    .heard('presence')
    .filter((event) => event.seat === seat && (roster === undefined || event.roster === roster))
    .map(({ presence }) => presence.word);
const entryOf = async (line: Line, roster: Roster, seat: SeatId) =>
  (await line.roster(roster)).find((entry) => entry.seat === seat);
const seen = (line: Line, seat: SeatId, word: PresenceWord) =>
  line.socket.event('presence', (event) => event.seat === seat && event.presence.word === word);

describe('office statuses', () => {
  it('[PRES-1, PRES-5] each of them is seen on the office roster and in the directory, without since', async () => {
    const house = await company();
    const [mei, ada] = [await house.join('mei', 'office'), await house.join('ada', 'console')];
    const id = await mei.find('office', 'Erik');
    expect((await mei.watch('office', id)).get(id)).toEqual({ word: 'offline', since: null });
    await ada.watch('directory', id);
    const erik = await house.join('erik', 'office');
    for (const status of ['busy', 'away', 'do-not-disturb', 'available'] as const) {
      await erik.ask('set-status', { status });
      expect(await entryOf(mei, 'office', id)).toMatchObject({ presence: { word: status, since: null } });
      expect(await entryOf(ada, 'directory', id)).toMatchObject({ presence: { word: status, since: null } });
    }
    await erik.device.logOut();
    const words = ['available', 'busy', 'away', 'do-not-disturb', 'available', 'offline'];
    for (const line of [mei, ada]) {
      await line.caughtUp();
      expect(wordsOf(line, id)).toEqual(words);
      expect(line.heard('presence').every(({ presence }) => presence.since === null)).toBe(true);
    }
  });

  it('[PRES-1, PRES-4] a status of the other side, or of the work, cannot be set', async () => {
    const house = await company();
    const [erik, ada] = [await house.join('erik', 'office'), await house.join('ada', 'console')];
    await erik.ask('set-status', { status: 'busy' });
    await ada.ask('set-status', { status: 'on-break' });
    expect(await erik.askInVain('set-status', { status: 'on-break' })).toMatchObject({
      refusal: { rule: 'PRES-1', code: 'status-of-other-side' },
    });
    expect(await ada.askInVain('set-status', { status: 'invisible' })).toMatchObject({
      refusal: { rule: 'PRES-4', code: 'status-of-other-side' },
    });
    expect(await ada.askInVain('set-status', { status: 'wrap-up' })).toMatchObject({
      refusal: { rule: 'PRES-4', code: 'status-set-by-system' },
    });
  });

  it('[PRES-2] invisible looks offline in every event, list and conversation, and still sends and receives', async () => {
    const house = await company();
    const [mei, ada, erik] = [
      await house.join('mei', 'office'),
      await house.join('ada', 'console'),
      await house.join('erik', 'office'),
    ];
    await mei.watch('office', erik.seat);
    await ada.watch('directory', erik.seat);
    const [direct, expert] = [await mei.open(erik.seat), await ada.open(erik.seat)];
    expect(direct.peer.presence.word).toBe('available');

    await erik.ask('set-status', { status: 'invisible' });
    await Promise.all([mei.caughtUp(), ada.caughtUp()]);
    expect([wordsOf(mei, erik.seat), wordsOf(ada, erik.seat)]).toEqual([['offline'], ['offline']]);
    expect(erik.heard('self').at(-1)).toMatchObject({ status: 'invisible' });

    await mei.say(direct.id, 'Are you there?');
    await ada.say(expert.id, 'Are you there?');
    await erik.say(direct.id, 'Not for everybody');
    await erik.caughtUp();
    expect(erik.told('message')).toHaveLength(3);
    const second = await house.join('erik', 'office');
    await erik.ask('set-idle', { idle: true });
    await erik.ask('set-idle', { idle: false });
    await second.device.logOut();
    await erik.device.logOut();

    const back = await house.join('erik', 'office');
    const offline = { word: 'offline', since: null };
    for (const [line, roster] of [
      [mei, 'office'],
      [ada, 'directory'],
    ] as const) {
      await line.caughtUp();
      expect(wordsOf(line, erik.seat)).toEqual(['offline']);
      expect(await entryOf(line, roster, erik.seat)).toMatchObject({ presence: offline });
      expect((await line.watch(roster, erik.seat)).get(erik.seat)).toEqual(offline);
      expect(await line.conversations()).toMatchObject([{ peer: { presence: offline } }]);
      const told = line.socket.received.slice(1).join();
      expect(told).not.toContain('invisible');
    }
    await back.ask('set-status', { status: 'available' });
    expect(await seen(mei, erik.seat, 'available')).toMatchObject({ roster: 'office' });
  });

  it('[PRES-6] do not disturb delivers as usual', async () => {
    const house = await company();
    const [mei, erik] = [await house.join('mei', 'office'), await house.join('erik', 'office')];
    await erik.ask('set-status', { status: 'do-not-disturb' });
    const { id } = await mei.open(erik.seat);
    await mei.say(id, 'When you have time');
    await erik.caughtUp();
    expect(erik.heard('message')).toMatchObject([{ conversation: id, loud: true }]);
    expect(await erik.conversations()).toMatchObject([{ unread: 1 }]);
  });
});

describe('agent statuses', () => {
  it('[PRES-3] an office user sees online and offline of an agent, and no event for anything between', async () => {
    const house = await company();
    const erik = await house.join('erik', 'office');
    const id = await erik.find('office', 'Ada');
    expect((await erik.watch('office', id)).get(id)).toEqual({ word: 'offline', since: null });
    const ada = await house.join('ada', 'console');
    for (const status of ['on-break', 'work-offline', 'available', 'on-break'] as const) {
      await ada.ask('set-status', { status });
      expect(await entryOf(erik, 'office', id)).toMatchObject({ presence: { word: 'online', since: null } });
    }
    await ada.ask('set-idle', { idle: true });
    expect((await erik.open(id)).peer.presence).toEqual({ word: 'online', since: null });
    await erik.caughtUp();
    expect(wordsOf(erik, id)).toEqual(['online']);
    await ada.device.logOut();
    await erik.caughtUp();
    expect(wordsOf(erik, id)).toEqual(['online', 'offline']);
    expect(erik.socket.received.join()).not.toMatch(/on-break|work-offline|logged-out/);
  });

  it('[PRES-4] agents of a shared group and supervisors see the status, and how long it has lasted', async () => {
    const house = await company();
    const [bea, grace] = [await house.join('bea', 'console'), await house.join('grace', 'console')];
    const [id, carl] = [await bea.find('agents', 'Ada'), await grace.find('agents', 'Carl')];
    expect((await bea.watch('agents', id)).get(id)).toEqual({ word: 'logged-out', since: null });
    await grace.watch('agents', id, carl);
    const ada = await house.join('ada', 'console');
    await ada.ask('set-status', { status: 'on-break' });
    const since = ada.heard('self').at(-1)?.since;
    for (const line of [bea, grace]) {
      expect((await seen(line, id, 'on-break')).presence).toEqual({ word: 'on-break', since });
      expect(await entryOf(line, 'agents', id)).toMatchObject({ presence: { word: 'on-break', since } });
      await ada.ask('set-status', { status: 'on-break' });
      await line.caughtUp();
      expect(wordsOf(line, id)).toEqual(['available', 'on-break']);
    }
    const here = await house.join('carl', 'console');
    await here.ask('set-status', { status: 'work-offline' });
    expect(await seen(grace, carl, 'work-offline')).toMatchObject({ roster: 'agents' });
    await here.device.logOut();
    expect((await seen(grace, carl, 'logged-out')).presence.since).toBeNull();
  });

  it('[PRES-5] the directory shows an agent as online or offline, even to an agent of a shared group', async () => {
    const house = await company();
    const bea = await house.join('bea', 'console');
    const id = await bea.find('directory', 'Ada');
    await bea.watch('directory', id);
    const ada = await house.join('ada', 'console');
    await ada.ask('set-status', { status: 'on-break' });
    await bea.caughtUp();
    expect(wordsOf(bea, id, 'directory')).toEqual(['online']);
    expect(await entryOf(bea, 'directory', id)).toMatchObject({ presence: { word: 'online', since: null } });
    await ada.device.logOut();
    await bea.caughtUp();
    expect(wordsOf(bea, id)).toEqual(['online', 'offline']);
  });
});

describe('who hears of it', () => {
  it('[PRES-9] nobody hears of an entry that is not watched, or not watched any more', async () => {
    const house = await company();
    const [mei, olivia] = [await house.join('mei', 'office'), await house.join('olivia', 'office')];
    const erik = await house.join('erik', 'office');
    await mei.watch('office', erik.seat);
    await erik.ask('set-status', { status: 'busy' });
    await Promise.all([mei.caughtUp(), olivia.caughtUp()]);
    expect([mei.heard('presence').length, olivia.heard('presence').length]).toEqual([1, 0]);
    await mei.watch('office', olivia.seat);
    await erik.ask('set-status', { status: 'away' });
    await mei.caughtUp();
    expect(wordsOf(mei, erik.seat)).toEqual(['busy']);
  });

  it('[PRES-9] watching an entry outside the own rosters gives nothing, whichever roster is named', async () => {
    const [house, elsewhere] = [await company(), await company()];
    const [carl, erik] = [await house.join('carl', 'console'), await house.join('erik', 'office')];
    const bea = await house.join('bea', 'console');
    const stranger = await elsewhere.join('ada', 'console');
    const ada = await house.join('ada', 'console');
    expect((await bea.watch('agents', ada.seat)).size).toBe(1);
    for (const [line, roster] of [
      [carl, 'agents'],
      [carl, 'office'],
      [erik, 'agents'],
      [erik, 'directory'],
      [stranger, 'agents'],
      [stranger, 'directory'],
      [stranger, 'office'],
    ] as const) {
      expect((await line.watch(roster, ada.seat)).size).toBe(0);
      await ada.ask('set-status', { status: 'on-break' });
      await ada.ask('set-status', { status: 'available' });
      await line.caughtUp();
      expect(line.heard('presence')).toEqual([]);
    }
    expect((await ada.watch('agents', ada.seat)).size).toBe(0);
    await bea.caughtUp();
    expect(wordsOf(bea, ada.seat)).toContain('on-break');
  });

  it('[PRES-9, START-5] nor does one that left the roster of the watcher while it was watched', async () => {
    const house = await company();
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    await ada.watch('agents', bea.seat);
    await bea.ask('set-status', { status: 'on-break' });
    expect(await seen(ada, bea.seat, 'on-break')).toBeDefined();
    await house.apply({ cast: { ...wholeCast, bea: { agent: { groups: ['Sales'] } } } });
    expect(await entryOf(ada, 'agents', bea.seat)).toBeUndefined();
    await waitFor('nothing to be heard of it', async () => {
      const before = ada.heard('presence').length;
      await bea.ask('set-status', { status: 'available' });
      await bea.ask('set-status', { status: 'on-break' });
      await ada.caughtUp();
      return ada.heard('presence').length === before;
    });
  });
});

describe('how the office sees an agent', () => {
  /** By hand: what is chosen, how it looks in the classic form and with the option, and whether that is news. */
  const shift = [
    ['on-break', 'online', 'away'],
    ['work-offline', 'online', 'busy'],
    ['available', 'online', 'available'],
  ] as const;

  it.each([
    ['office', 'erik', 'office'],
    ['directory', 'bea', 'console'],
  ] as const)(
    '[OPT-5, PRES-3, PRES-5] as online, or coarse where the company opens it: %s',
    async (roster, name, side) => {
      for (const coarse of [false, true]) {
        const options = coarse ? ({ agent_presence_in_office: 'coarse' } as const) : {};
        const house = await server.company({ cast: wholeCast, options });
        const [ada, watcher] = [await house.join('ada', 'console'), await house.join(name, side)];
        await watcher.watch(roster, ada.seat);
        for (const [status, closed, opened] of shift) {
          await ada.ask('set-status', { status });
          const word = coarse ? opened : closed;
          expect(await entryOf(watcher, roster, ada.seat)).toMatchObject({ presence: { word, since: null } });
        }
        await ada.device.logOut();
        await watcher.caughtUp();
        const news = coarse ? ['away', 'busy', 'available', 'offline'] : ['offline'];
        expect(wordsOf(watcher, ada.seat, roster)).toEqual(news);
      }
    },
  );

  it('[OPT-5] changes with the option for the next change of presence, and a change within one word sends nothing', async () => {
    const house = await company();
    const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
    await erik.watch('office', ada.seat);
    await house.apply({ options: { agent_presence_in_office: 'coarse' } });
    await ada.ask('set-status', { status: 'work-offline' });
    await seen(erik, ada.seat, 'busy');
    const tenant = erik.device.token.split('.')[0] as never;
    const before = erik.socket.received.length;
    // Handling and wrapping up are set by the work, which there is none of yet.
    for (const status of ['busy', 'wrap-up'] as const) {
      const set = (db: Parameters<typeof writeStatus>[0]) => writeStatus(db, ada.seat, status);
      await server.store.transaction(tenant, set);
      const facts = await server.store.read(tenant, (db) => loadSeat(db, ada.seat));
      if (!facts) throw new Error('Ada is gone');
      const was = { ...facts.presence, status: 'work-offline' } as const;
      server.node.context.delivery.deliverPresence(tenant, ada.seat, was, facts.presence);
    }
    await erik.caughtUp();
    expect(erik.socket.received.slice(before).filter((frame) => frame.includes('"on":"presence"'))).toEqual(
      [],
    );
    await ada.ask('set-status', { status: 'on-break' });
    await seen(erik, ada.seat, 'away');
  });
});
