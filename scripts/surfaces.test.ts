// Adds a surface to the protocol and leaves out one decision about it after the other: none of that may compile.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { plantTree, runIn, type Tree } from './planted-tree.ts';

const repository = join(import.meta.dirname, '..');
const domain = 'packages/domain/src';

const sources: Tree = Object.fromEntries(
  ['domain', 'protocol', 'text'].flatMap((name) => {
    const folder = `packages/${name}/src`;
    return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(path))
      .map((path) => [`${folder}/${path}`, readFileSync(join(repository, folder, path), 'utf8')]);
  }),
);

const tsconfig = JSON.stringify({
  extends: join(repository, 'tsconfig.base.json'),
  compilerOptions: {
    incremental: false,
    paths: { typebox: [join(repository, 'node_modules/typebox')] },
  },
  include: ['packages'],
});

/** The text with one place of it changed; a place that is not there fails. */
function changed(text: string, place: string, by: string): string {
  expect(text.split(place)).toHaveLength(2);
  return text.replace(place, by);
}

const wordsPath = 'packages/protocol/src/words.ts';
const lastSurface = `'monitor'] as const;`;
const lastSignInSurface = `['office', 'console'] as const`;

function protocolWith(signsIn: boolean): string {
  const words = changed(sources[wordsPath] ?? '', lastSurface, `'monitor', 'kiosk'] as const;`);
  return signsIn ? changed(words, lastSignInSurface, `['office', 'console', 'kiosk'] as const`) : words;
}

interface Decided {
  readonly view: string;
  readonly row: string;
  readonly heard: string;
}

const undecided: Decided = {
  view: '',
  row: '',
  heard: "office: { member: 'office', archive: 'office', monitor: null }",
};

const reader = "reader: 'office'";
const hears = "hears: ['monitor']";
const project = 'project: projectWidget';
const noSession = "session: 'none-yet'";
const signedIn = "session: 'signed-in'";

const rowOf = (...fields: string[]) => ({ row: `kiosk: { ${fields.join(', ')} },` });

/** A kiosk at which the office looks on. */
const decided: Decided = {
  view: 'kiosk: WidgetMessageView;',
  ...rowOf(reader, hears, project, noSession),
  heard: "office: { member: 'office', archive: 'office', monitor: 'kiosk' }",
};

/** The table of the domain with what has been decided about the new surface. */
function tableWith({ view, row, heard }: Decided): string {
  const table = sources[`${domain}/surfaces.ts`] ?? '';
  const withView = changed(table, 'monitor: MonitorMessageView;', `monitor: MonitorMessageView; ${view}`);
  const withRow = changed(withView, '} as const satisfies {', `${row} } as const satisfies {`);
  return changed(withRow, undecided.heard, heard);
}

/** What the compiler says about each of the tables. */
async function compile(tables: Record<string, Decided>, signsIn: boolean): Promise<Record<string, string[]>> {
  const named = Object.entries(tables).map(([name, table], index) => ({
    name,
    table: tableWith(table),
    path: `${domain}/surfaces-${index}.ts`,
  }));
  const root = plantTree({
    ...sources,
    ...Object.fromEntries(named.map(({ path, table }) => [path, table])),
    [wordsPath]: protocolWith(signsIn),
    'tsconfig.json': tsconfig,
  });
  const { output } = await runIn(root, 'node_modules/typescript/bin/tsc', '--pretty', 'false');
  rmSync(root, { recursive: true });
  const complaints = output.split('\n').filter((line) => line.includes('error TS'));
  return Object.fromEntries(
    named.map(({ name, path }) => [name, complaints.filter((line) => line.startsWith(`${path}(`))]),
  );
}

describe('a fifth surface', () => {
  const gaps: Record<string, Decided> = {
    'nothing decided': undecided,
    'no row': { ...decided, row: '' },
    'no reader': { ...decided, ...rowOf(hears, project, noSession) },
    'no hearer': { ...decided, ...rowOf(reader, project, noSession) },
    'nobody as its hearer': {
      ...decided,
      ...rowOf(reader, 'hears: []', project, noSession),
      heard: undecided.heard,
    },
    'a hearer who is not looked up': { ...decided, heard: undecided.heard },
    'the hearer of another one': {
      ...decided,
      ...rowOf(reader, "hears: ['member']", project, noSession),
      heard: undecided.heard,
    },
    'no projection': { ...decided, ...rowOf(reader, hears, noSession) },
    'the projection of another one': {
      ...decided,
      ...rowOf(reader, hears, 'project: projectMonitor', noSession),
    },
    'no view': { ...decided, view: '' },
    'no session': { ...decided, ...rowOf(reader, hears, project) },
    'a session that nobody signs in to': { ...decided, ...rowOf(reader, hears, project, signedIn) },
  };
  let complaints: Record<string, string[]>;

  beforeAll(async () => {
    complaints = await compile({ ...gaps, decided }, false);
  });

  it('[CONT-8] compiles when its reader, hearer, projection and session are decided', () => {
    expect(complaints['decided']).toEqual([]);
  });

  it.each(Object.keys(gaps))('[CONT-8] does not compile with %s', (gap) => {
    expect(complaints[gap]).not.toEqual([]);
  });
});

describe('a fifth surface that people sign in to', () => {
  it('[CONT-8] compiles with a session alone', async () => {
    const gaps = { 'signed-in': { ...decided, ...rowOf(reader, hears, project, signedIn) }, none: decided };
    const complaints = await compile(gaps, true);
    expect(complaints['signed-in']).toEqual([]);
    expect(complaints['none']).not.toEqual([]);
  });
});
