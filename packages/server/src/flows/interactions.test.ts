import type { ClientId, ConversationId, ConversationView, InteractionEnd } from '@tieline/protocol';
import {
  type Company,
  type Line,
  startTestServer,
  type TestServer,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { countStored } from '../store/looking.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

interface Chat {
  readonly house: Company<WholeCast>;
  readonly ada: Line;
  readonly bea: Line;
  readonly id: ConversationId;
  /** The number of the interaction that runs. */
  readonly number: number;
}

/** Of the interaction that runs in the one chat of a line; 0: none does. */
const numberOf = async (line: Line): Promise<number> =>
  (await line.conversations())[0]?.interaction?.number ?? 0;

/** Two agents who see each other's signals, with a running interaction of three messages, two of them unread by Bea. */
async function runningChat(): Promise<Chat> {
  const house = await server.company({ cast: wholeCast, options: { agent_signals: 'on' } });
  const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
  const { id } = await ada.open(bea.seat);
  await ada.say(id, 'One');
  await ada.say(id, 'Two');
  await bea.say(id, 'Three');
  for (const line of [ada, bea]) {
    expect(await line.conversations()).toMatchObject([{ id, lastSeq: 3, rev: 4 }]);
    expect((await line.history(id)).messages).toHaveLength(3);
  }
  return { house, ada, bea, id, number: await numberOf(ada) };
}

/** What is told of a chat in which nothing was ever said. */
const nothingToTell = {
  lastSeq: 0,
  lastAt: null,
  excerpt: '',
  excerptFrom: null,
  readSeq: 0,
  peerReadSeq: 0,
  unread: 0,
  interaction: null,
};

async function expectNothingOf(line: Line, id: ConversationId): Promise<void> {
  expect(await line.conversations()).toEqual([]);
  for (const query of ['', '?before=3', '?after=0', '?before=100&limit=100'])
    expect(await line.history(id, query)).toMatchObject({ messages: [], hasBefore: false, hasAfter: false });
  const { body } = await line.device.request('GET', `/conversations/${id}`);
  expect(body).toMatchObject(nothingToTell);
  expect(await line.askInVain('end-interaction', { conversation: id })).toMatchObject({
    refusal: { rule: 'HIST-5', code: 'no-interaction' },
  });
}

async function viewOf(line: Line, id: ConversationId): Promise<ConversationView> {
  return (await line.device.request<ConversationView>('GET', `/conversations/${id}`)).body;
}

const endOf = (line: Line, reason: InteractionEnd) =>
  line.socket.event('interaction-ended', (event) => event.reason === reason);

describe('what is told of an agent chat', () => {
  it('[HIST-5] of one that is over is what is told of one that never began, in every answer', async () => {
    const { house, ada, bea, id } = await runningChat();
    const noor = await house.join('noor', 'console');
    const unused = await ada.open(noor.seat);
    expect(unused).toMatchObject(nothingToTell);
    for (const line of [ada, bea]) await line.ask('mark-read', { conversation: id, seq: 3 });
    expect(await viewOf(ada, id)).toMatchObject({ lastSeq: 3, readSeq: 3, peerReadSeq: 3, unread: 0 });
    const tokens = await Promise.all(
      [ada, bea].map(async (line) => (await line.ask('resume', { token: null, timelines: [] })).token),
    );
    await ada.say(id, 'Four');
    await ada.ask('end-interaction', { conversation: id });
    const { id: _, peer: __, ...never } = unused;
    for (const [at, line] of [ada, bea].entries()) {
      const { id: ___, peer: ____, ...over } = await viewOf(line, id);
      expect(over).toEqual(never);
      expect(await line.open(line === ada ? bea.seat : ada.seat)).toMatchObject(nothingToTell);
      const resumed = await line.ask('resume', {
        token: tokens[at] ?? null,
        timelines: [{ conversation: id, after: 0 }],
      });
      expect(resumed).toMatchObject({ outcome: 'resumed', conversations: [], gone: [id] });
      expect(resumed.timelines[0]?.page).toMatchObject({ messages: [], hasBefore: false, hasAfter: false });
      await line.ask('mark-read', { conversation: id, seq: 4 });
      await expectNothingOf(line, id);
    }
  });

  it('[HIST-5] of the next one holds no mark of the one before', async () => {
    const { ada, bea, id, number } = await runningChat();
    for (const line of [ada, bea]) await line.ask('mark-read', { conversation: id, seq: 3 });
    await ada.ask('end-interaction', { conversation: id });
    await ada.say(id, 'Anew');
    const next = await numberOf(ada);
    expect(next).toBeGreaterThan(number);
    const numbers = { lastSeq: 1, rev: 2, readSeq: 0, peerReadSeq: 0 };
    const begun = { ...numbers, interaction: { number: next }, excerpt: 'Anew' };
    expect(await viewOf(ada, id)).toMatchObject({ ...begun, unread: 0 });
    expect(await viewOf(bea, id)).toMatchObject({ ...begun, unread: 1 });
    const told = await bea.socket.event(
      'conversation',
      ({ conversation }) => conversation.interaction?.number === next,
    );
    expect(told.conversation).toMatchObject({ ...begun, unread: 1 });
    // What was read of the one before is none of this one.
    await bea.ask('mark-read', { conversation: id, interaction: number, seq: 1 });
    expect(await viewOf(bea, id)).toMatchObject({ readSeq: 0, unread: 1 });
    await bea.ask('mark-read', { conversation: id, interaction: next, seq: 1 });
    expect(await viewOf(ada, id)).toMatchObject({ readSeq: 0, peerReadSeq: 1 });
    expect(await viewOf(bea, id)).toMatchObject({ readSeq: 1, peerReadSeq: 0, unread: 0 });
    await ada.caughtUp();
    expect(ada.heard('receipt').at(-1)).toMatchObject({ interaction: next, seq: 1 });
  });

  it('[HIST-5, HIST-6] the archive of an office seat still holds all of it', async () => {
    const house = await server.company({ cast: wholeCast });
    const [ada, agent] = [await house.join('ada', 'console'), await house.join('noor', 'console')];
    const office = await house.join('noor', 'office');
    const { id } = await ada.open(agent.seat);
    await ada.say(id, 'One');
    await agent.say(id, 'Two');
    await office.ask('mark-read', { conversation: id, seq: 2 });
    await ada.ask('end-interaction', { conversation: id });
    const kept = { lastSeq: 2, excerpt: 'Two', excerptFrom: agent.seat, readSeq: 2, interaction: null };
    expect(await viewOf(office, id)).toMatchObject(kept);
    expect(await office.conversations('archive')).toMatchObject([{ id, ...kept }]);
    expect((await office.history(id)).messages).toHaveLength(2);
    expect(await viewOf(agent, id)).toMatchObject({ ...nothingToTell, peerReadSeq: null });
  });
});

describe('an agent chat ends', () => {
  it('[HIST-5] when either ends it: neither console has any of it from then on', async () => {
    const { ada, bea, id, number } = await runningChat();
    await bea.ask('end-interaction', { conversation: id });
    for (const line of [ada, bea]) {
      expect(await endOf(line, 'ended-by-agent')).toMatchObject({
        conversation: id,
        number,
        rev: 5,
        by: bea.seat,
      });
      await expectNothingOf(line, id);
    }
  });

  it('[HIST-5] when either logs out, at once', async () => {
    const { house, ada, bea, id, number } = await runningChat();
    await bea.device.logOut();
    expect(await endOf(ada, 'logged-out')).toMatchObject({ conversation: id, number, by: bea.seat });
    await expectNothingOf(ada, id);
    await expectNothingOf(await house.join('bea', 'console'), id);
  });

  it('[HIST-5, PRES-8] when a cut connection does not come back within the grace time', async () => {
    const { house, ada, bea, id } = await runningChat();
    bea.socket.cut();
    expect(await endOf(ada, 'logged-out')).toMatchObject({ conversation: id, by: bea.seat });
    await expectNothingOf(ada, id);
    await expectNothingOf(await house.join('bea', 'console'), id);
  });

  it('[HIST-5, PRES-8] but not when the connection comes back, nor when one of two devices logs out', async () => {
    const { house, ada, bea, id } = await runningChat();
    const second = await house.join('bea', 'console');
    await bea.device.logOut();
    second.socket.cut();
    const again = await second.device.socket();
    await ada.say(id, 'Four');
    expect(await again.event('message')).toMatchObject({ message: { seq: 4 } });
    await ada.caughtUp();
    expect(ada.heard('interaction-ended')).toEqual([]);
    expect((await second.history(id)).messages).toHaveLength(4);
  });

  it('[HIST-5] and the next message begins a new one, empty, whose numbers begin anew', async () => {
    const { ada, bea, id, number } = await runningChat();
    await ada.ask('end-interaction', { conversation: id });
    expect(await bea.say(id, 'Once more')).toMatchObject({ seq: 1, rev: 1 });
    await Promise.all([ada.caughtUp(), bea.caughtUp()]);
    const next = await numberOf(ada);
    expect(next).toBeGreaterThan(number);
    for (const line of [ada, bea]) {
      const view = { id, lastSeq: 1, rev: 2, interaction: { number: next } };
      expect(line.heard('conversation').at(-1)).toMatchObject({ conversation: view });
      expect(await line.conversations()).toMatchObject([view]);
      const mine = `interaction=${next}`;
      for (const query of ['', '?after=0', '?before=2', `?after=0&since=0&${mine}`, `?before=2&${mine}`]) {
        const page = await line.history(id, query);
        expect(page).toMatchObject({ interaction: next, from: 1, rev: 2, hasBefore: false, hasAfter: false });
        expect(page.messages.map(({ seq }) => seq)).toEqual([1]);
      }
      expect((await line.history(id, '?before=1')).messages).toEqual([]);
      // Places of the one before are none of this one, which is told from its beginning.
      for (const query of [`?after=3&since=4&interaction=${number}`, `?before=1&interaction=${number}`])
        expect(await line.history(id, query)).toMatchObject({ interaction: next, messages: [{ seq: 1 }] });
    }
    expect(bea.heard('message').at(-1)).toMatchObject({ interaction: number, message: { seq: 2 } });
    expect(ada.heard('message').at(-1)).toMatchObject({ interaction: next, message: { seq: 1, rev: 1 } });
    expect(await ada.conversations()).toMatchObject([{ unread: 1, excerpt: 'Once more' }]);
    expect(await bea.conversations()).toMatchObject([{ unread: 0 }]);
  });
});

describe('a message that names the interaction it was written in', () => {
  const written = (id: ConversationId, interaction: number, text: string) => ({
    conversation: id,
    clientId: `in-${interaction}-${text}`.replaceAll(' ', '-') as ClientId,
    body: { kind: 'plain', text } as const,
    interaction,
  });
  const over = { code: 'refused', refusal: { rule: 'HIST-5', code: 'no-interaction' } };

  it('[HIST-5] begins no other one, whichever way it comes, and is stored in the one that runs', async () => {
    const { ada, bea, id, number } = await runningChat();
    const inTime = written(id, number, 'In time');
    expect((await ada.ask('send-message', inTime)).message).toMatchObject({ seq: 4 });
    await bea.ask('end-interaction', { conversation: id });
    expect(await ada.askInVain('send-message', written(id, number, 'Too late'))).toMatchObject(over);
    const { conversation: _, ...body } = written(id, number, 'Too late by REST');
    const late = await ada.device.request('POST', `/conversations/${id}/messages`, body);
    expect([late.status, late.body]).toMatchObject([403, over]);
    expect(await ada.conversations()).toEqual([]);
    // What was stored in time has its answer for ever (DEL-6).
    const again = { interaction: number, message: { seq: 4, rev: 5 } };
    expect(await ada.ask('send-message', inTime)).toMatchObject(again);
    expect(await ada.conversations()).toEqual([]);

    await bea.say(id, 'The next one');
    const next = await numberOf(ada);
    expect(await ada.askInVain('send-message', written(id, number, 'Still too late'))).toMatchObject(over);
    expect(await ada.ask('send-message', written(id, next, 'And its answer'))).toMatchObject({
      interaction: next,
      message: { seq: 2 },
    });
    expect((await bea.history(id)).messages.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await ada.ask('send-message', inTime)).toMatchObject(again);
  });

  it('[HIST-5] begins no other one when the end comes at the same moment', async () => {
    const { ada, bea, id } = await runningChat();
    for (let round = 1; round <= 8; round += 1) {
      const number = await numberOf(ada);
      const sends = [1, 2, 3].map((at) =>
        ada.socket.command('send-message', written(id, number, `At the end ${at}`)),
      );
      await Promise.all([bea.ask('end-interaction', { conversation: id }), ...sends]);
      expect(await ada.conversations()).toEqual([]);
      await bea.say(id, 'The next one');
    }
  });
});

describe('an interaction that is over', () => {
  it('[HIST-5, OPT-3] passes no typing and no receipt on any more', async () => {
    const { ada, bea, id } = await runningChat();
    await bea.ask('mark-read', { conversation: id, seq: 1 });
    await bea.ask('set-typing', { conversation: id, typing: true });
    await ada.caughtUp();
    expect([...ada.heard('receipt'), ...ada.heard('typing')]).toHaveLength(2);

    await ada.ask('end-interaction', { conversation: id });
    await bea.socket.command('mark-read', { conversation: id, seq: 3 });
    await bea.socket.command('set-typing', { conversation: id, typing: true });
    await Promise.all([ada.caughtUp(), bea.caughtUp()]);
    expect([...ada.heard('receipt'), ...ada.heard('typing')]).toHaveLength(2);
  });

  it('[HIST-5] is not counted in what is unread of the next one', async () => {
    const { ada, bea, id, number } = await runningChat();
    await ada.ask('end-interaction', { conversation: id });
    await ada.say(id, 'Four');
    await ada.say(id, 'Five');
    expect(await bea.conversations()).toMatchObject([{ unread: 2 }]);
    const next = await numberOf(bea);
    await bea.ask('mark-read', { conversation: id, interaction: number, seq: 2 });
    await bea.ask('mark-read', { conversation: id, interaction: next, seq: 1 });
    await bea.caughtUp();
    expect(bea.heard('read')).toMatchObject([{ interaction: next, seq: 1, unread: 1 }]);
  });

  it('[HIST-5] sends nothing after the news of its end, when the other one logs out in the middle of it', async () => {
    const { house, ada, bea, id } = await runningChat();
    await bea.device.logOut();
    for (let round = 0; round < 8; round += 1) {
      const other = await house.join('bea', 'console');
      await ada.say(id, 'There is one');
      const number = await numberOf(ada);
      const sends = [1, 2, 3].map((at) =>
        ada.socket.command('send-message', {
          conversation: id,
          clientId: `at-the-end-${round}-${at}` as never,
          body: { kind: 'plain', text: 'Still there?' },
        }),
      );
      const [, ...replies] = await Promise.all([other.device.logOut(), ...sends]);
      await ada.caughtUp();
      const events = ada.socket.events.filter(({ on }) => on === 'message' || on === 'interaction-ended');
      expect(events.at(-1)).toMatchObject({ on: 'interaction-ended', number });
      const refusals = replies.flatMap((reply) => ('error' in reply ? [reply.error.refusal?.rule] : []));
      expect(refusals.every((rule) => rule === 'DEL-3')).toBe(true);
    }
    expect(await ada.conversations()).toEqual([]);
  });

  it('[HIST-5] is over for whoever sends at the same moment, or the message belongs to one of the two', async () => {
    const { ada, bea, id } = await runningChat();
    for (let round = 0; round < 10; round += 1) {
      await ada.say(id, 'There is one');
      const number = (await ada.conversations())[0]?.interaction?.number ?? 0;
      const sends = [1, 2, 3].map((at) => bea.say(id, `At once ${at}`));
      await Promise.all([ada.ask('end-interaction', { conversation: id }), ...sends]);
      await Promise.all([ada.caughtUp(), bea.caughtUp()]);
      // Heard after the end: the messages of the next interaction, behind the news of it, and nothing else.
      const events = bea.socket.told;
      const end = events.findIndex((event) => event.on === 'interaction-ended' && event.number === number);
      const later = events.slice(end + 1).filter((event) => event.on === 'message');
      const shown = (await bea.history(id, '?limit=100')).messages.map(({ seq }) => seq);
      expect(later.map(({ message }) => message.seq)).toEqual(shown);
    }
    expect((await countStored(server.store)).messages).toBeGreaterThanOrEqual(43);
  });
});
