import { randomUUID } from 'node:crypto';
import {
  type CommandInput,
  type CommandName,
  commands,
  type ConversationId,
  type RouteName,
  routes,
} from '@tieline/protocol';
import {
  announce,
  type Company,
  type Line,
  startTestServer,
  testPassword,
  type TestServer,
  tusHeaders,
  upload,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

/*
 * TEN-1, as a standing property: no answer moves with what another company does. Every route and every command is
 * asked in a company where nothing happens, then another one writes a lot, then everything is asked again.
 */

let server: TestServer;
let here: Company<WholeCast>;
let there: Company<WholeCast>;
let office: Line;
let console: Line;
/** Of a company that only reads. */
let reader: Line;
let chats: { direct: ConversationId; expert: ConversationId; agents: ConversationId };
let file: string;
/** From before everything. */
let token: string;

const bytes = new Uint8Array(Buffer.from('a file'));

beforeAll(async () => {
  server = await startTestServer({
    databaseUrl: inject('databaseUrl'),
    limits: { sessionRate: 0, companyRate: 0 },
  });
  [here, there] = [await server.company({ cast: wholeCast }), await server.company({ cast: wholeCast })];
  reader = await (await server.company({ cast: wholeCast })).join('olivia', 'office');
  [office, console] = [await here.join('olivia', 'office'), await here.join('ada', 'console')];
  const [erik, bea] = [await here.join('erik', 'office'), await here.join('bea', 'console')];
  chats = {
    direct: (await office.open(erik.seat)).id,
    expert: (await console.open(office.seat)).id,
    agents: (await console.open(bea.seat)).id,
  };
  file = await upload(office.device, { conversation: chats.direct, name: 'a.txt', bytes });
  await office.say(chats.direct, { kind: 'file', file: file as never });
  await console.say(chats.expert, { kind: 'rich', html: '<b>Formatted</b>' }, 'formatted-message');
  await console.say(chats.agents, 'Between agents', 'between-agents-1');
  token = (await office.ask('resume', { token: null, timelines: [] })).token;
});
afterAll(() => server.close());

interface Asked {
  readonly line: Line;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const api = (line: Line, method: string, path: string, body?: unknown): Asked => ({
  line,
  method,
  path: `/api/v1${path}`,
  body,
});
const get = (line: Line, path: string): Asked => api(line, 'GET', path);
const page = (line: Line, path: string): Asked => ({ line, method: 'GET', path });
const lists = (line: Line) => ['', '&limit=1'].map((more) => ({ line, more }));

/** What is asked of each route. A route that is missing does not compile. */
const ofRoutes: Record<RouteName, () => Asked[]> = {
  'log-in': () =>
    ['wrong', testPassword].flatMap((password) =>
      ['office', 'console'].map((side) =>
        api(office, 'POST', '/log-in', {
          company: here.slug,
          email: `olivia@${here.slug}.example`,
          password,
          side,
          credential: 'token',
        }),
      ),
    ),
  // Whoever asks it is gone: it is asked with a credential of nobody.
  'log-out': () => [{ ...api(office, 'POST', '/log-out'), headers: { authorization: 'Bearer nobody' } }],
  'load-signed-in': () => [get(office, '/signed-in')],
  'load-self': () => [get(office, '/me'), get(console, '/me')],
  'load-sessions': () => [get(reader, '/sessions'), get(console, '/sessions')],
  // Whoever asks it signs the others out that the test still needs: it is asked with a credential of nobody.
  'revoke-other-sessions': () => [
    { ...api(office, 'DELETE', '/sessions'), headers: { authorization: 'Bearer nobody' } },
  ],
  'revoke-session': () => [api(office, 'DELETE', `/sessions/${randomUUID()}`)],
  'load-roster': () =>
    ['office', 'agents', 'directory'].flatMap((roster) =>
      [...lists(office), ...lists(console)].map(({ line, more }) =>
        get(line, `/rosters/${roster}?search=${more}`),
      ),
    ),
  'load-conversations': () =>
    ['own', 'archive'].flatMap((list) =>
      [...lists(office), ...lists(console)].map(({ line, more }) =>
        get(line, `/conversations?list=${list}${more}`),
      ),
    ),
  'load-conversation': () => [
    get(office, `/conversations/${chats.direct}`),
    get(console, `/conversations/${chats.expert}`),
    get(office, `/conversations/${randomUUID()}`),
  ],
  'open-conversation': () => [
    api(office, 'POST', '/conversations', { seat: console.seat }),
    api(office, 'POST', '/conversations', { seat: randomUUID() }),
    api(office, 'POST', '/conversations', { seat: office.seat }),
  ],
  'load-history': () => [
    get(office, `/conversations/${chats.direct}/messages`),
    get(office, `/conversations/${chats.expert}/messages?limit=1`),
    get(console, `/conversations/${chats.expert}/messages?after=0`),
  ],
  'send-message': () => [
    api(console, 'POST', `/conversations/${chats.expert}/messages`, {
      clientId: 'formatted-message',
      body: { kind: 'rich', html: '<b>Formatted</b>' },
    }),
    api(office, 'POST', `/conversations/${chats.direct}/messages`, { clientId: 'x', body: {} }),
  ],
  explain: () => [
    get(office, `/explain?from=${console.seat}&to=${office.seat}`),
    get(console, `/explain?from=${console.seat}&to=${office.seat}`),
  ],
  // Of a company where nothing is refused: what is asked here is, and changes its own list.
  'load-refusals': () => [get(reader, '/refusals'), get(reader, '/refusals?limit=1')],
};

const besideRoutes = (): Asked[] => [
  page(office, `/files/office/${chats.direct}/${file}`),
  page(office, `/files/office/${chats.direct}/${randomUUID()}`),
  page(office, `/formatted/${chats.expert}/1`),
  page(office, `/formatted/${chats.expert}/2`),
  ...['/openapi.json', '/asyncapi.json', '/livez', '/readyz', '/nowhere'].map((path) => page(office, path)),
  { ...page(office, `/api/v1/uploads/${randomUUID()}`), method: 'HEAD', headers: tusHeaders(office.device) },
];

type Inputs = { readonly [Name in CommandName]: () => (readonly [Line, CommandInput<Name>])[] };
const ofCommands: Inputs = {
  'open-conversation': () => [[console, { seat: office.seat }]],
  'send-message': () => [
    [
      console,
      {
        conversation: chats.agents,
        clientId: 'between-agents-1' as never,
        body: { kind: 'plain', text: 'Between agents' },
      },
    ],
    [
      office,
      { conversation: chats.direct, clientId: 'too-empty' as never, body: { kind: 'plain', text: '' } },
    ],
  ],
  'end-interaction': () => [[console, { conversation: chats.expert }]],
  'mark-read': () => [[office, { conversation: chats.expert, seq: 1 }]],
  'set-typing': () => [[console, { conversation: chats.agents, typing: false }]],
  'set-status': () => [[office, { status: 'wrap-up' }]],
  'set-idle': () => [[console, { idle: false }]],
  'watch-presence': () => [[office, { entries: [{ roster: 'office', seat: console.seat }] }]],
  resume: () => [
    [office, { token: null, timelines: [{ conversation: chats.direct, after: 0 }] }],
    [office, { token, timelines: [] }],
    [office, { token: 'no token', timelines: [] }],
  ],
  ping: () => [[console, {}]],
};

/** An upload that is begun, looked at and taken back, so that the next time finds everything as it was. */
async function askUpload(): Promise<string[]> {
  const begun = await announce(office.device, { conversation: chats.direct, name: 'b.txt', bytes });
  const path = begun.headers.get('location') ?? '';
  const [looked, taken] = [
    await fetch(`${server.url}${path}`, { method: 'HEAD', headers: tusHeaders(office.device) }),
    await fetch(`${server.url}${path}`, { method: 'DELETE', headers: tusHeaders(office.device) }),
  ];
  return Promise.all([begun, looked, taken].map((answer, at) => told(`upload ${at}`, answer, true)));
}

/** Times, and what is made at random for one answer: anything else has to be the same. */
const passing: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>'],
  [/\b2\.[A-Za-z0-9_-]{64}(?![A-Za-z0-9_-])/g, '<sealed>'],
  [/\/shown\/[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}/g, '/shown/<signed>'],
  [/[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g, '<credential>'],
];
const anyId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** `makesIds`: the answer names something that was made for it. */
function masked(text: string, makesIds: boolean): string {
  const known = passing.reduce((rest, [pattern, name]) => rest.replace(pattern, name), text);
  return makesIds ? known.replace(anyId, '<id>') : known;
}

async function told(what: string, answer: Response, makesIds: boolean): Promise<string> {
  const headers = [...answer.headers].filter(([name]) => name !== 'date');
  return masked(
    JSON.stringify({ what, status: answer.status, headers, body: await answer.text() }),
    makesIds,
  );
}

async function ask({ line, method, path, body, headers }: Asked, makesIds: boolean): Promise<string> {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${line.device.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return told(`${method} ${path.replace(anyId, '<asked>')}`, answer, makesIds);
}

/** Everything that the companies at rest are told, in order. */
async function everything(): Promise<string[]> {
  const answers: string[] = [];
  for (const [name, make] of Object.entries(ofRoutes))
    for (const asked of make()) answers.push(await ask(asked, name === 'log-in'));
  for (const asked of besideRoutes()) answers.push(await ask(asked, false));
  answers.push(...(await askUpload()));
  for (const [name, make] of Object.entries(ofCommands))
    for (const [line, input] of make()) {
      const { re: _, ...reply } = await line.socket.command(name as CommandName, input as never);
      answers.push(masked(JSON.stringify({ name, reply }), false));
    }
  return answers;
}

/** What the other company does: all that writes, many times. */
async function busy(): Promise<void> {
  const [ada, bea] = [await there.join('ada', 'console'), await there.join('bea', 'console')];
  const [erik, mei] = [await there.join('erik', 'office'), await there.join('mei', 'office')];
  const [direct, expert, agents] = [
    await erik.open(mei.seat),
    await ada.open(erik.seat),
    await ada.open(bea.seat),
  ];
  for (let at = 0; at < 8; at += 1) {
    await erik.say(direct.id, `Message ${at}`);
    await ada.say(expert.id, { kind: 'rich', html: `<b>${at}</b>` });
    await ada.say(agents.id, 'Hello');
    await erik.askInVain('set-status', { status: 'wrap-up' });
  }
  for (let at = 0; at < 3; at += 1) {
    const sent = await upload(erik.device, { conversation: direct.id, name: `${at}.txt`, bytes });
    await erik.say(direct.id, { kind: 'file', file: sent });
    await announce(erik.device, { conversation: direct.id, name: 'left.txt', bytes });
  }
  await mei.ask('mark-read', { conversation: direct.id, seq: 3 });
  await ada.ask('set-status', { status: 'on-break' });
  await ada.ask('end-interaction', { conversation: agents.id });
  for (let at = 0; at < 3; at += 1)
    await fetch(`${server.url}/api/v1/log-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ company: there.slug, email: `olivia@${here.slug}.example`, password: 'wrong' }),
    });
  await bea.device.logOut();
  await there.apply({ release: '9.9' });
  await there.apply({ release: '9.10' });
}

/** Frames that came by themselves: nothing is due in a company at rest but a new token now and then. */
const unasked = () =>
  [office, console, reader].flatMap(({ socket }) =>
    socket.events.filter(({ on }) => on !== 'mark').map((event) => masked(JSON.stringify(event), false)),
  );

it('asks every route and every command', () => {
  expect(Object.keys(ofRoutes).toSorted()).toEqual(Object.keys(routes).toSorted());
  expect(Object.keys(ofCommands).toSorted()).toEqual(Object.keys(commands).toSorted());
});

/** What was answered in another way than before. */
const moved = (before: readonly string[], after: readonly string[]) =>
  Array.from({ length: Math.max(before.length, after.length) }, (_, at) => [before[at], after[at]]).filter(
    ([one, other]) => one !== other,
  );

/** Everything is asked several times, one after the other. */
const patience = 240_000;

it(
  '[TEN-1] nothing in any answer moves with what another company does',
  async () => {
    // The first time some of it is new: files that are looked at, marks that are set.
    await everything();
    const before = await everything();
    // That it stays the same by itself is what makes the comparison mean anything.
    expect(moved(before, await everything())).toEqual([]);
    const heard = unasked();
    await busy();
    await Promise.all([office, console, reader].map((line) => line.caughtUp()));
    expect(unasked()).toEqual(heard);
    expect(moved(before, await everything())).toEqual([]);
  },
  patience,
);

it(
  '[TEN-1] and it would be seen: a number of the database that moves with all that is written is',
  async () => {
    const leaking = async () => {
      const rows = await server.store.shared(
        `select pg_snapshot_xmax(pg_current_snapshot())::text as number`,
        [],
      );
      return [...(await everything()), masked(JSON.stringify(rows), false)];
    };
    const before = await leaking();
    await busy();
    const seen = moved(before, await leaking());
    expect(seen).toHaveLength(1);
    expect(seen[0]?.[1]).toContain('number');
  },
  patience,
);

it(
  '[TEN-1] and it would be seen: what happens in the own company is',
  async () => {
    const before = await everything();
    await console.say(chats.expert, 'One more');
    expect(moved(before, await everything()).length).toBeGreaterThan(3);
  },
  patience,
);
