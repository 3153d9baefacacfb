import { randomUUID } from 'node:crypto';
import { type CommandName, commands, type Roster, type RouteName, routes } from '@tieline/protocol';
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
import { countVisible, loadTenantId, writeAcross } from '../store/looking.fixture.ts';

let server: TestServer;
let here: Company<WholeCast>;
let there: Company<WholeCast>;
/** Ids of the other company, and for each the readers of this company who must not notice that it exists. */
let foreign: { seats: string[]; conversations: string[]; sessions: string[] };
let own: { office: Line; console: Line };
let others: Line[];

beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
  [here, there] = [await server.company({ cast: wholeCast }), await server.company({ cast: wholeCast })];
  own = { office: await here.join('olivia', 'office'), console: await here.join('ada', 'console') };
  const [ada, bea] = [await there.join('ada', 'console'), await there.join('bea', 'console')];
  const [erik, mei] = [await there.join('erik', 'office'), await there.join('mei', 'office')];
  others = [ada, bea, erik, mei];
  const [expert, agent, direct] = [
    await ada.open(erik.seat),
    await ada.open(bea.seat),
    await erik.open(mei.seat),
  ];
  await ada.say(expert.id, { kind: 'rich', html: '<b>Secret</b>' }, 'the-same-id-there');
  await ada.say(agent.id, 'Secret');
  await erik.say(direct.id, 'Secret');
  foreign = {
    seats: others.map(({ seat }) => seat),
    conversations: [expert.id, agent.id, direct.id],
    sessions: others.map(({ device }) => device.session),
  };
});
afterAll(() => server.close());

type Case = (id: string) => { method: string; path: string; body?: unknown };
const message = { clientId: 'the-same-id-there', body: { kind: 'plain', text: 'Secret' } };

const byId: Partial<Record<RouteName, [keyof typeof foreign, Case[]]>> = {
  'revoke-session': ['sessions', [(id) => ({ method: 'DELETE', path: `/sessions/${id}` })]],
  'load-conversation': ['conversations', [(id) => ({ method: 'GET', path: `/conversations/${id}` })]],
  'load-history': [
    'conversations',
    ['', '?before=2', '?after=0', '?limit=1'].map((query): Case => (id) => ({
      method: 'GET',
      path: `/conversations/${id}/messages${query}`,
    })),
  ],
  'send-message': [
    'conversations',
    [(id) => ({ method: 'POST', path: `/conversations/${id}/messages`, body: message })],
  ],
  'open-conversation': ['seats', [(seat) => ({ method: 'POST', path: '/conversations', body: { seat } })]],
  explain: [
    'seats',
    [
      (id) => ({ method: 'GET', path: `/explain?from=${own.office.seat}&to=${id}` }),
      (id) => ({ method: 'GET', path: `/explain?from=${id}&to=${own.office.seat}` }),
    ],
  ],
};
const withoutIds: RouteName[] = [
  'log-in',
  'log-out',
  'load-self',
  'load-signed-in',
  'load-sessions',
  'revoke-other-sessions',
  'load-roster',
  'load-conversations',
  'load-refusals',
];

const inputs: Record<CommandName, [keyof typeof foreign, (id: string) => object] | null> = {
  'open-conversation': ['seats', (seat) => ({ seat })],
  'send-message': ['conversations', (conversation) => ({ conversation, ...message })],
  'end-interaction': ['conversations', (conversation) => ({ conversation })],
  'mark-read': ['conversations', (conversation) => ({ conversation, seq: 1 })],
  'set-typing': ['conversations', (conversation) => ({ conversation, typing: true })],
  'watch-presence': [
    'seats',
    (seat) => ({ entries: ['office', 'agents', 'directory'].map((roster) => ({ roster, seat })) }),
  ],
  resume: ['conversations', (conversation) => ({ token: null, timelines: [{ conversation, after: 0 }] })],
  'set-status': null,
  'set-idle': null,
  ping: null,
};

