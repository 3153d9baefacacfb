import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import { SUPERVISOR } from './cluster.ts';
import { codeOf, textOf } from './faults.ts';

/** Names the owner of the folder. Of the database `postgres`, so that no lock of the application can meet it. */
const OWNER_LOCK = 7_431_001;

/** The connection that holds the owner lock: the lock ends with it, and it ends with this process. */
export interface OwnerLock {
  /** Settles when the connection is lost, with the reason. */
  readonly lost: Promise<string>;
  query(sql: string): Promise<readonly unknown[]>;
}

/** How an attempt went; `not-yet` is a database that starts or stops, `silent` one that gives no answer at all. */
export type LockAttempt =
  | { readonly kind: 'locked'; readonly lock: OwnerLock }
  | { readonly kind: 'held' }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'not-yet' | 'silent'; readonly reason: string };

/** Connects as the superuser and tries to become the owner, without waiting for another one to go. */
export async function tryOwnerLock(port: number, password: string): Promise<LockAttempt> {
  const client = new Client(address(port, password));
  const lost = whenLost(client);
  try {
    await client.connect();
    const sql = 'select pg_try_advisory_lock($1) as locked';
    const answer = await client.query<{ locked: boolean }>(sql, [OWNER_LOCK]);
    if (answer.rows[0]?.locked === true) return { kind: 'locked', lock: ownerLock(client, lost) };
    client.connection.stream.destroy();
    return { kind: 'held' };
  } catch (error) {
    // Not `end`, which waits for an answer that a frozen database does not give.
    client.connection.stream.destroy();
    if (['28P01', '28000'].includes(codeOf(error))) return { kind: 'stranger' };
    const reason = textOf(error);
    return { kind: /timeout/.test(reason) ? 'silent' : 'not-yet', reason };
  }
}

function address(port: number, password: string): ClientConfig {
  const login = { host: '127.0.0.1', port, user: SUPERVISOR, password, database: 'postgres', ssl: false };
  const patience = { connectionTimeoutMillis: 5000, query_timeout: 30_000 };
  return { ...login, ...patience, keepAlive: true, application_name: 'tieline owner' };
}

function whenLost(client: Client): Promise<string> {
  return new Promise((resolve) => {
    client.on('error', (error) => resolve(error.message));
    client.once('end', () => resolve('the connection was closed'));
  });
}

function ownerLock(client: Client, lost: Promise<string>): OwnerLock {
  const query = async (sql: string) => (await client.query<Record<string, unknown>>(sql)).rows;
  return { lost, query };
}
