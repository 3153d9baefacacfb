import { type ConversationId, limits } from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, waitFor, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);
const seqs = async (line: Line, chat: ConversationId, query = '?limit=100') =>
  (await line.history(chat, query)).messages.map(({ seq }) => seq);
const talk = (lines: readonly Line[], chat: ConversationId, count: number) =>
  Promise.all(range(1, count).flatMap((at) => lines[at % lines.length]?.say(chat, `Message ${at}`) ?? []));
const company = (release: '9.9' | '9.10' = '9.10') => server.company({ cast: wholeCast, release });

describe('a direct conversation', () => {
  it('[HIST-1] is there in full on every device, page by page in both directions', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    await talk([erik, mei], id, 55);
    for (const device of [erik, mei, await house.join('mei', 'office')]) {
      const newest = await device.history(id, '?limit=20');
      expect(newest).toMatchObject({ hasBefore: true, hasAfter: false, rule: 'HIST-1' });
      expect(newest.messages.map(({ seq }) => seq)).toEqual(range(36, 55));
      expect(await seqs(device, id, '?limit=20&before=36')).toEqual(range(16, 35));
      expect(await device.history(id, '?limit=20&before=16')).toMatchObject({ hasBefore: false });
      expect(await seqs(device, id, '?limit=20&before=16')).toEqual(range(1, 15));
      expect(await device.history(id, '?limit=20&after=0')).toMatchObject({
        hasBefore: false,
        hasAfter: true,
      });
      expect(await seqs(device, id, '?limit=20&after=40')).toEqual(range(41, 55));
    }
  });

  it('[HIST-1] says at either end of a page whether there is more', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    await talk([erik, mei], id, 10);
    const ends = async (query: string) => {
      const { messages, hasBefore, hasAfter } = await erik.history(id, query);
      return { seqs: messages.map(({ seq }) => seq), hasBefore, hasAfter };
    };
    expect(await ends('?before=6')).toEqual({ seqs: range(1, 5), hasBefore: false, hasAfter: true });
    expect(await ends('?before=500')).toEqual({ seqs: range(1, 10), hasBefore: false, hasAfter: false });
    expect(await ends('?before=11&limit=5')).toEqual({
      seqs: range(6, 10),
      hasBefore: true,
      hasAfter: false,
    });
    expect(await ends('?after=10')).toEqual({ seqs: [], hasBefore: true, hasAfter: false });
    expect(await ends('?after=500')).toEqual({ seqs: [], hasBefore: true, hasAfter: false });
    expect(await ends('?after=4')).toEqual({ seqs: range(5, 10), hasBefore: true, hasAfter: false });
    expect(await ends('?before=1')).toEqual({ seqs: [], hasBefore: false, hasAfter: true });
  });
});

describe('messages as long as they may be', () => {
  /** 31 KB of words and 124 KB of HTML. */
  const long = { kind: 'rich', html: `<p><b>${'>'.repeat(31_000)}</b></p>` } as const;
  const most = limits.pageBytes * 1.1;

  it('[DEL-7] come in pages that are no longer than their limit, and none is left out', async () => {
    const house = await company();
    const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
    const { id } = await ada.open(erik.seat);
    for (const _ of range(1, 20)) await ada.say(id, long);
    const page = async (query: string) => {
      const got = await ada.history(id, query);
      expect(JSON.stringify(got).length).toBeLessThan(most);
      return got;
    };
    const forward: number[] = [];
    for (let hasAfter = true; hasAfter;) {
      const got = await page(`?limit=100&after=${forward.at(-1) ?? 0}`);
      forward.push(...got.messages.map(({ seq }) => seq));
      ({ hasAfter } = got);
    }
    expect(forward).toEqual(range(1, 20));
    const back: number[] = [];
    for (let hasBefore = true; hasBefore;) {
      const got = await page(`?limit=100&before=${back[0] ?? 21}`);
      back.unshift(...got.messages.map(({ seq }) => seq));
      ({ hasBefore } = got);
    }
    expect(back).toEqual(range(1, 20));

    const places = Array.from({ length: limits.resumedTimelines }, () => ({ conversation: id, after: 0 }));
    const resumed = await ada.ask('resume', { token: null, timelines: places });
    expect(JSON.stringify(resumed).length).toBeLessThan(2 * most);
    expect(resumed.timelines[0]?.page).toMatchObject({ hasBefore: false, hasAfter: true });
    expect(resumed.timelines.length).toBeLessThan(places.length);
  });

  it('[CONT-3, CONT-8] say no more of themselves in a list than its line, alike on both sides and as they arrive', async () => {
    const house = await company();
    const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
    const { id } = await ada.open(erik.seat);
    await ada.say(id, {
      kind: 'rich',
      html: `<p>${' &nbsp;<br>'.repeat(140)}<b>${'x'.repeat(3000)}</b></p>`,
    });
    const excerpt = `${'x'.repeat(160)}…`;
    expect(await erik.conversations()).toMatchObject([{ id, excerpt }]);
    expect(await ada.conversations()).toMatchObject([{ id, excerpt }]);
    await erik.caughtUp();
    expect(erik.heard('message')).toMatchObject([{ message: { excerpt } }]);
  });
});

