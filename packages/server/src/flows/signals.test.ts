import type { ConversationId } from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const company = () => server.company({ cast: wholeCast });

/** Everything that may tell of typing or reading, as it came over the wire. */
const signals = (line: Line): string[] =>
  line.socket.received.filter((frame) => /"on":"(typing|receipt)"|"peerReadSeq":\d/.test(frame));

async function signalAll(line: Line, chat: ConversationId, seq: number): Promise<void> {
  await line.ask('set-typing', { conversation: chat, typing: true });
  await line.ask('set-typing', { conversation: chat, typing: false });
  await line.ask('mark-read', { conversation: chat, seq });
}

describe('agent and agent', () => {
  it('[SIG-1] typing and receipts pass to the other one, on every device, and not back', async () => {
    const house = await company();
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    const second = await house.join('bea', 'console');
    const { id } = await ada.open(bea.seat);
    await bea.say(id, 'Hello');
    await signalAll(ada, id, 1);
    for (const line of [bea, second]) {
      await line.caughtUp();
      const seat = ada.seat;
      expect(line.heard('typing')).toEqual([
        { on: 'typing', conversation: id, seat, typing: true },
        { on: 'typing', conversation: id, seat, typing: false },
      ]);
      expect(line.heard('receipt')).toEqual([{ on: 'receipt', conversation: id, seat, seq: 1 }]);
    }
    await ada.caughtUp();
    expect([...ada.heard('typing'), ...ada.heard('receipt')]).toEqual([]);
    expect(await bea.conversations()).toMatchObject([
      { peerReadSeq: 1, abilities: { typing: { allowed: true }, receipts: { allowed: true } } },
    ]);
  });

  it('[SIG-1] a receipt never claims more than there is, never goes back, and is told again to be sure', async () => {
    const house = await company();
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    const { id } = await ada.open(bea.seat);
    await bea.say(id, 'One');
    await bea.say(id, 'Two');
    for (const seq of [1, 500, 1, 2]) await ada.ask('mark-read', { conversation: id, seq });
    await bea.caughtUp();
    // Who says it twice may have had no answer the first time, and nobody may have been told.
    expect(bea.heard('receipt').map(({ seq }) => seq)).toEqual([1, 2, 2]);
  });

  it('[SIG-1] reading on one device is told to the others of the same seat', async () => {
    const house = await company();
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    const second = await house.join('ada', 'console');
    const { id } = await ada.open(bea.seat);
    await bea.say(id, 'One');
    await bea.say(id, 'Two');
    await ada.ask('mark-read', { conversation: id, seq: 1 });
    await second.caughtUp();
    expect(second.heard('read')).toEqual([{ on: 'read', conversation: id, seq: 1, unread: 1 }]);
    expect(bea.heard('read')).toEqual([]);
  });
});

describe('where the office takes part', () => {
  it('[SIG-2] an expert chat passes neither on, whatever either side does', async () => {
    const house = await company();
    const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
    const { id } = await ada.open(erik.seat);
    await ada.say(id, 'A question');
    await erik.say(id, 'An answer');
    await signalAll(ada, id, 2);
    await signalAll(erik, id, 2);
    await Promise.all([ada.caughtUp(), erik.caughtUp()]);
    for (const line of [ada, erik]) {
      expect(signals(line)).toEqual([]);
      expect(line.heard('read')).toHaveLength(1);
      expect(await line.conversations()).toMatchObject([
        {
          unread: 0,
          peerReadSeq: null,
          abilities: {
            typing: { allowed: false, rule: 'SIG-2' },
            receipts: { allowed: false, rule: 'SIG-2' },
          },
        },
      ]);
    }
  });

  it('[SIG-2] nor does a direct chat, nor one with an agent who missed it', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    await erik.say(id, 'Hello');
    await signalAll(mei, id, 1);
    const { id: missed } = await erik.open(await erik.find('office', 'Ada'));
    await erik.say(missed, 'Hello');
    const ada = await house.join('ada', 'console');
    await signalAll(ada, missed, 1);
    await signalAll(erik, missed, 1);
    for (const line of [erik, mei, ada]) {
      await line.caughtUp();
      expect(signals(line)).toEqual([]);
    }
  });

  it('[SIG-2, HIST-6] the archive of an agent chat hears neither, and tells neither', async () => {
    const house = await company();
    const [agent, office] = [await house.join('noor', 'console'), await house.join('noor', 'office')];
    const ada = await house.join('ada', 'console');
    const { id } = await ada.open(agent.seat);
    await ada.say(id, 'One');
    await agent.say(id, 'Two');
    await signalAll(ada, id, 2);
    await agent.caughtUp();
    expect(signals(agent)).toHaveLength(4);
    await office.ask('mark-read', { conversation: id, seq: 2 });
    await office.socket.command('set-typing', { conversation: id, typing: true });
    await Promise.all([office.caughtUp(), ada.caughtUp()]);
    expect(signals(office)).toEqual([]);
    expect([...ada.heard('typing'), ...ada.heard('receipt')]).toEqual([]);
    expect(await office.conversations('archive')).toMatchObject([{ peerReadSeq: null }]);
  });
});

describe('who does not take part', () => {
  it('[SIG-3, SIG-1] can neither type nor read in a chat, a supervisor no more than anybody else', async () => {
    const house = await company();
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    const [grace, carl] = [await house.join('grace', 'console'), await house.join('carl', 'console')];
    const { id } = await ada.open(bea.seat);
    await ada.say(id, 'Between us');
    for (const line of [grace, carl]) {
      for (const name of ['set-typing', 'mark-read'] as const) {
        const input = { conversation: id, typing: true, seq: 1 };
        const { typing, seq, conversation } = input;
        const given = name === 'set-typing' ? { conversation, typing } : { conversation, seq };
        expect(await line.askInVain(name, given as never)).toMatchObject({ code: 'not-found' });
      }
      await line.caughtUp();
      expect(line.socket.events.map((event) => event.on)).toEqual(['welcome']);
    }
    await Promise.all([ada.caughtUp(), bea.caughtUp()]);
    for (const line of [ada, bea]) expect([...line.heard('typing'), ...line.heard('receipt')]).toEqual([]);
    expect(ada.heard('conversation')).toHaveLength(1);
  });
});
