import { randomBytes } from 'node:crypto';
import { openStore } from '@tieline/server';
import pg from 'pg';

let template: Promise<string> | null = null;

async function onServer(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function nextName(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}

function withName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** A migrated database, made once in each worker and copied for each server: a copy is quicker than a migration. */
async function migratedTemplate(url: string): Promise<string> {
  const name = nextName('tieline_template');
  await onServer(url, `create database ${name}`);
  const store = await openStore({
    url: withName(url, name),
    connections: 1,
    statementTimeout: 30_000,
    onError: (error) => console.error(error),
  });
  await store.close();
  return name;
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of the schema of this version, with nothing in it. `url`: a server on which databases may be made. */
export async function createDatabase(url: string): Promise<TestDatabase> {
  template ??= migratedTemplate(url);
  const source = await template;
  const name = nextName('tieline_test');
  await onServer(url, `create database ${name} template ${source}`);
  return {
    url: withName(url, name),
    drop: () => drop(url, name),
  };
}

/** A database without a schema, such as one that an earlier version is to have filled. */
export async function createEmptyDatabase(url: string): Promise<TestDatabase> {
  const name = nextName('tieline_test');
  await onServer(url, `create database ${name}`);
  return {
    url: withName(url, name),
    drop: () => drop(url, name),
  };
}

const insufficientPrivilege = '42501';

async function drop(url: string, name: string): Promise<void> {
  try {
    await onServer(url, `drop database if exists ${name} with (force)`);
  } catch (error) {
    // The server's own vacuum is at work there: only force has no right to end it, a drop without sends it away.
    if (!(error instanceof pg.DatabaseError && error.code === insufficientPrivilege)) throw error;
    await onServer(url, `drop database if exists ${name}`);
  }
}