describe('an expert chat', () => {
  it('[HIST-4, HIST-3, TEN-3] shows the console of 9.9 exactly the last 30, the office everything', async () => {
    const house = await company('9.9');
    const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
    const { id } = await ada.open(erik.seat);
    await talk([ada, erik], id, 30);
    expect(await seqs(ada, id)).toEqual(range(1, 30));
    await erik.say(id, 'The thirty-first');
    expect(await seqs(ada, id)).toEqual(range(2, 31));
    await talk([ada, erik], id, 14);
    expect(await seqs(ada, id)).toEqual(range(16, 45));
    expect(await ada.history(id, '?limit=100')).toMatchObject({ hasBefore: false, rule: 'HIST-4' });
    expect(await seqs(erik, id)).toEqual(range(1, 45));
    expect(await erik.history(id)).toMatchObject({ rule: 'HIST-3' });
  });

  it('[HIST-4] cannot be paged around in the console of 9.9', async () => {
    const house = await company('9.9');
    const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
    const { id } = await ada.open(erik.seat);
    await talk([ada, erik], id, 45);
    expect(await seqs(erik, id, '?before=16')).toEqual(range(1, 15));
    for (const query of ['?before=16', '?before=1', '?before=3&limit=100'])
      expect(await ada.history(id, query)).toMatchObject({ messages: [], hasBefore: false });
    expect(await seqs(ada, id, '?before=20&limit=100')).toEqual(range(16, 19));
    for (const query of ['?after=0&limit=100', '?after=14&limit=100'])
      expect(await seqs(ada, id, query)).toEqual(range(16, 45));
    expect(await ada.history(id, '?after=0&limit=5')).toMatchObject({ hasBefore: false, hasAfter: true });
  });

  it('[HIST-4] counts as unread what the console of 9.9 shows, live as after a reload', async () => {
    const house = await company('9.9');
    const [erik, agent] = [await house.join('erik', 'office'), await house.join('ada', 'console')];
    const { id } = await erik.open(agent.seat);
    const [held, later] = [await agent.device.connect(), await house.signIn('ada', 'console')];
    const unreadOf = (client: Awaited<ReturnType<Line['device']['connect']>>) =>
      client.getState().conversations.get(id)?.unread;
    const expectUnread = async (unread: number, lastSeq: number) => {
      await waitFor(`the count of ${lastSeq} messages`, () => {
        const view = held.getState().conversations.get(id);
        return view?.lastSeq === lastSeq && view.unread === unread;
      });
      expect(await agent.conversations()).toMatchObject([{ id, unread, places: 30 }]);
      const fresh = await later.connect();
      expect(unreadOf(fresh)).toBe(unread);
      fresh.close();
    };
    try {
      await talk([erik], id, 20);
      await expectUnread(20, 20);
      // Her own words, of another device, move what is shown as well.
      for (const _ of range(1, 5)) await agent.say(id, 'From elsewhere');
      await expectUnread(20, 25);
      await talk([erik], id, 20);
      await expectUnread(25, 45);
      for (const _ of range(1, 3)) await agent.say(id, 'From elsewhere');
      await expectUnread(22, 48);
      held.markRead(id, 40);
      await expectUnread(5, 48);
      expect((await erik.conversations())[0]).toMatchObject({ places: null, unread: 8 });
    } finally {
      held.close();
    }
  });

  it('[HIST-4, TEN-3] is there in full in the console of 9.10, and follows the release when it changes', async () => {
    const house = await company('9.10');
    const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
    const { id } = await ada.open(erik.seat);
    await talk([erik], id, 40);
    expect(await seqs(ada, id)).toEqual(range(1, 40));
    await house.apply({ release: '9.9' });
    expect(await seqs(ada, id)).toEqual(range(11, 40));
    expect(await ada.conversations()).toMatchObject([{ id, unread: 30 }]);
    await house.apply({ release: '9.10' });
    expect(await seqs(ada, id)).toEqual(range(1, 40));
    expect(await ada.conversations()).toMatchObject([{ id, unread: 40 }]);
  });
});

