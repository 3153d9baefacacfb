import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { canTurnClocks, clockEnvironment, writeClock } from './clock.ts';
import { type DatabaseOptions, type Recipe, writeCluster } from './cluster.ts';
import { now, sleep, waitUntil } from './patience.ts';
import { childrenOf, isRunning, isStopped, signal } from './processes.ts';

/** How PostgreSQL is made to die: all of it, its first process alone, or by an order that skips the farewell. */
export type Death = 'kill-all' | 'kill-postmaster' | 'immediate';

/** A PostgreSQL of the harness's own that nobody brings back but the harness. */
export interface Database {
  /** As the application logs in: row-level security binds it. */
  readonly url: string;
  /** The file in which libfaketime looks for its time; null where that is not installed. */
  readonly clockFile: string | null;
  /** As the superuser, whom nothing is hidden from; for the oracle. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Resolves when no process of it is left. */
  kill(death: Death): Promise<void>;
  /** Resolves when it takes connections. */
  start(): Promise<void>;
  /** Stops every process of it where it stands. Resolves when all of them stand. */
  freeze(): Promise<void>;
  thaw(): void;
  close(): Promise<void>;
}

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const recipe = await writeCluster(options);
  const clockFile = canTurnClocks ? join(recipe.place, 'clock') : null;
  if (clockFile !== null) await writeClock(clockFile, '+0');
  const database = new Cluster(recipe, clockFile, options.folder);
  await database.start();
  return database;
}

class Cluster implements Database {
  readonly url: string;
  readonly clockFile: string | null;
  readonly query: Database['query'];
  readonly #recipe: Recipe;
  readonly #folder: string;
  #postmaster: ChildProcess | null = null;
  #frozen: readonly number[] = [];

  constructor(recipe: Recipe, clockFile: string | null, folder: string) {
    this.url = recipe.url;
    this.clockFile = clockFile;
    this.query = asker(recipe.adminUrl);
    this.#recipe = recipe;
    this.#folder = folder;
  }

  async start(): Promise<void> {
    for (const until = now() + 60_000; now() < until; await sleep(50)) {
      const child = launch(this.#recipe, this.clockFile === null ? {} : clockEnvironment(this.clockFile));
      this.#postmaster = child;
      const isKnown = async (): Promise<boolean> => child.exitCode !== null || (await this.#answers());
      if ((await waitUntil(isKnown, 30_000)) && child.exitCode === null) return;
    }
    throw new Error('PostgreSQL does not come back');
  }

  async kill(death: Death): Promise<void> {
    const all = this.#processes();
    const [first, ...others] = all;
    if (first === undefined) return;
    signal(first, death === 'immediate' ? 'SIGQUIT' : 'SIGKILL');
    if (death === 'kill-all') for (const pid of others) signal(pid, 'SIGKILL');
    // What outlives its postmaster would keep the folder blocked.
    if (!(await waitUntil(() => !all.some(isRunning), 5000))) for (const pid of all) signal(pid, 'SIGKILL');
    await waitUntil(() => !all.some(isRunning), 5000);
    this.#postmaster = null;
  }

  async freeze(): Promise<void> {
    // The first one first: it makes no more children then.
    for (let tries = 0; tries < 20; tries += 1) {
      const all = this.#processes();
      for (const pid of all) signal(pid, 'SIGSTOP');
      await sleep(5);
      this.#frozen = all;
      if (this.#processes().every((pid) => isStopped(pid) || !isRunning(pid))) return;
    }
    throw new Error('PostgreSQL does not stand still');
  }

  thaw(): void {
    for (const pid of this.#frozen.toReversed()) signal(pid, 'SIGCONT');
    this.#frozen = [];
  }

  async close(): Promise<void> {
    this.thaw();
    const pid = this.#postmaster?.pid;
    // A fast shutdown gives its shared memory back.
    if (pid !== undefined) signal(pid, 'SIGINT');
    if (pid !== undefined && !(await waitUntil(() => !isRunning(pid), 10_000))) await this.kill('kill-all');
    this.#postmaster = null;
    await rm(this.#recipe.place, { recursive: true, force: true });
    await rm(this.#folder, { recursive: true, force: true });
  }

  #processes(): number[] {
    const pid = this.#postmaster?.pid;
    return pid === undefined ? [] : [pid, ...childrenOf(pid)];
  }

  #answers(): Promise<boolean> {
    return this.query('select 1').then(
      () => true,
      () => false,
    );
  }
}

/** Of a session of its own, so that Ctrl-C does not reach it before the harness decides. */
function launch({ file, args, account }: Recipe, clock: Readonly<Record<string, string>>): ChildProcess {
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...clock };
  return spawn(file, [...args], { ...account, cwd: '/', detached: true, stdio: 'ignore', env });
}

/** Each question takes a connection of its own: none has to outlive what the harness does to the database. */
function asker(connectionString: string): Database['query'] {
  return async <Row>(text: string, values: readonly unknown[] = []) => {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text, [...values])).rows as Row[];
    } finally {
      await client.end();
    }
  };
}
