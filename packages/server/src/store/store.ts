import type { TenantId } from '@tieline/protocol';
import pg from 'pg';
import { createAdmission } from '../concurrency/admission.ts';
import { createConnections, type Parameter, type TenantDb, types } from './connections.ts';
import { ConnectionLost } from './faults.ts';
import { isSchemaCurrent, serverRole, writeSchema } from './migrate.ts';
import { listenForNotices } from './notices.ts';

export type { Parameter, TenantDb } from './connections.ts';
export { isPassingFault } from './faults.ts';

export interface Store {
  /** Work of single statements. */
  read<Result>(tenant: TenantId, work: (db: TenantDb) => Promise<Result>): Promise<Result>;
  /** One transaction: committed when `work` resolves, rolled back when it throws. */
  transaction<Result>(tenant: TenantId, work: (db: TenantDb) => Promise<Result>): Promise<Result>;
  /** Single statements on the hot path, each a transaction of its own, on connections that nothing else uses. */
  hot<Result>(tenant: TenantId, work: (db: TenantDb) => Promise<Result>): Promise<Result>;
  /** For the tables that belong to no tenant: tenants, nodes. */
  shared<Row>(text: string, values: readonly Parameter[]): Promise<Row[]>;
  /** For the lease of a node, on connections that nothing else uses: load must not make a node look dead. */
  heartbeat<Row>(text: string, values: readonly Parameter[]): Promise<Row[]>;
  /** Calls back when a company was changed, by whichever process, or when that cannot be told. Returns the way to stop. */
  listen(onNotice: () => void): () => Promise<void>;
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
  /** `false`: the schema is left as it is, and has to be that of this version. By default it is brought there. */
  readonly migrates?: boolean;
}

/** The database has another schema than this version, and was opened to be looked at. */
export class OtherSchema extends Error {}

/** Connections for the hot path: so many commits may be on their way at once. */
export const hotConnections = 3;

const heartbeatConnections = 2;

/**
 * The statements of the hot path have one good plan: each row is found by its key. They are planned once, for arrays
 * of any length; a planner that guesses would read the whole table as long as it is small, and go on doing so.
 */
const planning = [
  'set plan_cache_mode = force_generic_plan',
  'set enable_seqscan = off',
  'set enable_bitmapscan = off',
  'set enable_mergejoin = off',
];

/** A transaction whose process stands still keeps nobody waiting for its locks longer than this. */
const idle = 'set idle_in_transaction_session_timeout = 5000';

/** Migrates the database, then opens the connections that everything else works with. @throws OtherSchema */
export async function openStore(options: StoreOptions): Promise<Store> {
  await prepare(options);
  // Statements that do not need each other's answers travel together; the hot path sends one at a time.
  const pool = openPool(options, options.connections, { pipeline: true });
  const hotPool = openPool(options, hotConnections);
  const heartbeatPool = openPool(options, heartbeatConnections);
  const role = await ownRole(pool);
  const asRole = role === null ? [] : [`set role ${role}`];
  const connections = createConnections(pool, [...asRole, idle]);
  const hot = createConnections(hotPool, [...asRole, ...planning]);
  const admission = createAdmission({
    places: options.connections,
    placesOfOne: Math.max(1, Math.ceil(options.connections * 0.6)),
    waitingOfOne: 500,
    patience: 8000,
  });

  return {
    read: (tenant, work) => admission.within(tenant, () => connections.use(tenant, work)),
    transaction: (tenant, work) =>
      admission.within(tenant, () =>
        connections.use(tenant, (db, client) => inTransaction(client, () => work(db))),
      ),
    hot: (tenant, work) => hot.use(tenant, work),
    shared: async <Row>(text: string, values: readonly Parameter[]) =>
      (await pool.query(text, [...values])).rows as Row[],
    heartbeat: async <Row>(text: string, values: readonly Parameter[]) =>
      (await heartbeatPool.query(text, [...values])).rows as Row[],
    listen: (onNotice) => listenForNotices({ url: options.url, onNotice }),
    ping: async () => void (await pool.query('select 1')),
    close: async () => {
      await heartbeatPool.end();
      await hotPool.end();
      await pool.end();
    },
  };
}

async function inTransaction<Result>(client: pg.PoolClient, work: () => Promise<Result>): Promise<Result> {
  try {
    await client.query('begin');
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    const isRolledBack = await client.query('rollback').then(
      () => true,
      () => false,
    );
    // A connection that cannot roll back must not be used again: it would carry half a transaction along.
    if (!isRolledBack) throw new ConnectionLost(error);
    throw error;
  }
}

function openPool(options: StoreOptions, connections: number, more: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: connections,
    types,
    ...more,
    statement_timeout: options.statementTimeout,
    // A server that went away in silence answers nothing, not even that it is too late.
    query_timeout: options.statementTimeout + 2000,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    application_name: 'tieline',
  });
  pool.on('error', options.onError);
  // The pool listens to idle connections only. One that breaks while it is in use fails its query and says so here
  // as well; unheard, that would end the process.
  pool.on('connect', (client) => client.on('error', options.onError));
  return pool;
}

async function prepare({ url, migrates = true }: StoreOptions): Promise<void> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: 10_000,
    application_name: 'tieline-migrate',
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    if (migrates) await writeSchema(pool);
    else if (!(await isSchemaCurrent(pool)))
      throw new OtherSchema('The schema of the database is not that of this version');
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
