import type { ConversationId, Stored } from '@tieline/protocol';
import {
  type Device,
  type Line,
  type Said,
  saidOf,
  startTestServer,
  type TestServer,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { countStored, loadStoredSeqs } from '../store/looking.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const cast = wholeCast;

async function overHttp(device: Device, chat: ConversationId, text: string, clientId: string): Promise<Said> {
  const body = { clientId, body: { kind: 'plain', text } };
  const answer = await device.request<Stored>('POST', `/conversations/${chat}/messages`, body);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return saidOf(answer.body);
}

const reused = { code: 'refused', retry: false, refusal: { rule: 'DEL-6', code: 'client-id-reused' } };

describe('the same client id', () => {
  it('[DEL-6] is the same message, whenever it comes again, over socket and HTTP', async () => {
    const company = await server.company({ cast });
    const [erik, mei] = [await company.join('erik', 'office'), await company.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    const first = await erik.say(id, 'Once', 'only-once');
    await erik.say(id, 'Something between', 'in-between');
    expect(await erik.say(id, 'Once', 'only-once')).toEqual(first);
    expect(await overHttp(erik.device, id, 'Once', 'only-once')).toEqual(first);
    await mei.caughtUp();
    expect(mei.heard('message').map(({ message }) => message.seq)).toEqual([1, 2]);
    expect(await loadStoredSeqs(server.store, id)).toEqual([1, 2]);
  });

  it('[DEL-6] is one row and one answer, sent twenty times at once from two devices and by HTTP', async () => {
    const company = await server.company({ cast });
    const [one, two] = [await company.join('erik', 'office'), await company.join('erik', 'office')];
    const mei = await company.join('mei', 'office');
    const { id } = await one.open(mei.seat);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => {
        if (at % 3 === 0) return overHttp(one.device, id, 'Again and again', 'same-every-time');
        return (at % 3 === 1 ? one : two).say(id, 'Again and again', 'same-every-time');
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await loadStoredSeqs(server.store, id)).toEqual([1]);
    await Promise.all([mei.caughtUp(), two.caughtUp()]);
    expect(mei.heard('message')).toHaveLength(1);
    expect(two.heard('message')).toHaveLength(1);
  });

  it('[DEL-6] is the same message on another server, and after the rule for it has gone', async () => {
    const company = await server.company({ cast });
    const [ada, bea] = [await company.join('ada', 'console'), await company.join('bea', 'console')];
    const { id } = await ada.open(bea.seat);
    const first = await ada.say(id, 'Hello', 'said-before');
    const elsewhere = await company.join('ada', 'console', await server.startNode());
    expect(await elsewhere.say(id, 'Hello', 'said-before')).toEqual(first);

    await company.apply({ mode: 2, cast: { ...cast, ada: { agent: { groups: ['Sales'] } } } });
    expect(await ada.sayInVain(id, 'A new one')).toMatchObject({ refusal: { rule: 'START-5' } });
    expect(await ada.say(id, 'Hello', 'said-before')).toEqual(first);
    expect(await loadStoredSeqs(server.store, id)).toEqual([1]);
  });

  it('[DEL-6] is refused with another content, in form or in words', async () => {
    const company = await server.company({ cast });
    const ada = await company.join('ada', 'console');
    const { id } = await ada.open(await ada.find('directory', 'Erik'));
    await ada.say(id, { kind: 'rich', html: '<b>Now</b>' }, 'with-a-content');
    await ada.say(id, { kind: 'rich', html: '<b>Now</b>' }, 'with-a-content');
    expect(await ada.sayInVain(id, { kind: 'rich', html: '<i>Now</i>' }, 'with-a-content')).toMatchObject(
      reused,
    );
    expect(await ada.sayInVain(id, 'Now', 'with-a-content')).toMatchObject(reused);
    expect(await loadStoredSeqs(server.store, id)).toEqual([1]);
  });

  it('[DEL-6] is refused in another conversation', async () => {
    const company = await server.company({ cast });
    const erik = await company.join('erik', 'office');
    const first = await erik.open(await erik.find('office', 'Mei'));
    const second = await erik.open(await erik.find('office', 'Olivia'));
    await erik.say(first.id, 'For Mei', 'for-one-of-them');
    expect(await erik.sayInVain(second.id, 'For Mei', 'for-one-of-them')).toMatchObject(reused);
    expect(await loadStoredSeqs(server.store, second.id)).toEqual([]);
  });

  it('[DEL-6] is a message of its own from another seat, and in another tenant', async () => {
    const [here, there] = [await server.company({ cast }), await server.company({ cast })];
    const [erik, mei] = [await here.join('erik', 'office'), await here.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    expect(await erik.say(id, 'Mine', 'a-common-id')).toMatchObject({ seq: 1 });
    expect(await mei.say(id, 'Mine too', 'a-common-id')).toMatchObject({ seq: 2 });
    const stranger = await there.join('erik', 'office');
    const { id: elsewhere } = await stranger.open(await stranger.find('office', 'Mei'));
    expect(await stranger.say(elsewhere, 'Mine as well', 'a-common-id')).toMatchObject({ seq: 1 });
  });

  it('[DEL-6] in two agent chats at once is stored in one of them, and begins nothing in the other', async () => {
    const company = await server.company({ cast });
    const lines = await Promise.all(
      (['ada', 'bea', 'noor'] as const).map((name) => company.join(name, 'console')),
    );
    const [ada, bea, noor] = lines as [Line, Line, Line];
    const chats = [(await ada.open(bea.seat)).id, (await ada.open(noor.seat)).id];
    const before = await countStored(server.store);
    const rounds = 15;
    for (let round = 1; round <= rounds; round += 1) {
      const command = (conversation: ConversationId) => ({
        conversation,
        clientId: `round-number-${round}` as never,
        body: { kind: 'plain' as const, text: 'Hello' },
      });
      const replies = await Promise.all(
        chats.map((chat) => ada.socket.command('send-message', command(chat))),
      );
      const won = replies.findIndex((reply) => 'ok' in reply);
      expect(replies[1 - won]).toMatchObject({ error: reused });
      expect(await countStored(server.store)).toMatchObject({
        messages: before.messages + round,
        interactions: before.interactions + round,
      });
      await ada.ask('end-interaction', { conversation: chats[won] as ConversationId });
    }
  });
});
