import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedDatabase } from '@tieline/embedded-postgres';
import pg from 'pg';

/** One PostgreSQL for everything that is measured: what Tieline brings along, as it is set by default, fsync on. */
export interface Postgres {
  readonly pid: number;
  /** A new, empty database. Returns its URL. */
  createDatabase(): Promise<string>;
  dropDatabase(url: string): Promise<void>;
  version(): Promise<string>;
  close(): Promise<void>;
}

export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'tieline-bench-'));
  // As root, PostgreSQL runs under another account, which has to get in.
  await chmod(folder, 0o711);
  const database = await openEmbeddedDatabase({
    folder,
    log: (level, text) => level === 'error' && console.error(text),
  });
  const pid = database.pid();
  if (pid === undefined) throw new Error('PostgreSQL has ended right after its start');
  return {
    pid,
    createDatabase: async () => {
      const name = `bench_${randomBytes(4).toString('hex')}`;
      await query(database.url, `create database ${name}`);
      return withDatabase(database.url, name);
    },
    dropDatabase: async (url) => {
      // Without force, which may not end the autovacuum of a large table; whoever else was connected is gone.
      await query(database.url, `drop database ${new URL(url).pathname.slice(1)}`);
    },
    version: async () => {
      const [row] = await query<{ server_version: string }>(database.url, 'show server_version');
      return row?.server_version ?? 'unknown';
    },
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true, force: true });
      await rm(database.folder, { recursive: true, force: true });
    },
  };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** One statement on a connection of its own. */
export function query<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return withClient(url, async (client) => (await client.query<Row>(text, [...values])).rows);
}

export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
