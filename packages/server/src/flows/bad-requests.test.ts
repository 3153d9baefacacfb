import { errorTable, type HistoryPage, limits, type RosterPage, type WireError } from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { countStored, type StoredCounts, writeSameMoment } from '../store/looking.fixture.ts';

let server: TestServer;
let erik: Line;
let chat: string;
let before: StoredCounts;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
  const house = await server.company({ cast: wholeCast });
  erik = await house.join('erik', 'office');
  for (const { seat } of await erik.roster('office')) {
    const { id } = await erik.open(seat);
    chat = id;
    await erik.say(id, 'A message');
  }
  before = await countStored(server.store);
});
afterAll(() => server.close());

interface Raw {
  readonly status: number;
  readonly body: WireError;
}

async function ask(method: string, path: string, body?: string, type = 'application/json'): Promise<Raw> {
  const response = await fetch(`${server.url}${path.startsWith('/api') ? '' : '/api/v1'}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${erik.device.token}`,
      'x-tieline-surface': 'office',
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, body: (await response.json()) as WireError };
}

async function expectError(code: keyof typeof errorTable, answer: Promise<Raw>): Promise<void> {
  const { status, body } = await answer;
  expect(body).toMatchObject({ code, sentence: errorTable[code].sentence, retry: errorTable[code].retry });
  expect(status).toBe(errorTable[code].status);
  expect(Object.keys(body).every((key) => ['code', 'sentence', 'retry', 'problem'].includes(key))).toBe(true);
  expect(await countStored(server.store)).toEqual(before);
}

const nobody = '00000000-0000-4000-8000-000000000000';
const message = JSON.stringify({ clientId: 'never-to-be-stored', body: { kind: 'plain', text: 'Hello' } });
const sending = () => `/conversations/${chat}/messages`;
const cursor = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url');

