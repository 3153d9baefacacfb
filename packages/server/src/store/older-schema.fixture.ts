import pg from 'pg';

/** Makes a database look as if the newest migration were still to come. Answers how its schema stands, whenever it is asked. */
export async function writeOlderSchema(url: string): Promise<() => Promise<readonly string[]>> {
  const ask = async (text: string): Promise<readonly string[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<{ name: string }>(text)).rows.map(({ name }) => name);
    } finally {
      await client.end();
    }
  };
  await ask(
    'delete from kysely_migration where name = (select max(name) from kysely_migration) returning name',
  );
  return () => ask('select name from kysely_migration order by name');
}
