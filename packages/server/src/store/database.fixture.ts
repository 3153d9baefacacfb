import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbeddedDatabase } from '../embedded/index.ts';

/** A database that nobody else uses, empty, until `close`. */
export interface TestDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Makes a database for one test file: in the PostgreSQL of TIELINE_TEST_DATABASE_URL, which must be allowed to
 * create some, else in one that is started for it.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const given = process.env['TIELINE_TEST_DATABASE_URL'];
  const server =
    given === undefined || given === '' ? await startServer() : { url: given, close: async () => undefined };
  const name = `tieline_test_${randomBytes(8).toString('hex')}`;
  await ask(server.url, `create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    close: async () => {
      await ask(server.url, `drop database ${name} with (force)`);
      await server.close();
    },
  };
}

async function startServer(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'tieline-test-'));
  // As root it is another user that has to get in.
  await chmod(folder, 0o755);
  const database = await openEmbeddedDatabase({ folder, log: () => undefined });
  return {
    url: database.url,
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ask(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
