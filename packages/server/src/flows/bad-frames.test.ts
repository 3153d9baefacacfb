import { type CommandName, errorTable, limits } from '@tieline/protocol';
import {
  type Company,
  type Line,
  startTestServer,
  type TestServer,
  waitFor,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { countStored, type StoredCounts } from '../store/looking.fixture.ts';

let server: TestServer;
let house: Company<WholeCast>;
let erik: Line;
let chat: string;
let before: StoredCounts;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
  house = await server.company({ cast: wholeCast });
  erik = await house.join('erik', 'office');
  const mei = await house.join('mei', 'office');
  chat = (await erik.open(mei.seat)).id;
  await erik.say(chat as never, 'A message');
  before = await countStored(server.store);
});
afterAll(() => server.close());

// Whatever came: the line still answers, and nothing was stored.
async function expectNothingHappened(): Promise<void> {
  await erik.caughtUp();
  expect(await countStored(server.store)).toEqual(before);
}
afterEach(expectNothingHappened);

const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);
const ping = (rest: string) => `{"id":7,"do":"ping",${rest}}`;

/** What is wrong with it, the frame, and the id that the answer names. */
const malformed: [string, string | Buffer, number | null][] = [
  ['no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), null],
  ['half a character', Buffer.from('{"id":7,"do":"é').subarray(0, -1), null],
  ['no JSON', 'hello', null],
  ['empty', '', null],
  ['half a frame', '{"id":7,"do":"ping"', null],
  ['two frames in one', '{"id":7,"do":"ping","with":{}}{"id":8,"do":"ping","with":{}}', null],
  ['null', 'null', null],
  ['a number', '42', null],
  ['a text', '"ping"', null],
  ['an array', '[]', null],
  ['an array of frames', '[{"id":7,"do":"ping","with":{}}]', null],
  ['arrays ten thousand deep', deep('[', ']', 10_000), null],
  ['arrays as deep as a frame can be', '['.repeat(limits.frameBytes), null],
  ['an empty object', '{}', null],
  ['without a command', '{"id":7,"with":{}}', 7],
  ['without an input', '{"id":7,"do":"ping"}', 7],
  ['without an id', '{"do":"ping","with":{}}', null],
  ['an id that is text', '{"id":"7","do":"ping","with":{}}', null],
  ['a negative id', '{"id":-7,"do":"ping","with":{}}', null],
  ['half an id', '{"id":7.5,"do":"ping","with":{}}', null],
  ['a huge id', '{"id":1e300,"do":"ping","with":{}}', null],
  ['an id beyond what numbers tell apart', '{"id":9007199254740993,"do":"ping","with":{}}', null],
  ['a command that is no text', '{"id":7,"do":["ping"],"with":{}}', 7],
  ['a command of a thousand letters', `{"id":7,"do":"${'p'.repeat(1000)}","with":{}}`, 7],
  ['a field too many', ping('"with":{},"as":"somebody else"'), 7],
  ['a prototype', ping('"with":{},"__proto__":{"do":"send-message"}'), 7],
];

describe('a frame', () => {
  it.each(malformed)('that is %s is answered as malformed', async (_, frame, id) => {
    erik.socket.write(frame);
    expect(await erik.socket.reply(id)).toMatchObject({
      re: id,
      error: { code: 'malformed-frame', retry: false, problem: expect.any(String) as unknown },
    });
  });

  it('that is binary is answered as malformed', async () => {
    erik.socket.write(Buffer.from(ping('"with":{}')), true);
    expect(await erik.socket.reply(null)).toMatchObject({ error: { code: 'malformed-frame' } });
  });

  it.each(['toString', '__proto__', 'constructor', 'hasOwnProperty', 'log-in', 'PING', ' ping', ''])(
    'with the command "%s" is answered as unknown',
    async (name) => {
      erik.socket.write(JSON.stringify({ id: 9, do: name, with: {} }));
      expect(await erik.socket.reply(9)).toMatchObject({ re: 9, error: { code: 'unknown-command' } });
    },
  );

  it('that is too large closes the line with 1009, and the server lives', async () => {
    const other = await house.join('olivia', 'office');
    other.socket.write(`{"id":1,"do":"${'x'.repeat(limits.frameBytes)}"`);
    await waitFor('the line to be closed', () => other.socket.closeCode() !== null);
    expect(other.socket.closeCode()).toBe(1009);
  });
});

describe('the input of a command', () => {
  const samples: Record<CommandName, () => Record<string, unknown>> = {
    'open-conversation': () => ({ seat: erik.seat }),
    'send-message': () => ({
      conversation: '00000000-0000-4000-8000-000000000000',
      clientId: 'never-to-be-stored',
      body: { kind: 'plain', text: 'Hello' },
    }),
    'end-interaction': () => ({ conversation: chat }),
    'mark-read': () => ({ conversation: chat, seq: 1 }),
    'set-typing': () => ({ conversation: chat, typing: true }),
    'set-status': () => ({ status: 'available' }),
    'set-idle': () => ({ idle: false }),
    'watch-presence': () => ({ entries: [{ roster: 'office', seat: erik.seat }] }),
    resume: () => ({ token: null, timelines: [] }),
    ping: () => ({}),
  };
  const nonsense: unknown[] = [
    null,
    true,
    -1,
    0.5,
    1e300,
    '',
    'x',
    '\u0000',
    "' or 1=1 --",
    '../../etc/passwd',
    [],
    [null],
    {},
    { $ne: null },
    { toString: 'x' },
    { kind: 'plain' },
    { kind: 'plain', text: { $gt: '' } },
    { kind: 'plain', text: ['x'] },
    { kind: 'plain', text: 'x', html: '<b>x</b>' },
    { kind: 'file', text: 'x' },
    { kind: 'constructor', text: 'x' },
  ];
  const names = Object.keys(samples) as CommandName[];
  const known = new Set(Object.keys(errorTable));

  /** A line of its own for each test: a socket takes two hundred commands at once, and then a hundred a second. */
  let line: Line;
  beforeEach(async () => {
    line = await house.join('erik', 'office');
  });

  async function expectTableError(name: CommandName, input: unknown): Promise<string> {
    const reply = await line.socket.command(name, input as never);
    const error = 'ok' in reply ? { code: 'ok' } : reply.error;
    expect(error.code, `${name} ${JSON.stringify(input)}`).not.toMatch(/internal|unavailable/);
    expect(known.has(error.code) || error.code === 'ok').toBe(true);
    return error.code;
  }

  it.each(names)('%s is never taken for something else', async (name) => {
    for (const input of nonsense.filter((one) => name !== 'ping' || JSON.stringify(one) !== '{}'))
      expect(await expectTableError(name, input)).toBe('invalid');
    expect(await expectTableError(name, { ...samples[name](), more: 1 })).toBe('invalid');
    const planted = JSON.parse('{"__proto__":{"conversation":"x"}}') as object;
    expect(await expectTableError(name, planted)).toBe('invalid');
  });

  it.each(names)('%s has no field that takes nonsense', async (name) => {
    for (const [field, right] of Object.entries(samples[name]())) {
      for (const wrong of nonsense) {
        if (typeof wrong === typeof right && typeof right === 'boolean') continue;
        // A list may be empty, a place in a conversation far behind its end, and a token none or not readable.
        const fits =
          (['entries', 'timelines'].includes(field) && JSON.stringify(wrong) === '[]') ||
          (field === 'seq' && wrong === 1e300) ||
          (field === 'token' && (wrong === null || typeof wrong === 'string'));
        const code = await expectTableError(name, { ...samples[name](), [field]: wrong });
        expect(code, `${field} ${JSON.stringify(wrong)}`).toBe(fits ? 'ok' : 'invalid');
      }
    }
  });

  it('may not watch without end', async () => {
    const entries = Array.from({ length: limits.watchedEntries + 1 }, () => ({
      roster: 'office',
      seat: erik.seat,
    }));
    expect(await expectTableError('watch-presence', { entries })).toBe('invalid');
    expect(await expectTableError('watch-presence', { entries: entries.slice(1) })).toBe('ok');
  });
});
