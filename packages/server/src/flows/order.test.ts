import type { ConversationId, ServerEvent } from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, waitFor, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadStoredSeqs } from '../store/looking.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);
const seqsOf = (events: readonly (ServerEvent & { on: 'message' })[]) =>
  events.map(({ message }) => message.seq);

const ascending = (numbers: readonly number[]) => numbers.toSorted((one, other) => one - other);

/** What was seen of a conversation, place by place, whichever side it was seen from. */
function seenBy(line: Line): string[] {
  const messages = line.told('message').map(({ message }) => message);
  return messages
    .toSorted((one, other) => one.seq - other.seq)
    .map((message) => {
      const text = message.surface === 'office' ? message.text : message.html;
      return `${message.seq} ${message.from.name} ${text}`;
    });
}

const sayAll = (lines: readonly Line[], chat: ConversationId, each: number, what: string) =>
  Promise.all(
    lines.flatMap((line, device) =>
      upTo(each).map((number) => line.say(chat, `${what} ${device}.${number}`)),
    ),
  );

describe('many at once', () => {
  it('[DEL-7] a hundred messages of four devices come to all of them in one order, with no gap', async () => {
    const company = await server.company({ cast: wholeCast });
    const offices = [await company.join('erik', 'office'), await company.join('erik', 'office')];
    const consoles = [await company.join('ada', 'console'), await company.join('ada', 'console')];
    const lines = [...offices, ...consoles];
    const { id } = await (offices[0] as Line).open((consoles[0] as Line).seat);
    const stored = await sayAll(lines, id, 25, 'Message');
    expect(ascending(stored.map(({ seq }) => seq))).toEqual(upTo(100));
    await Promise.all(lines.map((line) => line.caughtUp()));
    for (const line of lines) {
      // Its own come as answers, each of which may come before or after an event.
      expect(ascending(seqsOf(line.told('message')))).toEqual(upTo(100));
      expect(seqsOf(line.heard('message'))).toEqual(ascending(seqsOf(line.heard('message'))));
      expect(seenBy(line)).toEqual(seenBy(lines[0] as Line));
      expect((await line.history(id, '?limit=100')).messages.map(({ seq }) => seq)).toEqual(upTo(100));
    }
  });

  it('[DEL-7] the first messages of an agent chat come in order too, after the news that it began', async () => {
    const company = await server.company({ cast: wholeCast });
    const [ada, bea] = [await company.join('ada', 'console'), await company.join('bea', 'console')];
    const { id } = await ada.open(bea.seat);
    await sayAll([ada, bea], id, 20, 'Message');
    await Promise.all([ada.caughtUp(), bea.caughtUp()]);
    for (const line of [ada, bea]) {
      const news = line.socket.events.filter((event) => event.on !== 'welcome');
      expect(news[0]).toMatchObject({ on: 'conversation', conversation: { id, phase: 'running' } });
      expect(ascending(seqsOf(line.told('message')))).toEqual(upTo(40));
      expect(seqsOf(line.heard('message'))).toEqual(ascending(seqsOf(line.heard('message'))));
    }
  });

  it('[DEL-7] who was away for some of it has all of it after coming back', async () => {
    const company = await server.company({ cast: wholeCast });
    const [erik, mei] = [await company.join('erik', 'office'), await company.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    await sayAll([erik, mei], id, 5, 'Before');
    await mei.caughtUp();
    mei.socket.cut();
    await sayAll([erik], id, 20, 'Meanwhile');
    const again = await mei.device.socket();
    await sayAll([erik], id, 5, 'After');
    await waitFor('the newest message', () =>
      again.events.some((event) => event.on === 'message' && event.message.seq === 35),
    );
    const live = again.events.filter((event) => event.on === 'message');
    const missing = await mei.history(id, `?after=${seqsOf(mei.heard('message')).at(-1)}&limit=100`);
    expect(missing).toMatchObject({ hasAfter: false });
    const all = [...seqsOf(mei.heard('message')), ...missing.messages.map(({ seq }) => seq)];
    expect(all).toEqual(upTo(35));
    expect(seqsOf(live)).toEqual(upTo(35).slice(-live.length));
    expect(await loadStoredSeqs(server.store, id)).toEqual(upTo(35));
  });

  it('[DEL-7] a client shows them all, whatever happens to its line', async () => {
    const company = await server.company({ cast: wholeCast });
    const erik = await company.join('erik', 'office');
    const device = await company.signIn('mei', 'office');
    const { id } = await erik.open(device.seat);
    await erik.say(id, 'The first');
    const mei = await device.connect();
    await mei.openTimeline(id);
    for (const round of upTo(3)) {
      const answering = upTo(5).map((n) => mei.send(id, { kind: 'plain', text: `Mei ${round}.${n}` }));
      const sending = sayAll([erik], id, 10, `Erik ${round}`);
      for (const one of server.node.context.liveSessions.all().values()) expect(one.size).toBeGreaterThan(0);
      await Promise.all([sending, ...answering]);
    }
    const timeline = await waitFor('all of it in the timeline', () => {
      const held = mei.getState().timelines.get(id);
      return held?.messages.length === 46 && held;
    });
    expect(timeline.messages.map(({ seq }) => seq)).toEqual(upTo(46));
    expect(timeline.pending).toEqual([]);
    mei.close();
  });
});
