import type { TenantId } from '@tieline/protocol';
import pg from 'pg';
import { serverRole, writeSchema } from './migrate.ts';

/** A value that PostgreSQL takes as a parameter. */
export type Parameter =
  string | number | boolean | Date | Buffer | null | readonly (string | number | boolean | null)[];

/** A connection that acts for one tenant: row-level security lets it see nothing else. */
export interface TenantDb {
  readonly tenant: TenantId;
  query<Row>(text: string, values: readonly Parameter[]): Promise<Row[]>;
}

export interface Store {
  /** Work of single statements. */
  read<Result>(tenant: TenantId, work: (db: TenantDb) => Promise<Result>): Promise<Result>;
  /** One transaction: committed when `work` resolves, rolled back when it throws. */
  transaction<Result>(tenant: TenantId, work: (db: TenantDb) => Promise<Result>): Promise<Result>;
  /** For the tables that belong to no tenant: tenants, nodes. */
  shared<Row>(text: string, values: readonly Parameter[]): Promise<Row[]>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly url: string;
  readonly connections: number;
  /** Milliseconds after which a statement is given up. */
  readonly statementTimeout: number;
  readonly onError: (error: Error) => void;
}

/** Statements are few and fixed, so each is prepared once a connection under a name of its own. */
const statementNames = new Map<string, string>();
function nameOf(text: string): string {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = `t${statementNames.size}`;
    statementNames.set(text, name);
  }
  return name;
}

type Parse = (value: string) => unknown;

/** PostgreSQL delivers bigint as text; counts fit a number. Moments travel as ISO 8601. */
function parserOf(oid: number, format?: 'text' | 'binary'): Parse {
  if (oid === pg.types.builtins.INT8) return Number;
  if (oid === pg.types.builtins.TIMESTAMPTZ) return (value) => new Date(value).toISOString();
  return pg.types.getTypeParser(oid, format) as Parse;
}

const types = { getTypeParser: parserOf } as pg.CustomTypesConfig;

/** Migrates the database, then opens the pool that everything else works with. */
export async function openStore(options: StoreOptions): Promise<Store> {
  await migrate(options.url);
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections,
    types,
    statement_timeout: options.statementTimeout,
    // A server that went away in silence answers nothing, not even that it is too late.
    query_timeout: options.statementTimeout + 5000,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: 'tieline',
  });
  pool.on('error', options.onError);
  const actAs = await ownRole(pool);
  const bound = new WeakMap<pg.PoolClient, TenantId>();

  async function connect(tenant: TenantId): Promise<pg.PoolClient> {
    const client = await pool.connect();
    try {
      await bind(client, tenant);
    } catch (error) {
      client.release(true);
      throw error;
    }
    return client;
  }

  /** The tenant stays set on the connection until another one needs it, so that one company pays nothing for it. */
  async function bind(client: pg.PoolClient, tenant: TenantId): Promise<void> {
    const before = bound.get(client);
    if (before === tenant) return;
    bound.delete(client);
    if (before === undefined && actAs !== null) await client.query(`set role ${actAs}`);
    await client.query("select set_config('tieline.tenant', $1, false)", [tenant]);
    bound.set(client, tenant);
  }

  async function read<Result>(tenant: TenantId, work: (db: TenantDb) => Promise<Result>): Promise<Result> {
    const client = await connect(tenant);
    let broken = false;
    try {
      return await work(tenantDb(client, tenant));
    } catch (error) {
      broken = isConnectionFault(error);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async function transaction<Result>(
    tenant: TenantId,
    work: (db: TenantDb) => Promise<Result>,
  ): Promise<Result> {
    const client = await connect(tenant);
    let broken = false;
    try {
      await client.query('begin');
      const result = await work(tenantDb(client, tenant));
      await client.query('commit');
      return result;
    } catch (error) {
      // A connection that cannot roll back must not be used again: it would carry half a transaction along.
      await client.query('rollback').catch(() => (broken = true));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    read,
    transaction,
    shared: async <Row>(text: string, values: readonly Parameter[]) =>
      (await pool.query(text, [...values])).rows as Row[],
    ping: async () => void (await pool.query('select 1')),
    close: () => pool.end(),
  };
}

function tenantDb(client: pg.PoolClient, tenant: TenantId): TenantDb {
  return {
    tenant,
    query: async <Row>(text: string, values: readonly Parameter[]) =>
      (await client.query({ name: nameOf(text), text, values: [...values] })).rows as Row[],
  };
}

async function migrate(url: string): Promise<void> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: 10_000,
    application_name: 'tieline-migrate',
  });
  pool.on('error', () => undefined);
  try {
    await writeSchema(pool);
  } finally {
    await pool.end();
  }
}

/** The role to act as, where the one of the URL would pass row-level security by. */
async function ownRole(pool: pg.Pool): Promise<string | null> {
  const { rows } = await pool.query<{ bypasses: boolean }>(
    'select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user',
  );
  return rows[0]?.bypasses === true ? serverRole : null;
}

const lostConnection = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  '57P01',
  '57P02',
  '57P03',
]);
const outOfResources = new Set(['57014', '53300', '53100', '53200', '40001', '40P01', '55P03', '25006']);

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function isConnectionFault(error: unknown): boolean {
  return (
    lostConnection.has(codeOf(error)) ||
    // The class of connection exceptions.
    codeOf(error).startsWith('08') ||
    (error instanceof Error &&
      /connection terminated|connection error|timeout exceeded|read timeout/i.test(error.message))
  );
}

/** Whether the same work may succeed later: the database is away, restarting, full or too busy. */
export function isPassingFault(error: unknown): boolean {
  return isConnectionFault(error) || outOfResources.has(codeOf(error));
}
