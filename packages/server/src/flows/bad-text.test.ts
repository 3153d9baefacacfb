import { type ConversationId, limits, type MessageBody } from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { countStored } from '../store/looking.fixture.ts';

let server: TestServer;
let ada: Line;
let erik: Line;
let chat: ConversationId;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
  const house = await server.company({ cast: wholeCast });
  [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
  chat = (await ada.open(erik.seat)).id;
});
afterAll(() => server.close());

const rich = (html: string): MessageBody => ({ kind: 'rich', html });
const plain = (text: string): MessageBody => ({ kind: 'plain', text });
const kilobytes16 = limits.textBytes;
const kilobytes64 = limits.htmlBytes;

const refused: [string, MessageBody, string][] = [
  ['a byte too long', plain('x'.repeat(kilobytes16 + 1)), 'text-too-long'],
  ['a byte too long in characters of two', plain('é'.repeat(kilobytes16 / 2) + 'x'), 'text-too-long'],
  ['a character too long in characters of four', plain('🙂'.repeat(kilobytes16 / 4 + 1)), 'text-too-long'],
  ['far too long, in a frame that is not', plain('x'.repeat(200 * 1024)), 'text-too-long'],
  ['rich and too long', rich(`<p>${'x'.repeat(kilobytes64)}</p>`), 'text-too-long'],
  ['long only in tags', rich('<b></b>'.repeat(kilobytes16)), 'text-too-long'],
  ['a NUL', plain('before\u0000after'), 'text-not-storable'],
  ['a NUL in rich text', rich('<p>before\u0000after</p>'), 'text-not-storable'],
  ['half of a pair', plain('\ud83d'), 'text-not-storable'],
  ['the other half', plain('x\ude42'), 'text-not-storable'],
  ['half of a pair in rich text', rich('<b>\ud83d</b>'), 'text-not-storable'],
  ['empty', plain(''), 'text-empty'],
  ['blank', plain(' \t\r\n \u00a0 \u2003'), 'text-empty'],
  ['unseen', plain('\u200b\u2800\u3164\u00ad\u200f'), 'text-empty'],
  ['unseen, of control characters', plain('\u0007\u001b'), 'text-empty'],
  ['rich and unseen', rich('<p><b>\u2800</b></p>'), 'text-empty'],
  ['rich, of bullets alone', rich('<ul><li></li><li>\u200b</li></ul>'), 'text-empty'],
  ['rich and empty', rich(''), 'text-empty'],
  ['rich and blank', rich('<p><br></p><p>&nbsp;</p>'), 'text-empty'],
  ['nothing but script', rich('<script>alert(1)</script><style>p{}</style>'), 'text-empty'],
];

describe('a text that is', () => {
  it.each(refused)('%s is refused over socket and HTTP alike, and not stored', async (_, body, code) => {
    const before = await countStored(server.store);
    const error = await ada.sayInVain(chat, body, 'the-same-every-time');
    expect(error).toMatchObject({ code, retry: false });
    const overHttp = await ada.device.request('POST', `/conversations/${chat}/messages`, {
      clientId: 'the-same-every-time',
      body,
    });
    expect(overHttp.body).toEqual(error);
    await ada.caughtUp();
    expect(await countStored(server.store)).toEqual(before);
  });
});

describe('a text', () => {
  const accepted: [string, string][] = [
    ['of exactly the limit', 'x'.repeat(kilobytes16)],
    ['of exactly the limit in characters of two bytes', 'é'.repeat(kilobytes16 / 2)],
    ['of exactly the limit in characters of four bytes', '🙂'.repeat(kilobytes16 / 4)],
    ['of an emoji in pieces that cannot be seen by themselves', '👩‍👩‍👧 ❤️ 1\ufe0f\u20e3 🇳🇴'],
    ['with a joiner in a word', 'می\u200cخواهم'],
    ['in many scripts', 'Καλημέρα 你好 שלום مرحبا 👩‍👩‍👧 e\u0301 \u202e'],
    ['like SQL', `'; drop table messages; -- \\ "$1" %_ {{x}} \${x}`],
    ['like HTML', '<img src=x onerror=alert(1)> &amp; &#60;b&#62;'],
    ['with control characters', 'a\u0001\u0007\u001b[31mb\u007f\u0085c'],
    ['with line breaks', 'one\ntwo\n\nthree\ttab'],
  ];

  it.each(accepted)('[DEL-5] %s is stored and seen as it was sent', async (_, text) => {
    const { seq } = await erik.say(chat, text);
    const seen = await erik.history(chat, `?after=${seq - 1}`);
    expect(seen.messages).toMatchObject([{ seq, text }]);
    await ada.caughtUp();
    const last = ada.heard('message').at(-1)?.message;
    expect(last).toMatchObject({ surface: 'console', seq });
    expect(last?.surface === 'console' && last.html).not.toMatch(/<(?!br>)/);
    expect((await ada.history(chat, `?after=${seq - 1}`)).messages).toEqual([last]);
  });

  it('[CONT-1] of references to what cannot be stored is no fault', async () => {
    for (const html of [
      '&#0;',
      '&#x0;b',
      '&#xD800;b',
      '&#x110000;b',
      '<b>&#0</b>',
      '<a href="http://x/&#0;">b</a>',
    ]) {
      const reply = await ada.socket.command('send-message', {
        conversation: chat,
        clientId: `reference-${html.length}-${html.charCodeAt(3)}` as never,
        body: rich(html),
      });
      expect('error' in reply ? reply.error.code : 'text-stored').toMatch(/^text-/);
    }
  });

  it('[CONT-1] of ten thousand nested elements is no fault', async () => {
    for (const tag of ['b', 'ul', 'unknown', 'p'])
      for (const html of [
        `<${tag}>`.repeat(2000),
        `${`<${tag}>`.repeat(1000)}x${`</${tag}>`.repeat(1000)}`,
      ]) {
        const reply = await ada.socket.command('send-message', {
          conversation: chat,
          clientId: `nested-${tag}-${html.length}` as never,
          body: rich(html),
        });
        expect('error' in reply ? reply.error.code : 'text-stored').toMatch(/^text-/);
      }
    await ada.caughtUp();
  });
});