describe('a body', () => {
  const bodies: [string, string, string?][] = [
    ['empty', ''],
    ['broken JSON', '{"clientId":'],
    ['no object', '[]'],
    ['null', 'null'],
    ['text', '"hello"'],
    ['with a prototype', `{"__proto__":{"x":1},${message.slice(1)}`],
    ['with a constructor', `{"constructor":{"prototype":{"x":1}},${message.slice(1)}`],
    ['ten thousand levels deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['with a field too many', message.replace('{', '{"sender":"somebody else",')],
    ['without a client id', '{"body":{"kind":"plain","text":"Hello"}}'],
    ['with a client id too short', message.replace('never-to-be-stored', 'short')],
    ['with a client id too long', message.replace('never-to-be-stored', 'x'.repeat(65))],
    ['with a client id of other characters', message.replace('never', 'né ver')],
    ['with an object for a text', message.replace('"Hello"', '{"$gt":""}')],
    ['a form', 'clientId=never-to-be-stored&text=Hello', 'application/x-www-form-urlencoded'],
    ['JSON that says it is text', message, 'text/plain'],
    ['of no type', message, 'nothing'],
  ];
  it.each(bodies)('that is %s is invalid', async (_, body, type) => {
    await expectError('invalid', ask('POST', sending(), body, type));
  });

  it('that is too large is said to be so', async () => {
    const body = JSON.stringify({
      clientId: 'too-large-by-far',
      body: { kind: 'plain', text: 'x'.repeat(limits.frameBytes) },
    });
    await expectError('too-large', ask('POST', sending(), body));
  });
});

describe('an address', () => {
  it.each(['/nothing', '/me/', '//me', '/rosters', '/api/v2/me', '/api/v1/%2e%2e/me', '/%00', '/log-in'])(
    'like %s leads nowhere',
    async (path) => expectError('not-found', ask('GET', path)),
  );

  it('is not of another method', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      await expectError('not-found', ask(method, '/me'));
  });

  it.each([
    '%',
    '%zz',
    '%e0%a4',
    'x',
    "'%20or%201=1",
    '%00',
    '..',
    nobody.toUpperCase(),
    `${nobody}%0a`,
    'x'.repeat(3000),
  ])('with %s for an id is an error of the table', async (id) => {
    const { status, body } = await ask('GET', `/conversations/${id}/messages`);
    expect(['invalid', 'not-found']).toContain(body.code);
    expect(status).toBe(errorTable[body.code].status);
  });
});

describe('a query', () => {
  it.each([
    'limit=0',
    'limit=-1',
    'limit=101',
    'limit=abc',
    'limit=1e1000',
    'limit=',
    'limit[]=1',
    'limit=1&limit=2',
    'before=0',
    'before=-5',
    'before=x',
    'after=-1',
    'after={}',
    'unknown=1',
    '__proto__=1',
    'constructor=1',
  ])('of history with %s is invalid', async (query) =>
    expectError('invalid', ask('GET', `${sending()}?${query}`)),
  );

  it.each([
    'before=2147483648',
    'before=99999999999999999999',
    'before=1e300',
    'after=2147483648',
    'after=1e300',
  ])('of history with %s is past the end', async (query) => {
    const { status, body } = await ask('GET', `${sending()}?${query}`);
    expect(status).toBe(200);
    const { messages } = body as unknown as HistoryPage;
    expect(messages).toHaveLength(query.startsWith('before') ? 1 : 0);
  });

  it.each([
    'x',
    '%00',
    cursor('x'),
    cursor([]),
    cursor([1, 2]),
    cursor(['a', 'b']),
    cursor(['nonsense', nobody]),
    cursor(['2026-99-99T00:00:00.000Z', nobody]),
    cursor(['a\u0000b', nobody]),
    cursor(["'; drop table people; --", 'x']),
    cursor([{ toString: 'x' }, nobody]),
  ])('with the cursor %s gets no further', async (after) => {
    await expectError('invalid', ask('GET', `/conversations?after=${after}`));
  });

  it.each([cursor([1, 2]), cursor(['a', 'b']), '%00', 'x'.repeat(301)])(
    'of a roster with the cursor %s gets no further',
    async (after) => expectError('invalid', ask('GET', `/rosters/office?after=${after}`)),
  );

  it.each(
    [cursor(['a\u0000b', nobody]), '', '%00']
      .map((after) => `after=${after}`)
      .concat('search=%00', 'search=a%00b'),
  )('of a roster with %s is no fault', async (query) => {
    const { status, body } = await ask('GET', `/rosters/office?${query}`);
    expect([200, 400]).toContain(status);
    expect(status === 400 ? body.code : 'invalid').toBe('invalid');
  });

  it.each([
    '%25',
    '_',
    '%5C',
    '%25%25',
    'Me_',
    'M%25',
    "'; drop table people; --",
    '%5C%25',
    '{}',
    '*',
    '.*',
    '(',
  ])('that searches for %s finds what has exactly that in it', async (search) => {
    const { status, body } = await ask('GET', `/rosters/office?search=${search}`);
    expect({ status, entries: (body as unknown as RosterPage).entries }).toEqual({
      status: 200,
      entries: [],
    });
  });

  it('that searches takes up to a hundred characters, once', async () => {
    expect((await ask('GET', `/rosters/office?search=${'x'.repeat(100)}`)).status).toBe(200);
    await expectError('invalid', ask('GET', `/rosters/office?search=${'x'.repeat(101)}`));
    await expectError('invalid', ask('GET', '/rosters/office?search=a&search=b'));
    await expectError('invalid', ask('GET', '/rosters/office?search[$ne]=x'));
    await expectError('invalid', ask('GET', '/rosters/customers'));
    const { body } = await ask('GET', '/rosters/office?search=MEI');
    expect((body as unknown as RosterPage).entries).toMatchObject([{ name: 'Mei' }]);
  });
});

describe('a list', () => {
  it('has everything once, page by page, however close together it was written', async () => {
    await writeSameMoment(server.store);
    const all = (await erik.conversations()).map(({ id }) => id);
    expect(all.length).toBeGreaterThan(8);
    const paged: string[] = [];
    for (let next: string | null = ''; next !== null && paged.length <= all.length;) {
      const query: string = next === '' ? '' : `&after=${next}`;
      const { body } = await erik.device.request<{ conversations: { id: string }[]; next: string | null }>(
        'GET',
        `/conversations?limit=2${query}`,
      );
      paged.push(...body.conversations.map(({ id }) => id));
      next = body.next;
    }
    expect(paged).toEqual(all);
  });
});
