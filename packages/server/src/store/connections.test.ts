import type { TenantId } from '@tieline/protocol';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { createConnections, type Connections, type TenantDb } from './connections.ts';

const company = '00000000-0000-4000-8000-000000000001' as TenantId;
let pool: pg.Pool;
let connections: Connections;

beforeEach(() => {
  pool = new pg.Pool({ connectionString: inject('databaseUrl'), max: 1, pipeline: true });
  pool.on('connect', (client) => client.on('error', () => undefined));
  connections = createConnections(pool, []);
});
afterEach(() => pool.end());

const processOf = async (db: TenantDb): Promise<number | undefined> =>
  (await db.query<{ pid: number }>('select pg_backend_pid() as pid', []))[0]?.pid;
const fails = (db: TenantDb) => db.query('select 1 / $1::integer', [0]);

it('keeps a connection whose statement failed', async () => {
  const first = await connections.use(company, processOf);
  await expect(connections.use(company, fails)).rejects.toThrow('division by zero');
  expect(await connections.use(company, processOf)).toBe(first);
});

it('hands nobody a connection on which a statement is still under way', async () => {
  const first = await connections.use(company, processOf);
  const failed = connections.use(company, (db) =>
    Promise.all([fails(db), db.query('select pg_sleep($1)', [30])]),
  );
  await expect(failed).rejects.toThrow('division by zero');
  expect(await connections.use(company, processOf)).not.toBe(first);
});

it('sends statements in the order of the calls, and each has its own answer', async () => {
  const answers = await connections.use(company, (db) =>
    Promise.all([1, 2, 3].map((place) => db.query('select $1::integer as place', [place]))),
  );
  expect(answers).toEqual([[{ place: 1 }], [{ place: 2 }], [{ place: 3 }]]);
});
