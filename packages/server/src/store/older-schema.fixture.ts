import pg from 'pg';
import { migratorOf } from './migrate.ts';

async function withClient<Result>(
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

/** Makes a database look as if the newest migration were still to come. Answers how its schema stands, whenever it is asked. */
export async function writeOlderSchema(url: string): Promise<() => Promise<readonly string[]>> {
  const ask = (text: string) =>
    withClient(url, async (client) =>
      (await client.query<{ name: string }>(text)).rows.map(({ name }) => name),
    );
  await ask(
    'delete from kysely_migration where name = (select max(name) from kysely_migration) returning name',
  );
  return () => ask('select name from kysely_migration order by name');
}

/** Gives an empty database the schema of an earlier version, whose newest migration was this, and fills it by SQL. */
export async function writeSchemaOf(
  url: string,
  migration: string,
  content: readonly string[],
): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    const { error } = await migratorOf(pool).migrateTo(migration);
    if (error) throw error;
    for (const text of content) await pool.query(text);
  } finally {
    await pool.end();
  }
}
