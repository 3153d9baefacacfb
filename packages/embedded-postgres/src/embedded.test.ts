import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { rolldown } from 'rolldown';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DatabaseFault } from './database-fault.ts';
import { FolderInUse, openEmbeddedDatabase } from './index.ts';
import type { EmbeddedDatabase } from './index.ts';
import { isPostmasterOf } from './pid-file.ts';
import { isAlive } from './signal.ts';

const opened: EmbeddedDatabase[] = [];
const folders: string[] = [];
const logged: string[] = [];
let program = '';

beforeAll(async () => {
  // Below node_modules, so that the program finds the packages that it imports.
  const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
  await mkdir(modules, { recursive: true });
  const folder = await mkdtemp(join(modules, '.embedded-test-'));
  const input = fileURLToPath(new URL('./embedded.fixture.ts', import.meta.url));
  const bundle = await rolldown({ input, platform: 'node', external: ['pg'] });
  program = join(folder, 'program.mjs');
  await bundle.write({ file: program, format: 'esm' });
});

afterAll(async () => {
  await rm(join(program, '..'), { recursive: true, force: true });
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()));
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  logged.length = 0;
});

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tieline-embedded-'));
  folders.push(folder);
  // As root it is another user that has to get in.
  await chmod(folder, 0o755);
  return folder;
}

async function open(folder: string): Promise<EmbeddedDatabase> {
  const database = await openEmbeddedDatabase({
    folder,
    log: (level, text) => logged.push(`${level} ${text}`),
  });
  opened.push(database);
  return database;
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const answer = await client.query<Record<string, unknown>>(sql);
    return answer.rows[0] ?? {};
  } finally {
    await client.end();
  }
}

/** Asks until there is an answer, for at most 30 seconds. */
async function askUntil(url: string, sql: string): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await ask(url, sql).catch(() => undefined);
    if (answer !== undefined) return answer;
    await sleep(100);
  }
  throw new Error(`no answer: ${logged.join('\n')}`);
}

/** Opens the folder in a process of its own and kills that process once it owns the database. */
async function openAndBeKilled(folder: string, sql: string): Promise<number> {
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  try {
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const told = JSON.parse(line) as { url: string; pid: number };
    await ask(told.url, sql);
    return told.pid;
  } finally {
    child.kill('SIGKILL');
    await exited;
  }
}

async function faultOf(folder: string): Promise<DatabaseFault> {
  const fault = await open(folder).catch((error: unknown) => error);
  if (fault instanceof DatabaseFault) return fault;
  throw new Error('it should not have opened', { cause: fault });
}

const WRITE = "create table note as select 'kept' as body";
const READ = 'select body from note';