describe('ids of another company', () => {
  it('[TEN-1] answer on every route exactly like ids of nothing', async () => {
    expect(new Set([...Object.keys(byId), ...withoutIds])).toEqual(new Set(Object.keys(routes)));
    for (const line of Object.values(own)) {
      for (const [kind, cases] of Object.values(byId)) {
        for (const make of cases) {
          const { method, path, body } = make(randomUUID());
          const missing = await line.device.request(method, path, body);
          expect(missing.status).toBeGreaterThanOrEqual(403);
          for (const id of foreign[kind]) {
            const asked = make(id);
            expect(await line.device.request(asked.method, asked.path, asked.body)).toEqual(missing);
          }
        }
      }
    }
  });

  it('[TEN-1] answer to every command exactly like ids of nothing', async () => {
    expect(Object.keys(inputs).toSorted()).toEqual(Object.keys(commands).toSorted());
    for (const line of Object.values(own)) {
      for (const [name, input] of Object.entries(inputs)) {
        if (!input) continue;
        const [kind, make] = input;
        const ask = async (id: string) => {
          const { re: _, ...answer } = await line.socket.command(name as CommandName, make(id) as never);
          // What was asked for comes back with it, and a place in time that moves on.
          return JSON.stringify(answer)
            .replaceAll(id, 'the id')
            .replace(/"token":"[^"]*"/, 'a token');
        };
        const missing = await ask(randomUUID());
        for (const id of foreign[kind]) expect(await ask(id)).toEqual(missing);
      }
    }
  });

  it('[TEN-1, CONT-3] answer on the page of formatted messages like ids of nothing', async () => {
    const page = async (id: string, line: Line) => {
      const headers = { authorization: `Bearer ${line.device.token}` };
      const answer = await fetch(`${server.url}/formatted/${id}/1`, { headers });
      return { status: answer.status, text: await answer.text() };
    };
    const [expert] = foreign.conversations as [string];
    expect(await page(expert, others[2] as Line)).toMatchObject({
      status: 200,
      text: expect.stringMatching(/Secret/) as unknown,
    });
    const missing = await page(randomUUID(), own.office);
    expect(missing.status).toBe(404);
    for (const id of foreign.conversations) expect(await page(id, own.office)).toEqual(missing);
  });

  it('[TEN-1] open nothing as part of a token, an e-mail or a page cursor', async () => {
    const secret = own.office.device.token.split('.')[1];
    const tenant = (others[2] as Line).device.token.split('.')[0];
    const me = (token: string) =>
      fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect((await me(own.office.device.token)).status).toBe(200);
    expect((await me(`${tenant}.${secret}`)).status).toBe(401);

    const logIn = async (company: string, email: string) => {
      const body = JSON.stringify({ company, email, password: 'correct horse battery' });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${server.url}/api/v1/log-in`, { method: 'POST', headers, body });
      return { status: answer.status, body: (await answer.json()) as unknown };
    };
    expect(await logIn(here.slug, `erik@${here.slug}.example`)).toMatchObject({ status: 200 });
    const nobody = await logIn('no-such-company', 'nobody@nowhere.example');
    expect(nobody.status).toBe(401);
    expect(await logIn(there.slug, `erik@${here.slug}.example`)).toEqual(nobody);

    const cursorOf = async (line: Line) =>
      (await line.device.request<{ next: string }>('GET', '/rosters/office?limit=1')).body.next;
    const cursor = await cursorOf(others[2] as Line);
    const { body } = await own.office.device.request('GET', `/rosters/office?after=${cursor}`);
    for (const seat of foreign.seats) expect(JSON.stringify(body)).not.toContain(seat);
  });
});

describe('two companies with the same names', () => {
  it('[TEN-1] hear nothing of each other, whatever happens in one of them', async () => {
    const [ada, bea, erik, mei] = others as [Line, Line, Line, Line];
    const before = Object.values(own).map((line) => line.socket.events.length);
    await erik.watch('office', mei.seat, ada.seat);
    await mei.ask('set-status', { status: 'busy' });
    await ada.ask('set-status', { status: 'on-break' });
    for (const conversation of foreign.conversations as never[]) {
      const sender = conversation === foreign.conversations[2] ? erik : ada;
      await sender.say(conversation, 'More of it');
      await sender.ask('mark-read', { conversation, seq: 2 });
      await sender.ask('set-typing', { conversation, typing: true });
    }
    await ada.ask('end-interaction', { conversation: foreign.conversations[1] as never });
    await bea.device.logOut();
    expect(await erik.socket.event('presence')).toBeDefined();
    await Promise.all(Object.values(own).map((line) => line.caughtUp()));
    expect(Object.values(own).map((line) => line.socket.events.length)).toEqual(before);
    // The answer to a resume names what was asked for.
    const all = Object.values(own)
      .flatMap((line) => line.socket.received)
      .filter((frame) => !frame.includes('"timelines":'));
    for (const id of [...foreign.seats, ...foreign.conversations, ...foreign.sessions, there.slug])
      expect(all.join()).not.toContain(id);
  });

  it('[TEN-1] find nothing of each other in any list', async () => {
    for (const line of Object.values(own)) {
      const paths = ['/me', '/sessions', '/conversations', '/conversations?list=archive'];
      for (const roster of ['office', 'agents', 'directory']) paths.push(`/rosters/${roster}`);
      const answers = await Promise.all(paths.map((path) => line.device.request('GET', path)));
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      const text = JSON.stringify(answers);
      expect(text).toContain(here.slug);
      for (const id of [
        ...foreign.seats,
        ...foreign.conversations,
        ...foreign.sessions,
        there.slug,
        'Secret',
      ])
        expect(text).not.toContain(id);
    }
  });

  it('[TEN-1] are kept apart by the database itself', async () => {
    const { databaseUrl, store } = server;
    const [one, two] = [await loadTenantId(store, here.slug), await loadTenantId(store, there.slug)];
    const seen = await countVisible(databaseUrl, two);
    for (const table of ['people', 'seats', 'sessions', 'conversations', 'messages', 'interactions'])
      expect({ table, empty: seen.get(table) === 0 }).toEqual({ table, empty: false });
    expect(seen.size).toBeGreaterThanOrEqual(14);
    for (const tenant of [null, randomUUID() as typeof one])
      expect([...(await countVisible(databaseUrl, tenant)).values()].every((rows) => rows === 0)).toBe(true);
    expect((await countVisible(databaseUrl, one)).get('messages')).toBe(0);
    expect(await writeAcross(store, one, two)).toBe(0);
    expect((await countVisible(databaseUrl, two)).get('messages')).toBe(seen.get('messages'));
  });
});

describe('the mode of a company', () => {
  const names = async (line: Line, roster: Roster) =>
    (await line.roster(roster)).map(({ name, kind }) => `${name} ${kind}`).toSorted();

  const office = ['Mei office', 'Noor office', 'Olivia office', 'Sam office'];
  const agents = ['Bea agent', 'Carl agent', 'Grace agent', 'Noor agent', 'Sam agent'];
  const expected: Record<2 | 3, { office: string[]; directory: string[]; rosters: [Roster[], Roster[]] }> = {
    2: { office, directory: [], rosters: [['office'], ['agents']] },
    3: {
      office: ['Ada agent', ...agents, ...office],
      directory: [...agents, 'Erik office', ...office],
      rosters: [['office'], ['agents', 'directory']],
    },
  };

  it.each([2, 3] as const)('[TEN-2] %i decides which rosters there are, and whom they hold', async (mode) => {
    const house = await server.company({ cast: wholeCast, mode });
    const [erik, ada] = [await house.join('erik', 'office'), await house.join('ada', 'console')];
    const is = expected[mode];
    expect(await names(erik, 'office')).toEqual(is.office.toSorted());
    expect(await names(ada, 'directory')).toEqual(is.directory.toSorted());
    expect(await names(ada, 'agents')).toEqual(['Bea agent', 'Grace agent', 'Noor agent']);
    expect([await names(erik, 'agents'), await names(erik, 'directory')]).toEqual([[], []]);
    expect(await names(ada, 'office')).toEqual([]);
    for (const [at, line] of [erik, ada].entries())
      expect(await line.device.request('GET', '/me')).toMatchObject({
        body: { rosters: is.rosters[at], company: { mode } },
      });
  });

  it('[TEN-2] 1 leaves the contact center alone: nobody is signed in to the office, nor stays so', async () => {
    const house = await server.company({ cast: wholeCast, mode: 2 });
    const [erik, noor] = [await house.join('erik', 'office'), await house.join('noor', 'office')];
    const ada = await house.join('ada', 'console');
    await house.apply({ mode: 1 });
    await expect(house.signIn('erik', 'office')).rejects.toThrow(/license/);
    for (const line of [erik, noor]) {
      expect(await line.device.request('GET', '/me')).toMatchObject({ status: 401 });
      await waitFor('the socket to be closed', () => line.socket.closeCode() === 4401);
      expect(line.heard('session-ended')).toMatchObject([{ reason: 'license-removed' }]);
    }
    expect(await names(ada, 'agents')).toEqual(['Bea agent', 'Grace agent', 'Noor agent']);
    for (const roster of ['directory', 'office'] as const) expect(await names(ada, roster)).toEqual([]);
    expect(await ada.device.request('GET', '/me')).toMatchObject({ body: { rosters: ['agents'] } });
    expect((await house.join('noor', 'console')).socket.isOpen()).toBe(true);
  });
});
