import { randomUUID } from 'node:crypto';
import type { RefusalPage, RefusedView, WireError } from '@tieline/protocol';
import {
  announce,
  type Company,
  type Line,
  startTestServer,
  testPassword,
  type TestServer,
  upload,
  waitFor,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';

const secret = 'the vault is behind the painting';
const lines: string[] = [];
let server: TestServer;
let house: Company<WholeCast>;
let olivia: Line;
let ada: Line;
let erik: Line;
beforeAll(async () => {
  server = await startTestServer({
    databaseUrl: inject('databaseUrl'),
    limits: { sessionRate: 0, companyRate: 0 },
    onLog: (line) => lines.push(line),
  });
});
beforeEach(async () => {
  house = await server.company({ cast: wholeCast, release: '9.9' });
  olivia = await house.join('olivia', 'office');
  [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
});
afterAll(() => server.close());

const page = async (line: Line, query = '') => {
  const { status, body } = await line.device.request<RefusalPage>('GET', `/refusals${query}`);
  expect(status).toBe(200);
  return body;
};

/** The newest refusals of a seat, once there are as many. */
const rowsOf = (line: Line, count: number): Promise<RefusedView[]> =>
  waitFor(`${count} rows`, async () => {
    const rows = (await page(olivia, '?limit=200')).refusals.filter(({ by }) => by.seat === line.seat);
    return rows.reduce((sum, { times }) => sum + times, 0) >= count && rows;
  });

interface Logged {
  readonly seat: string;
  readonly operation: string;
  readonly conversation: string | null;
  readonly rule: string;
  readonly code: string;
}
const logged = (line: Line): Logged[] =>
  lines
    .map((text) => JSON.parse(text) as Logged & { msg: string })
    .filter(({ msg, seat }) => msg === 'refused' && seat === line.seat)
    .map(({ seat, operation, conversation, rule, code }) => ({ seat, operation, conversation, rule, code }));

const bytes = new Uint8Array(Buffer.from(secret));

describe('what is refused', () => {
  it('[EXPL-4] by a socket is in the log and in the list, with rule, code, actor and conversation', async () => {
    const bea = await house.join('bea', 'console');
    const { id: agents } = await ada.open(bea.seat);
    await bea.device.logOut();
    expect(await ada.sayInVain(agents, secret)).toMatchObject({ refusal: { rule: 'DEL-3' } });
    expect(await ada.askInVain('end-interaction', { conversation: agents })).toMatchObject({
      code: 'refused',
    });
    expect(await ada.askInVain('open-conversation', { seat: ada.seat })).toMatchObject({ code: 'refused' });
    expect(await ada.askInVain('set-status', { status: 'busy' })).toMatchObject({ code: 'refused' });
    const expected = [
      { operation: 'send-message', conversation: agents, rule: 'DEL-3', code: 'receiver-logged-out' },
      { operation: 'end-interaction', conversation: agents, rule: 'HIST-5', code: 'no-interaction' },
      { operation: 'open-conversation', conversation: null, rule: 'START-12', code: 'to-yourself' },
      { operation: 'set-status', conversation: null, rule: 'PRES-4', code: 'status-set-by-system' },
    ];
    expect(logged(ada)).toEqual(expected.map((one) => ({ seat: ada.seat, ...one })));
    const rows = await rowsOf(ada, 4);
    expect(rows).toHaveLength(4);
    const by = { seat: ada.seat, kind: 'agent', name: 'Ada' };
    for (const one of expected)
      expect(rows).toContainEqual(expect.objectContaining({ ...one, by, times: 1 }));
  });

  it('[EXPL-4] by a request is there as well, an upload and a file included', async () => {
    const { id } = await erik.open(ada.seat);
    const send = { clientId: randomUUID(), body: { kind: 'rich', html: `<b>${secret}</b>` } };
    const sent = await erik.device.request('POST', `/conversations/${id}/messages`, send);
    expect(sent).toMatchObject({ status: 403, body: { refusal: { rule: 'CONT-2' } } });
    expect((await announce(ada.device, { conversation: id, name: secret, bytes })).status).toBe(403);
    const file = await upload(erik.device, { conversation: id, name: 'plan.txt', bytes });
    await erik.say(id, { kind: 'file', file });
    const read = (path: string) =>
      fetch(`${server.url}/files/console/${id}/${file}${path}`, {
        headers: { authorization: `Bearer ${ada.device.token}` },
      });
    expect((await read('')).status).toBe(200);
    // The console shows no pictures, and 9.9 shows thirty messages: both look like a file that does not exist.
    const preview = await read('/thumbnail');
    expect(preview.status).toBe(404);
    for (let at = 0; at < 30; at += 1) await erik.say(id, `Message ${at}`);
    const old = await read('');
    expect(old.status).toBe(404);
    expect(await old.json()).toEqual(await preview.json());
    expect(logged(erik)).toEqual([
      {
        seat: erik.seat,
        operation: 'send-message',
        conversation: id,
        rule: 'CONT-2',
        code: 'rich-not-from-office',
      },
    ]);
    const asked = { seat: ada.seat, conversation: id };
    expect(logged(ada)).toEqual([
      { ...asked, operation: 'begin-upload', rule: 'CONT-4', code: 'files-not-from-console' },
      { ...asked, operation: 'load-file', rule: 'CONT-5', code: 'no-previews-here' },
      { ...asked, operation: 'load-file', rule: 'HIST-4', code: 'outside-history' },
    ]);
    expect(await rowsOf(ada, 3)).toHaveLength(3);
    expect(await rowsOf(erik, 1)).toHaveLength(1);
  });

  it('[EXPL-4] at the log-in of a side that the company does not have is there too', async () => {
    await house.apply({ mode: 1 });
    const noor = await house.join('noor', 'console');
    const answer = await fetch(`${server.url}/api/v1/log-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        company: house.slug,
        email: `noor@${house.slug}.example`,
        password: testPassword,
        side: 'office',
      }),
    });
    expect(answer.status).toBe(403);
    const refused = lines
      .filter((line) => line.includes('"operation":"log-in"'))
      .map((line) => JSON.parse(line) as Logged);
    expect(refused.at(-1)).toMatchObject({ rule: 'TEN-2', code: 'no-office-side', conversation: null });
    expect(noor.socket.isOpen()).toBe(true);
  });

  it('[EXPL-4] leaves nothing of what was written, named or typed, in the log or in the list', async () => {
    const { id } = await erik.open(ada.seat);
    await erik.say(id, secret, 'one-message-id');
    expect(await erik.sayInVain(id, `${secret} again`, 'one-message-id')).toMatchObject({
      refusal: { rule: 'DEL-6' },
    });
    await erik.sayInVain(id, { kind: 'rich', html: secret });
    await announce(ada.device, { conversation: id, name: secret, bytes });
    await rowsOf(erik, 2);
    await rowsOf(ada, 1);
    const all = JSON.stringify(await page(olivia)) + lines.join('\n');
    expect(all).toContain('client-id-reused');
    for (const word of [secret, 'vault', 'one-message-id', ada.device.token]) expect(all).not.toContain(word);
  });

  it('[EXPL-4] costs one row a moment however often it comes, and leaves the rows of others alone', async () => {
    await erik.askInVain('set-status', { status: 'on-break' });
    await rowsOf(erik, 1);
    for (let burst = 0; burst < 6; burst += 1)
      await Promise.all(Array.from({ length: 100 }, () => ada.askInVain('set-status', { status: 'busy' })));
    const rows = await rowsOf(ada, 600);
    expect(rows.reduce((sum, { times }) => sum + times, 0)).toBe(600);
    expect(rows.length).toBeLessThan(100);
    expect(logged(ada)).toHaveLength(rows.length);
    expect(await rowsOf(erik, 1)).toHaveLength(1);
  });
});

describe('the list', () => {
  it('[EXPL-4] comes in pages, the newest first, each row once', async () => {
    const { id } = await ada.open(erik.seat);
    const made: string[] = [];
    for (const status of ['busy', 'wrap-up'] as const) {
      await ada.askInVain('set-status', { status });
      await rowsOf(ada, made.push(status));
    }
    await ada.askInVain('end-interaction', { conversation: id });
    const all = await rowsOf(ada, 3);
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    const found: string[] = [];
    let after: string | null = null;
    do {
      const query: string = after === null ? '' : `&after=${encodeURIComponent(after)}`;
      const next: RefusalPage = await page(olivia, `?limit=1${query}`);
      found.push(...next.refusals.map((one) => one.id));
      after = next.next;
    } while (after !== null && found.length < 10);
    expect(found).toEqual(all.map((one) => one.id));
  });

  it.each([
    'x',
    'WyIxIiwiMiJd',
    Buffer.from('["+275760-09-13T00:00:00.000Z","00000000-0000-4000-8000-000000000000"]').toString(
      'base64url',
    ),
  ])('[EXPL-4] takes no place that no page ended with: %s', async (after) => {
    expect(await olivia.device.request('GET', `/refusals?after=${after}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid' },
    });
  });

  it('[EXPL-4, TEN-1] is for administrators of the company, on either side, and for nobody else', async () => {
    const other = await server.company({ cast: wholeCast });
    const stranger = await other.join('olivia', 'office');
    await ada.askInVain('set-status', { status: 'busy' });
    expect(await rowsOf(ada, 1)).toHaveLength(1);
    expect(await page(stranger)).toEqual({ refusals: [], next: null });
    for (const line of [erik, ada, await house.join('grace', 'console')]) {
      const answer = await line.device.request<WireError>('GET', '/refusals');
      expect(answer).toMatchObject({
        status: 403,
        body: { refusal: { rule: 'EXPL-4', code: 'not-an-administrator' } },
      });
    }
    expect(await rowsOf(erik, 1)).toMatchObject([{ operation: 'load-refusals', rule: 'EXPL-4' }]);
  });

  it('[EXPL-4] is the same on every node, and outlives one', async () => {
    const node = await server.startNode();
    const there = await house.join('mei', 'office', node);
    await there.askInVain('set-status', { status: 'wrap-up' });
    await node.close();
    expect(await rowsOf(there, 1)).toMatchObject([{ operation: 'set-status', rule: 'PRES-1' }]);
  });
});

it('[EXPL-4] the route is part of the contract', async () => {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  expect(document.paths['/api/v1/refusals']?.['get']).toMatchObject({ operationId: 'load-refusals' });
});
