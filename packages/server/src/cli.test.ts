import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { createDatabase, startTestServer } from '@tieline/testkit';
import { main } from './cli.ts';
import { writeOlderSchema } from './store/older-schema.fixture.ts';

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieline-cli-'));
  said = [];
  for (const name of ['log', 'error'] as const)
    vi.spyOn(console, name).mockImplementation((text: string) => void said.push(text));
  vi.stubEnv('TIELINE_DATA', join(folder, 'data'));
  vi.stubEnv('DATABASE_URL', '');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]): Promise<{ code: number; said: string }> {
  const code = await main(args);
  return { code, said: said.join('\n') };
}

describe('a command line that is not understood', () => {
  const seat = 'ada@harbor.example/agent';
  it.each([
    [['exlpain', 'harbor'], 'There is no command "exlpain". Did you mean "explain"?'],
    [['Start'], 'There is no command "Start". Did you mean "start"?'],
    [['refusal'], 'Did you mean "refusals"?'],
    [['xyz'], 'There is no command "xyz".'],
    [['--start'], 'There is no command "--start"'],
    [['explain', 'harbor', seat], '<e-mail>/<office|agent> is missing.'],
    [['explain', 'harbor', seat, seat, 'more'], '"more" is one word too many.'],
    [['explain', 'harbor', seat, seat, '--jsno'], 'There is no option "--jsno". Did you mean "--json"?'],
    [['explain', 'harbor', seat, seat, '-j'], 'There is no option "-j".'],
    [['refusals'], '<company> is missing.'],
    [['apply'], '<company.yaml> is missing.'],
    [['apply', 'x.yaml', '--dryrun'], 'Did you mean "--dry-run"?'],
    [['migrate', 'now'], '"now" is one word too many.'],
    [['start', '--port', '80'], 'There is no option "--port".'],
  ])('%j is answered with what is wrong with it, and creates nothing', async (args, sentence) => {
    const answer = await run(...args);
    expect(answer.said).toContain(sentence);
    expect(answer.said).toContain('Usage: npm run tieline -- ');
    expect(answer.code).toBe(2);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('prints the help without an error when it is requested', async () => {
    for (const ask of [[], ['help'], ['--help']]) expect((await run(...ask)).code).toBe(0);
  });
});

describe('a command that looks at a database', () => {
  it.each([
    ['explain', 'harbor', 'ada@harbor.example/agent', 'sam@harbor.example/agent'],
    ['refusals', 'harbor'],
    ['apply', join(import.meta.dirname, '../demo/harbor.yaml'), '--dry-run'],
  ])('%s says that there is none, and makes none', async (...args) => {
    const answer = await run(...args);
    expect(answer.code).toBe(1);
    expect(answer.said).toContain(`There is no database in ${join(folder, 'data')} yet.`);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('changes no schema of a database that is given', async () => {
    const database = await createDatabase(inject('databaseUrl'));
    try {
      vi.stubEnv('DATABASE_URL', database.url);
      expect(await run('refusals', 'nobody')).toMatchObject({ said: 'There is no company "nobody".' });
      const loadMigrations = await writeOlderSchema(database.url);
      const before = await loadMigrations();
      said.length = 0;
      const answer = await run('refusals', 'nobody');
      expect(answer.code).toBe(1);
      expect(answer.said).toContain('The database has not the schema of this version');
      expect(await loadMigrations()).toEqual(before);
    } finally {
      await database.drop();
    }
  });
});

it('start says that a port is taken before it makes a database', async () => {
  const other = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('PORT', String((other.address() as AddressInfo).port));
  vi.stubEnv('HOST', '127.0.0.1');
  vi.stubEnv('TIELINE_LOG', 'silent');
  try {
    const answer = await run('start');
    expect(answer.code).toBe(1);
    expect(answer.said).toMatch(/^Port \d+ is taken by another program; choose one with PORT=/);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
});

it('start says that it runs already, as another port would not help', async () => {
  const server = await startTestServer({ databaseUrl: inject('databaseUrl') });
  vi.stubEnv('PORT', String(server.node.port));
  vi.stubEnv('HOST', '127.0.0.1');
  const answer = await run('start');
  await server.close();
  expect(answer).toEqual({ code: 1, said: `Tieline is running on port ${server.node.port} already.` });
});