describe('a folder', { timeout: 60_000 }, () => {
  test('is made on the first start and keeps its data over a restart', async () => {
    const folder = join(await freshFolder(), 'deep', 'below');
    const first = await open(folder);
    await ask(first.url, WRITE);
    await first.close();
    expect(first.pid()).toBeUndefined();
    const second = await open(folder);
    expect(second.adopted).toBe(false);
    expect(await ask(second.url, READ)).toEqual({ body: 'kept' });
  });

  test('holds a durable database of UTF-8 whose user is bound by row-level security', async () => {
    const { url, folder } = await open(await freshFolder());
    const settings = `select current_setting('fsync') as fsync, current_setting('server_encoding') as encoding,
      current_setting('listen_addresses') as address, current_setting('server_version_num')::int / 10000 as major,
      lower('ÄÉ') as lower, (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as unbound`;
    expect(await ask(url, settings)).toEqual({
      fsync: 'on',
      encoding: 'UTF8',
      address: '127.0.0.1',
      major: 18,
      lower: 'äé',
      unbound: false,
    });
    expect((await stat(join(folder, 'cluster', 'passwords.json'))).mode & 0o777).toBe(0o600);
    await expect(ask(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
      /password authentication/,
    );
  });

  test('of a killed process is adopted with the PostgreSQL that runs there, which ends with the new owner', async () => {
    const folder = await freshFolder();
    const pid = await openAndBeKilled(folder, WRITE);
    const data = join(folder, 'cluster', 'data');
    expect(isPostmasterOf(pid, data)).toBe(true);
    const database = await open(folder);
    expect(database.adopted).toBe(true);
    expect(database.pid()).toBe(pid);
    // Its log has no reader any more; having something to tell must not end it.
    await expect(ask(database.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
    expect(await ask(database.url, READ)).toEqual({ body: 'kept' });
    await database.close();
    expect(isPostmasterOf(pid, data)).toBe(false);
  });

  test('in use is refused to a second starter, and the first one goes on', async () => {
    const folder = await freshFolder();
    const first = await open(folder);
    const pid = first.pid();
    await ask(first.url, WRITE);
    const fault = await faultOf(folder);
    expect(fault).toBeInstanceOf(FolderInUse);
    expect(fault.sentence).toBe(`The data folder ${folder} is already in use by another running Tieline.`);
    expect(first.pid()).toBe(pid);
    expect(await ask(first.url, READ)).toEqual({ body: 'kept' });
  });

  test('that several starters create at the same moment belongs to exactly one', async () => {
    const folder = await freshFolder();
    const results = await Promise.allSettled([open(folder), open(folder), open(folder)]);
    const faults = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    expect(faults).toEqual([expect.any(FolderInUse), expect.any(FolderInUse)]);
    const [winner] = opened;
    expect(await ask(winner?.url ?? '', 'select 1 as one')).toEqual({ one: 1 });
    expect(await readdir(folder)).toEqual(['cluster']);
  });
});

describe('a database that dies', { timeout: 60_000 }, () => {
  test('is brought back under the same url, with its owner, whatever query outlives it', async () => {
    const folder = await freshFolder();
    const database = await open(folder);
    await ask(database.url, WRITE);
    const endless = 'select count(*) from pg_class a, pg_class b, pg_class c, pg_class d';
    const outcome = ask(database.url, endless).catch((error: unknown) => error);
    const running = `select 1 as one from pg_stat_activity where query = '${endless}' and state = 'active'`;
    await expect.poll(() => ask(database.url, running), { timeout: 30_000 }).toEqual({ one: 1 });
    const pid = database.pid() ?? 0;
    process.kill(pid, 'SIGKILL');
    expect(await askUntil(database.url, READ)).toEqual({ body: 'kept' });
    await expect.poll(() => database.pid(), { timeout: 30_000 }).toBeGreaterThan(0);
    expect(database.pid()).not.toBe(pid);
    expect(await faultOf(folder)).toBeInstanceOf(FolderInUse);
    expect(await outcome).toBeInstanceOf(Error);
  });

  test('can be closed at once', async () => {
    const folder = await freshFolder();
    const database = await open(folder);
    process.kill(database.pid() ?? 0, 'SIGKILL');
    await database.close();
    const data = join(folder, 'cluster', 'data');
    const left = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '0');
    expect(isPostmasterOf(Number(left.split('\n')[0]), data)).toBe(false);
    expect((await open(folder)).adopted).toBe(false);
  });
});

describe('what is left behind or in the way', { timeout: 60_000 }, () => {
  test('a half-made cluster is made anew, and the scratch folder of a dead process removed', async () => {
    const folder = await freshFolder();
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    await mkdir(join(folder, `cluster.new-${child.pid}-abc`, 'data', 'base'), { recursive: true });
    await mkdir(join(folder, 'cluster', 'data', 'base'), { recursive: true });
    await writeFile(join(folder, 'cluster', 'data', 'PG_VERSION'), '18\n');
    const database = await open(folder);
    expect(await ask(database.url, 'select 1 as one')).toEqual({ one: 1 });
    expect(await readdir(folder)).toEqual(['cluster', expect.stringMatching(/^cluster\.unfinished-/)]);
  });

  test('a postmaster.pid that names another living program does not keep it from starting', async () => {
    const folder = await freshFolder();
    await (await open(folder)).close();
    const stale = `${process.pid}\n${folder}\n1700000000\n5432\n\n127.0.0.1\n\nready\n`;
    await writeFile(join(folder, 'cluster', 'data', 'postmaster.pid'), stale, { mode: 0o600 });
    const database = await open(folder);
    expect(await ask(database.url, 'select 1 as one')).toEqual({ one: 1 });
    expect(isAlive(process.pid)).toBe(true);
  });

  test('a folder that cannot be made is named in one sentence', async () => {
    const file = join(await freshFolder(), 'file');
    await writeFile(file, '');
    const fault = await faultOf(join(file, 'data'));
    expect(fault.sentence).toBe(
      `The data folder ${join(file, 'data')} cannot be created or written: a part of its path is a file.`,
    );
  });

  test('a cluster of another major version, or one without its passwords, is left alone', async () => {
    const folder = await freshFolder();
    await (await open(folder)).close();
    await writeFile(join(folder, 'cluster', 'data', 'PG_VERSION'), '15\n');
    expect((await faultOf(folder)).sentence).toMatch(
      /was made by PostgreSQL 15 and cannot be opened by PostgreSQL 18/,
    );
    await rm(join(folder, 'cluster', 'passwords.json'));
    expect((await faultOf(folder)).sentence).toMatch(
      /is damaged \(files are missing\): restore it from a backup/,
    );
    expect(await readdir(folder)).toEqual(['cluster']);
  });
});
