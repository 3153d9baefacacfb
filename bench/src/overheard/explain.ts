import type pg from 'pg';
import { median } from '../measure/percentiles.ts';
import { withClient } from '../tieline/database.ts';
import type { Statement } from './overhear.ts';

/** What a request costs in the database. */
export interface Cost {
  /** Execution time of all its statements, in milliseconds: the median of several runs of each. */
  readonly ms: number;
  readonly statements: number;
  /** The costliest one. */
  readonly slowest: { readonly text: string; readonly ms: number };
}

/** PostgreSQL plans a prepared statement anew five times; from then on as the server's connections see it. */
const warmUps = 6;
const runs = 5;

/** Runs the statements of a request again, each under EXPLAIN ANALYZE, on a connection that is set up as theirs was. */
export function explainRequest(
  databaseUrl: string,
  setUp: readonly Statement[],
  request: readonly Statement[],
): Promise<Cost> {
  return withClient(databaseUrl, async (client) => {
    for (const statement of setUp.filter(isSetting))
      await client.query(statement.text, [...statement.values]);
    const costs: { text: string; ms: number }[] = [];
    for (const statement of request.filter(isWork))
      costs.push({ text: statement.text.trim(), ms: await executionMs(client, statement, costs.length) });
    const [slowest] = costs.toSorted((a, b) => b.ms - a.ms);
    if (slowest === undefined) throw new Error('No statement was overheard');
    return { ms: costs.reduce((sum, { ms }) => sum + ms, 0), statements: costs.length, slowest };
  });
}

/** What changes the connection: the role, the company, how to plan. */
function isSetting({ text }: Statement): boolean {
  return /^\s*set\s/i.test(text) || /^\s*select\s+set_config\(/i.test(text);
}

function isWork(statement: Statement): boolean {
  return /^\s*(select|with|insert|update|delete)\s/i.test(statement.text) && !isSetting(statement);
}

async function executionMs(client: pg.Client, { text, values }: Statement, index: number): Promise<number> {
  const name = `overheard_${index}`;
  await client.query(`prepare ${name} as ${text}`);
  const literals = values.map((value) => (value === null ? 'null' : client.escapeLiteral(value)));
  const execute = `execute ${name}${literals.length > 0 ? `(${literals.join(', ')})` : ''}`;
  const times: number[] = [];
  for (let run = -warmUps; run < runs; run += 1) {
    const { rows } = await client.query<{ 'QUERY PLAN': [{ 'Execution Time': number }] }>(
      `explain (analyze, format json) ${execute}`,
    );
    const ms = rows[0]?.['QUERY PLAN'][0]['Execution Time'];
    if (ms === undefined) throw new Error(`PostgreSQL did not explain: ${text}`);
    if (run >= 0) times.push(ms);
  }
  return median(times);
}
