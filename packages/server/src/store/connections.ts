import type { TenantId } from '@tieline/protocol';
import pg from 'pg';
import { DatabaseUnreached, isConnectionFault } from './faults.ts';

/** A value that PostgreSQL takes as a parameter. */
export type Parameter =
  string | number | boolean | Date | Buffer | null | readonly (string | number | boolean | null)[];

/** A connection that acts for one tenant: row-level security lets it see nothing else. */
export interface TenantDb {
  readonly tenant: TenantId;
  /** Runs in the order of the calls, also where the answer before it is not waited for. */
  query<Row>(text: string, values: readonly Parameter[]): Promise<Row[]>;
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

export const types = { getTypeParser: parserOf } as pg.CustomTypesConfig;

/** Connections, each bound to the company that it acts for. */
export interface Connections {
  /** Work on one connection of this tenant. @throws DatabaseUnreached before `work` was begun. */
  use<Result>(
    tenant: TenantId,
    work: (db: TenantDb, client: pg.PoolClient) => Promise<Result>,
  ): Promise<Result>;
}

/** `setUp`: statements for each new connection, such as the role to act as and how to plan. */
export function createConnections(pool: pg.Pool, setUp: readonly string[]): Connections {
  const bound = new WeakMap<pg.PoolClient, TenantId>();

  async function connect(tenant: TenantId): Promise<pg.PoolClient> {
    const client = await pool.connect().catch((error: unknown) => {
      throw new DatabaseUnreached(error);
    });
    try {
      await bind(client, tenant);
    } catch (error) {
      client.release(true);
      throw isConnectionFault(error) ? new DatabaseUnreached(error) : error;
    }
    return client;
  }

  /** The tenant stays set on the connection until another one needs it, so that one company pays nothing for it. */
  async function bind(client: pg.PoolClient, tenant: TenantId): Promise<void> {
    const before = bound.get(client);
    if (before === tenant) return;
    bound.delete(client);
    if (before === undefined && setUp.length > 0) await client.query(setUp.join('; '));
    await client.query("select set_config('tieline.tenant', $1, false)", [tenant]);
    bound.set(client, tenant);
  }

  return {
    use: async (tenant, work) => {
      const client = await connect(tenant);
      const underWay: UnderWay = { statements: 0 };
      let broken = false;
      try {
        return await work(tenantDb(client, tenant, underWay), client);
      } catch (error) {
        broken = isConnectionFault(error);
        throw error;
      } finally {
        // A statement that still runs would delay whoever takes the connection next.
        client.release(broken || underWay.statements > 0);
      }
    },
  };
}

/** How many statements have no answer yet. */
interface UnderWay {
  statements: number;
}

function tenantDb(client: pg.PoolClient, tenant: TenantId, underWay: UnderWay): TenantDb {
  return {
    tenant,
    query: async <Row>(text: string, values: readonly Parameter[]) => {
      underWay.statements += 1;
      try {
        return (await client.query({ name: nameOf(text), text, values: [...values] })).rows as Row[];
      } finally {
        underWay.statements -= 1;
      }
    },
  };
}
