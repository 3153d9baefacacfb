import type { ConversationId } from '@tieline/protocol';
import {
  type Company,
  type Line,
  startTestServer,
  type TestServer,
  waitFor,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type At, companies, pairs } from './signals.table.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const company = () => server.company({ cast: wholeCast });

async function signalAll(line: Line, chat: ConversationId, seq: number): Promise<void> {
  await line.ask('set-typing', { conversation: chat, typing: true });
  await line.ask('set-typing', { conversation: chat, typing: false });
  await line.ask('mark-read', { conversation: chat, seq });
}

/** Every frame that reaches these sockets while somebody acts, but for the answers to the last question. */
async function framesDuring(lines: readonly Line[], act: () => Promise<void>): Promise<string[]> {
  for (const line of lines) await line.caughtUp();
  const before = lines.map((line) => line.socket.received.length);
  await act();
  for (const line of lines) await line.caughtUp();
  return lines.flatMap((line, index) =>
    line.socket.received.slice(before[index]).filter((frame) => !/^\{"re":\d+,"ok":\{"at"/.test(frame)),
  );
}

/** The names of the events among frames; a frame that is no event shows whole. */
function eventsIn(frames: readonly string[]): string[] {
  return frames.map((frame) => /^\{"on":"([a-z-]+)"/.exec(frame)?.[1] ?? frame);
}

interface Chat {
  readonly id: ConversationId;
  readonly from: Line;
  readonly to: Line;
}

/** A chat of two in which the receiver of the signals wrote last, so that there is something to read. */
async function chatOf(house: Company<WholeCast>, [from, to]: readonly [At, At]): Promise<Chat> {
  const [one, other] = [await house.join(...from), await house.join(...to)];
  const { id } = await one.open(other.seat);
  await one.say(id, 'A question');
  await other.say(id, 'An answer');
  return { id, from: one, to: other };
}

const table = pairs.flatMap(([from, to, heard]) =>
  companies.map(([name, spec], index) => ({
    from,
    to,
    name,
    spec,
    heard: heard.split(' ')[index] ?? '',
    title: `${from.join(' in the ')} to ${to.join(' in the ')}, ${name}: ${heard.split(' ')[index]}`,
  })),
);

describe('what reaches the other one of two', () => {
  it('[SIG-4, SIG-5, SIG-6] is said of every company', () => {
    expect(pairs.map(([, , heard]) => heard.split(' ').length)).toEqual(pairs.map(() => companies.length));
  });

  it.each(table)('[SIG-4, SIG-5, SIG-6, OPT-2, OPT-3, OPT-6] $title', async ({ from, to, spec, heard }) => {
    const house = await server.company({ cast: wholeCast, ...spec });
    const chat = await chatOf(house, [from, to]);
    const frames = await framesDuring([chat.to], () => signalAll(chat.from, chat.id, 2));
    const expected = [
      ...(heard.includes('t') ? ['typing', 'typing'] : []),
      ...(heard.includes('r') ? ['receipt'] : []),
    ];
    expect(eventsIn(frames)).toEqual(expected);
    // The positive of a silence: the same socket hears the next message.
    expect(
      eventsIn(await framesDuring([chat.to], async () => void (await chat.from.say(chat.id, 'Heard')))),
    ).toEqual(['message']);
    const [view] = (await chat.to.conversations()).filter(({ id }) => id === chat.id);
    expect(view).toMatchObject({
      peerReadSeq: heard.includes('r') ? 2 : null,
      abilities: { typing: { allowed: heard.includes('t') }, receipts: { allowed: heard.includes('r') } },
    });
  });
});

describe('in a direct chat', () => {
  it('[SIG-4] typing and receipts reach every device of the other one, and none of the own', async () => {
    const house = await company();
    const { id, from, to } = await chatOf(house, [
      ['erik', 'office'],
      ['mei', 'office'],
    ]);
    const [second, own] = [await house.join('mei', 'office'), await house.join('erik', 'office')];
    await signalAll(from, id, 2);
    for (const line of [to, second]) {
      await line.caughtUp();
      const { seat } = from;
      expect(line.heard('typing')).toEqual([
        { on: 'typing', conversation: id, seat, typing: true },
        { on: 'typing', conversation: id, seat, typing: false },
      ]);
      expect(line.heard('receipt')).toEqual([
        { on: 'receipt', conversation: id, interaction: null, seat, seq: 2 },
      ]);
      expect(line.heard('read')).toEqual([]);
    }
    for (const line of [from, own]) {
      await line.caughtUp();
      expect([...line.heard('typing'), ...line.heard('receipt')]).toEqual([]);
      expect(line.heard('read')).toEqual([
        { on: 'read', conversation: id, interaction: null, seq: 2, unread: 0 },
      ]);
    }
  });

  it('[SIG-4] a receipt never claims more than there is, never goes back, and is told again to be sure', async () => {
    const house = await company();
    const { id, from, to } = await chatOf(house, [
      ['erik', 'office'],
      ['mei', 'office'],
    ]);
    for (const seq of [1, 500, 1, 2]) await from.ask('mark-read', { conversation: id, seq });
    await to.caughtUp();
    // Who says it twice may have had no answer the first time, and nobody may have been told.
    expect(to.heard('receipt').map(({ seq }) => seq)).toEqual([1, 2, 2]);
  });

  it('[SIG-4] a receipt that came while the line was lost is part of the resume', async () => {
    const house = await company();
    const { id, from, to } = await chatOf(house, [
      ['erik', 'office'],
      ['mei', 'office'],
    ]);
    const { token } = await to.ask('resume', { token: null, timelines: [] });
    to.socket.cut();
    await from.ask('mark-read', { conversation: id, seq: 2 });
    const again = await house.join('mei', 'office');
    const resumed = await again.ask('resume', { token, timelines: [] });
    expect(resumed.conversations.find((one) => one.id === id)).toMatchObject({ peerReadSeq: 2 });
  });

  it('[SIG-5] a reading between office and contact center is no part of a resume, on either side', async () => {
    const house = await company();
    for (const pair of [
      [
        ['erik', 'office'],
        ['ada', 'console'],
      ],
      [
        ['bea', 'console'],
        ['mei', 'office'],
      ],
    ] as const) {
      const { id, from, to } = await chatOf(house, pair);
      const asked = { timelines: [] };
      const listed = async (token: string | null) => {
        const resumed = await to.ask('resume', { token, ...asked });
        return { token: resumed.token, chats: resumed.conversations.filter((one) => one.id === id) };
      };
      // A token covers the messages once nothing that began before them is still being committed.
      let { token } = await listed(null);
      await waitFor('a token that covers the messages', async () => {
        const next = await listed(token);
        token = next.token;
        return next.chats.length === 0;
      });
      await from.ask('mark-read', { conversation: id, seq: 2 });
      expect((await listed(token)).chats).toEqual([]);
      // The own reading is, for the other devices of the same seat.
      await to.ask('mark-read', { conversation: id, seq: 2 });
      expect((await listed(token)).chats).toHaveLength(1);
    }
  });
});

describe('an invisible person', () => {
  it('[SIG-9] sends neither, and what was read meanwhile shows with the first reading afterwards', async () => {
    const house = await company();
    const { id, from, to } = await chatOf(house, [
      ['erik', 'office'],
      ['mei', 'office'],
    ]);
    const own = await house.join('erik', 'office');
    await from.ask('set-status', { status: 'invisible' });
    expect(eventsIn(await framesDuring([to], () => signalAll(from, id, 2)))).toEqual([]);
    await own.caughtUp();
    expect(own.heard('read')).toMatchObject([{ seq: 2, unread: 0 }]);
    expect(await from.conversations()).toMatchObject([{ readSeq: 2, unread: 0 }]);
    expect(await to.conversations()).toMatchObject([{ peerReadSeq: 0 }]);
    const visible = await framesDuring(
      [to],
      async () => void (await from.ask('set-status', { status: 'busy' })),
    );
    expect(eventsIn(visible)).toEqual([]);
    expect(await to.conversations()).toMatchObject([{ peerReadSeq: 0 }]);
    await to.say(id, 'Are you there?');
    expect(eventsIn(await framesDuring([to], () => signalAll(from, id, 3)))).toEqual([
      'typing',
      'typing',
      'receipt',
    ]);
    expect(await to.conversations()).toMatchObject([{ peerReadSeq: 3 }]);
  });

  it('[SIG-9, PRES-2] sees what others do, and an opened option yields to being invisible', async () => {
    const house = await server.company({ cast: wholeCast, preset: 'today' });
    const { id, from, to } = await chatOf(house, [
      ['erik', 'office'],
      ['ada', 'console'],
    ]);
    expect(eventsIn(await framesDuring([to], () => signalAll(from, id, 1)))).toEqual(['typing', 'typing']);
    await from.ask('set-status', { status: 'invisible' });
    expect(eventsIn(await framesDuring([to], () => signalAll(from, id, 2)))).toEqual([]);
    expect(eventsIn(await framesDuring([from], () => signalAll(to, id, 2)))).toEqual(['typing', 'typing']);
  });
});

describe('a company that changes its options', () => {
  it('[OPT-2, OPT-6] is followed by the very next signal, without a new log-in', async () => {
    const house = await company();
    const chat = await chatOf(house, [
      ['erik', 'office'],
      ['ada', 'console'],
    ]);
    const heard = async () => eventsIn(await framesDuring([chat.to], () => signalAll(chat.from, chat.id, 2)));
    const apply = async (options: Parameters<typeof house.apply>[0]['options']) => {
      const before = chat.to.heard('company-changed').length;
      await house.apply({ options: options ?? {} });
      await waitFor('the change is told', () => chat.to.heard('company-changed').length > before);
    };
    expect(await heard()).toEqual([]);
    await apply({ typing_across: 'on' });
    expect(await heard()).toEqual(['typing', 'typing']);
    await apply({ typing_across: 'off' });
    expect(await heard()).toEqual([]);
  });

  it('[OPT-6] shows nothing of what was read while receipts were off, or before', async () => {
    const house = await company();
    const { id, from, to } = await chatOf(house, [
      ['erik', 'office'],
      ['mei', 'office'],
    ]);
    const peerReadSeq = async () => (await to.conversations())[0]?.peerReadSeq;
    await from.ask('mark-read', { conversation: id, seq: 1 });
    expect(await peerReadSeq()).toBe(1);
    await house.apply({ options: { office_receipts: 'off' } });
    expect(await peerReadSeq()).toBeNull();
    await from.ask('mark-read', { conversation: id, seq: 2 });
    await house.apply({ options: { office_receipts: 'on' } });
    expect(await peerReadSeq()).toBe(0);
    // Said again, as by a client that had no answer: nothing was read.
    await from.ask('mark-read', { conversation: id, seq: 2 });
    await to.caughtUp();
    expect(to.heard('receipt').map(({ seq }) => seq)).toEqual([1]);
    expect(await peerReadSeq()).toBe(0);
    await to.say(id, 'One more');
    await from.ask('mark-read', { conversation: id, seq: 3 });
    expect(await peerReadSeq()).toBe(3);
    // The positive: what was told is told again, as its answer may have been lost.
    await from.ask('mark-read', { conversation: id, seq: 3 });
    await to.caughtUp();
    expect(to.heard('receipt').map(({ seq }) => seq)).toEqual([1, 3, 3]);
  });

  it('[OPT-3, OPT-6] of the office and of the agents stay as they are where the other ones are turned on', async () => {
    const house = await company();
    const office = await chatOf(house, [
      ['erik', 'office'],
      ['mei', 'office'],
    ]);
    await office.from.ask('mark-read', { conversation: office.id, seq: 1 });
    await house.apply({ options: { agent_signals: 'on' } });
    expect(await office.to.conversations()).toMatchObject([{ peerReadSeq: 1 }]);
    const agents = await chatOf(house, [
      ['ada', 'console'],
      ['bea', 'console'],
    ]);
    await agents.from.ask('mark-read', { conversation: agents.id, seq: 1 });
    await house.apply({ options: { agent_signals: 'on', office_receipts: 'off' } });
    await house.apply({ options: { agent_signals: 'on' } });
    expect(await agents.to.conversations()).toMatchObject([{ peerReadSeq: 1 }]);
    expect(await office.to.conversations()).toMatchObject([{ peerReadSeq: 0 }]);
  });
});

describe('who reads without taking part', () => {
  it('[HIST-7, HIST-6] in the archive of an agent seat hears neither, and tells neither', async () => {
    const house = await server.company({
      cast: wholeCast,
      options: { agent_signals: 'on', typing_across: 'on' },
    });
    const {
      id,
      from: ada,
      to: agent,
    } = await chatOf(house, [
      ['ada', 'console'],
      ['noor', 'console'],
    ]);
    const office = await house.join('noor', 'office');
    expect(eventsIn(await framesDuring([agent], () => signalAll(ada, id, 2)))).toEqual([
      'typing',
      'typing',
      'receipt',
    ]);
    expect(eventsIn(await framesDuring([office], () => signalAll(ada, id, 2)))).toEqual([]);
    const archived = async () => {
      await office.ask('mark-read', { conversation: id, seq: 2 });
      await office.socket.command('set-typing', { conversation: id, typing: true });
    };
    expect(eventsIn(await framesDuring([ada, agent], archived))).toEqual([]);
    expect(await office.conversations('archive')).toMatchObject([{ peerReadSeq: null }]);

    // Nor does coming back tell of a reading that was not heard.
    await agent.say(id, 'One more');
    const changed = async (line: typeof office, since: string) =>
      (await line.ask('resume', { token: since, timelines: [] })).conversations.map((one) => one.id);
    /** A token of a moment when nothing older was under way, which it would tell of as well. */
    const tokenOf = (line: typeof office) =>
      waitFor('all before it to be over', async () => {
        const { token } = await line.ask('resume', { token: null, timelines: [] });
        return (await changed(line, token)).length === 0 ? token : null;
      });
    const [ofOffice, ofAgent] = [await tokenOf(office), await tokenOf(agent)];
    await ada.ask('mark-read', { conversation: id, seq: 3 });
    expect(await changed(agent, ofAgent)).toEqual([id]);
    expect(await changed(office, ofOffice)).toEqual([]);
  });

  it('[SIG-3] can neither type nor read in a chat, a supervisor no more than anybody else', async () => {
    const house = await server.company({ cast: wholeCast, options: { agent_signals: 'on' } });
    const {
      id,
      from: ada,
      to: bea,
    } = await chatOf(house, [
      ['ada', 'console'],
      ['bea', 'console'],
    ]);
    const [grace, carl] = [await house.join('grace', 'console'), await house.join('carl', 'console')];
    expect(eventsIn(await framesDuring([bea], () => signalAll(ada, id, 2)))).toEqual([
      'typing',
      'typing',
      'receipt',
    ]);
    const lookOn = async () => {
      for (const line of [grace, carl]) {
        const typing = await line.askInVain('set-typing', { conversation: id, typing: true });
        const reading = await line.askInVain('mark-read', { conversation: id, seq: 1 });
        expect([typing.code, reading.code]).toEqual(['not-found', 'not-found']);
      }
    };
    expect(eventsIn(await framesDuring([ada, bea], lookOn))).toEqual([]);
    for (const line of [grace, carl])
      expect(line.socket.events.map((event) => event.on)).toEqual(['welcome']);
  });
});
