import type { ConsoleMessageView, MessageBody, MessageView, ServerEvent } from '@tieline/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyText } from '../../test/body-text.ts';
import { agentChat, agentSelf, conversationOf, idOf, me, messageView, peer } from '../../test/cast.ts';
import { expectEventually } from '../../test/expect-eventually.ts';
import { FakeServer } from '../../test/fake-server.ts';
import { memoryStorage } from '../../test/memory-storage.ts';
import { closeAll, onlineClient } from '../../test/session.ts';
import type { ClientOptions, TielineClient } from '../types.ts';
import { pendingAgain } from './unheard.ts';
import { reachedNoDevice } from '../connection/wire.ts';

const chat = conversationOf(1);
const plain = (text: string): MessageBody => ({ kind: 'plain', text });
let server: FakeServer;

beforeEach(async () => {
  server = await new FakeServer().start();
  server.self = agentSelf();
  server.addChat(chat, agentChat({ number: 1, startedAt: '2026-01-01T00:00:00.000Z' }));
});

afterEach(async () => {
  closeAll();
  await server.stop();
});

const end = (
  unheardFrom: number | null,
  unheard: readonly MessageView[] = [],
): ServerEvent & { on: 'interaction-ended' } => ({
  on: 'interaction-ended',
  conversation: chat,
  number: 1,
  rev: 9,
  reason: 'logged-out',
  by: peer,
  unheardFrom,
  unheard: [...unheard],
});

const pending = (client: TielineClient) => client.getState().timelines.get(chat)?.pending ?? [];
const words = (client: TielineClient) => pending(client).map(({ body }) => bodyText(body));
const isGone = (client: TielineClient) => !client.getState().conversations.has(chat);

/** A console that shows five messages: the second, the fourth and the fifth are its own. */
async function talking(options: Partial<ClientOptions> = {}): Promise<TielineClient> {
  if (server.chat(chat).messages.length === 0)
    for (const [text, from] of [
      ['one', peer],
      ['two', me],
      ['three', peer],
      ['four', me],
      ['five', me],
    ] as const)
      server.write(chat, text, from);
  const client = await onlineClient(server, 'console', {}, options);
  await client.openTimeline(chat);
  expect(client.getState().timelines.get(chat)?.messages).toHaveLength(5);
  return client;
}

async function ended(client: TielineClient, event: ServerEvent): Promise<void> {
  server.endChat(chat);
  server.emit(event);
  await expectEventually(() => isGone(client), 'the chat is over');
}