describe('two licenses', () => {
  it('[HIST-6, HIST-3] the office app has the expert chats of the agent seat in full, read only', async () => {
    const house = await company('9.9');
    const [agent, office] = [await house.join('noor', 'console'), await house.join('noor', 'office')];
    const erik = await house.join('erik', 'office');
    const { id } = await agent.open(erik.seat);
    await talk([agent, erik], id, 40);
    expect(await seqs(agent, id)).toEqual(range(11, 40));
    expect(await seqs(office, id)).toEqual(range(1, 40));
    expect(await office.history(id)).toMatchObject({ rule: 'HIST-6' });
    expect(await office.conversations('own')).toEqual([]);
    expect(await office.conversations('archive')).toMatchObject([
      { id, kind: 'expert', archive: { seat: agent.seat, kind: 'agent' }, peer: { seat: erik.seat } },
    ]);
    const readOnly = { refusal: { rule: 'HIST-6', code: 'read-only-archive' } };
    expect(await office.sayInVain(id, 'From the wrong seat')).toMatchObject(readOnly);
    expect(await office.askInVain('end-interaction', { conversation: id })).toMatchObject(readOnly);
    expect(await seqs(erik, id)).toEqual(range(1, 40));
  });

  it('[HIST-6] the archive keeps the agent chats, past interactions included, and is none of anybody else', async () => {
    const house = await company();
    const [agent, office] = [await house.join('noor', 'console'), await house.join('noor', 'office')];
    const [ada, sam] = [await house.join('ada', 'console'), await house.join('sam', 'office')];
    const { id } = await ada.open(agent.seat);
    await talk([ada, agent], id, 3);
    await ada.ask('end-interaction', { conversation: id });
    await talk([ada, agent], id, 2);
    expect(await seqs(office, id)).toEqual(range(1, 5));
    expect(await seqs(agent, id)).toEqual(range(1, 2));
    await agent.ask('end-interaction', { conversation: id });
    expect(await seqs(office, id)).toEqual(range(1, 5));
    expect((await office.conversations('archive')).map((one) => one.id)).toEqual([id]);

    expect(await seqs(ada, id)).toEqual([]);
    expect(await ada.conversations('archive')).toEqual([]);
    expect(await sam.conversations('archive')).toEqual([]);
    expect(await sam.device.request('GET', `/conversations/${id}/messages`)).toMatchObject({ status: 404 });
  });

  it('[HIST-6] typing and ending from the archive reach nobody', async () => {
    const house = await server.company({ cast: wholeCast, options: { agent_signals: 'on' } });
    const [agent, office] = [await house.join('noor', 'console'), await house.join('noor', 'office')];
    const ada = await house.join('ada', 'console');
    const { id } = await ada.open(agent.seat);
    await ada.say(id, 'Hello');
    await agent.ask('set-typing', { conversation: id, typing: true });
    await ada.caughtUp();
    expect(ada.heard('typing')).toHaveLength(1);

    await office.socket.command('set-typing', { conversation: id, typing: true });
    await office.ask('mark-read', { conversation: id, seq: 1 });
    await office.askInVain('end-interaction', { conversation: id });
    await Promise.all([ada.caughtUp(), agent.caughtUp()]);
    expect(ada.heard('typing')).toHaveLength(1);
    expect([...ada.heard('receipt'), ...agent.heard('receipt'), ...agent.heard('read')]).toEqual([]);
    expect([...ada.heard('interaction-ended'), ...agent.heard('interaction-ended')]).toEqual([]);
    expect(await agent.conversations()).toMatchObject([{ id, unread: 1, readSeq: 0 }]);
  });

  it('[HIST-7] nothing of the office app is in the console of the same person', async () => {
    const house = await company();
    const [agent, office] = [await house.join('noor', 'console'), await house.join('noor', 'office')];
    const erik = await house.join('erik', 'office');
    const direct = await office.open(erik.seat);
    const asked = await office.open(await office.find('office', 'Ada'));
    await talk([office, erik], direct.id, 4);
    await office.say(asked.id, 'From the office seat');
    await office.ask('set-status', { status: 'busy' });
    await office.ask('mark-read', { conversation: direct.id, seq: 4 });
    await agent.caughtUp();
    expect(agent.socket.events.map((event) => event.on)).toEqual(['welcome']);
    expect(await agent.conversations()).toEqual([]);
    for (const { id } of [direct, asked])
      expect(await agent.device.request('GET', `/conversations/${id}`)).toMatchObject({ status: 404 });

    const toAgent = await erik.open(agent.seat);
    await erik.say(toAgent.id, 'For the agent seat');
    await agent.caughtUp();
    expect(agent.heard('message')).toMatchObject([{ conversation: toAgent.id, loud: true }]);
  });
});