describe('messages that reached nobody before a grace time ended the chat', () => {
  it('[DEL-3] stay as refused ones, the own alone, in their order and before what waits', async () => {
    const client = await talking();
    server.fate = ({ do: name }) => (name === 'send-message' ? 'silence' : undefined);
    void client.send(chat, plain('on its way'));
    const waiting = client.send(chat, plain('waiting'));
    await ended(client, end(3));
    expect(await waiting).toBe('refused');
    expect(words(client)).toEqual(['four', 'five', 'on its way', 'waiting']);
    expect(pending(client).map(({ state, refusal }) => [state, refusal?.code])).toEqual([
      ['refused', 'reached-no-device'],
      ['refused', 'reached-no-device'],
      ['sending', undefined],
      ['refused', 'no-interaction'],
    ]);
    expect(pending(client)[0]?.refusal).toEqual(reachedNoDevice);
    expect(client.getState().timelines.get(chat)?.messages).toEqual([]);
  });

  it('[DEL-3, DEL-6] are also those whose answer comes after the end', async () => {
    const client = await talking();
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    server.fate = ({ do: name }) => (name === 'send-message' ? held : undefined);
    void client.send(chat, plain('stored, and heard by nobody'));
    await expectEventually(() => pending(client).length === 1, 'it is on its way');
    server.emit(end(6));
    await expectEventually(() => isGone(client), 'the chat is over');
    expect(pending(client).map(({ state }) => state)).toEqual(['sending']);
    answer();
    await expectEventually(() => pending(client)[0]?.state === 'refused', 'it is told');
    expect(words(client)).toEqual(['stored, and heard by nobody']);
    expect(pending(client)[0]?.refusal).toEqual(reachedNoDevice);
  });

  it.each([
    ['null', end(null)],
    // A server of before says nothing of it.
    ['nothing', { ...end(null), unheardFrom: undefined } as unknown as ServerEvent],
  ])('[DEL-3] are none where the server says %s', async (_, event) => {
    const client = await talking();
    await ended(client, event);
    expect(pending(client)).toEqual([]);
  });

  it('[DEL-3] are also those that a page that was loaded anew does not hold', async () => {
    await talking();
    const client = await onlineClient(server, 'console');
    expect(client.getState().timelines.has(chat)).toBe(false);
    await ended(client, end(4, [messageView(chat, 4, me, 'four'), messageView(chat, 5, me, 'five')]));
    await client.openTimeline(chat);
    expect(words(client)).toEqual(['four', 'five']);
    expect(client.getState().goneChats.get(chat)?.end).toMatchObject({ reason: 'logged-out' });
  });

  it('[DEL-3] are told to whoever was away when it ended', async () => {
    const client = await talking();
    server.resumes = ({ timelines }) => ({
      token: 'token',
      outcome: 'resumed',
      reason: null,
      conversations: [],
      gone: [chat],
      ends: [
        {
          conversation: chat,
          number: 1,
          rev: 9,
          reason: 'logged-out',
          by: peer,
          unheardFrom: 5,
          unheard: [],
        },
      ],
      rosterChanged: false,
      timelines: timelines.map(({ conversation }) => ({
        conversation,
        page: {
          interaction: null,
          messages: [],
          hasBefore: false,
          hasAfter: false,
          rev: 0,
          from: 1,
          changed: [],
          rule: 'HIST-5',
        },
      })),
    });
    server.breakLines();
    await expectEventually(() => isGone(client), 'the chat is over');
    expect(words(client)).toEqual(['five']);
  });

  it('[DEL-3, DEL-6] are sent again when asked to, once however many devices do', async () => {
    const [client, other] = [await talking(), await talking()];
    await ended(client, end(4));
    await expectEventually(() => isGone(other), 'the chat is over');
    const ids = pending(client).map(({ clientId }) => clientId);
    expect(pending(other).map(({ clientId }) => clientId)).toEqual(ids);
    const again = ids[0];
    if (!again) throw new Error('nothing is offered');
    client.retry(chat, again);
    other.retry(chat, again);
    await expectEventually(() => server.commandsOf('send-message').length === 2, 'it is sent by both');
    await expectEventually(() => server.chat(chat).messages.length === 1, 'it is stored');
    expect(server.commandsOf('send-message')[0]?.with).toEqual({
      conversation: chat,
      clientId: again,
      body: plain('four'),
    });
    const five = pending(client).find(({ body }) => bodyText(body) === 'five');
    if (five) client.discard(chat, five.clientId);
    expect(words(client)).not.toContain('five');
    expect(server.chat(chat).messages).toHaveLength(1);
  });

  it('[DEL-3] are offered by no device any more when another has sent them again', async () => {
    const [client, other] = [await talking(), await talking()];
    await ended(client, end(4));
    await expectEventually(() => words(other).length === 2, 'the other offers them');
    const again = pending(client)[0]?.clientId;
    if (!again) throw new Error('nothing is offered');
    client.retry(chat, again);
    await expectEventually(() => !words(other).includes('four'), 'the other does not offer it');
    expect(words(other)).toEqual(['five']);
  });

  it('[DEL-3] are kept once by the tabs of a browser, and are there after a reload', async () => {
    const storage = memoryStorage();
    const [client, other] = [await talking({ storage }), await talking({ storage })];
    await ended(client, end(4));
    await expectEventually(() => isGone(other), 'the chat is over');
    const kept = () => storage.keys().filter((key) => key.startsWith('tieline.queue.'));
    expect(kept()).toHaveLength(2);
    for (const one of [client, other]) one.close();
    const later = await onlineClient(server, 'console', {}, { storage });
    // Without anybody's doing: no list has the chat any more.
    await expectEventually(() => words(later).length === 2, 'they are there');
    expect(words(later)).toEqual(['four', 'five']);
    expect(pending(later).map(({ refusal }) => refusal?.code)).toEqual([
      'reached-no-device',
      'reached-no-device',
    ]);
    expect(kept()).toHaveLength(2);
  });
});

describe('what is sent again', () => {
  const view = (html: string): ConsoleMessageView => ({
    ...{ surface: 'console', id: messageView(chat, 7).id, seq: 7, rev: 7, at: '2026-01-01T00:00:00.000Z' },
    ...{
      from: { seat: me, kind: 'agent', name: 'Mia' },
      clientId: null,
      html,
      excerpt: null,
      change: null,
      file: null,
      missed: false,
    },
  });
  const link = '<a href="https://a.example/?x=1&amp;y=2" rel="noopener" target="_blank">';
  const image = `<p>See <img src="/files/console/${chat}/${idOf(9)}" alt="A plan"></p>`;

  it.each<[string, string, MessageBody]>([
    ['a text', ' a  b<br><br>\tc', plain(' a  b\n\n\tc')],
    ['signs', '&lt;b&gt; &amp;amp; &quot;x&quot; &#39;', plain(`<b> &amp; "x" '`)],
    [
      'an address',
      `see ${link}https://a.example/?x=1&amp;y=2</a>.`,
      plain('see https://a.example/?x=1&y=2.'),
    ],
    ['formatted text', '<p>a <strong>b</strong></p>', { kind: 'rich', html: '<p>a <strong>b</strong></p>' }],
    ['a list', '<ol start="3"><li>a</li></ol>', { kind: 'rich', html: '<ol start="3"><li>a</li></ol>' }],
    ['an image', image, { kind: 'rich', html: image }],
  ])('[DEL-3] is what was sent: %s', (_, html, body) => {
    expect(pendingAgain(chat, 1, view(html)).body).toEqual(body);
  });

  it('[DEL-3] is the upload of a file, by its name', () => {
    const file = {
      name: 'plan.pdf',
      type: 'application/pdf',
      size: 3,
      href: `/files/console/${chat}/${idOf(9)}`,
    };
    const again = pendingAgain(chat, 1, { ...view('plan.pdf'), file });
    expect(again).toMatchObject({ body: { kind: 'file', file: idOf(9) }, fileName: 'plan.pdf' });
  });
});
