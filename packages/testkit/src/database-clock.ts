import { Client } from 'pg';

/** A database whose `now()` and `clock_timestamp()` answer by `fake.clock`, which can be changed. */
export interface DatabaseClock {
  /** Changes how far the clock is ahead of PostgreSQL's own, as an interval such as `-1 hour`. */
  setAhead(interval: string): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds that pass on the clock while a second passes. */
const usualPace = 1000;

/**
 * Puts a clock of its own between a database and whoever is connected to it, and sends all of them away, so that they connect
 * anew and find it. `pace`: milliseconds of the clock in a second. `ids`: whether `gen_random_uuid()` answers by counting.
 */
export async function replaceClock(
  databaseUrl: string,
  { pace = usualPace, ids = false }: { pace?: number; ids?: boolean } = {},
): Promise<DatabaseClock> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`
    create schema fake;
    create table fake.clock (ahead interval not null, since timestamptz not null, pace float8 not null);
    insert into fake.clock values ('0', pg_catalog.now(), ${pace / 1000});
    create function fake.now() returns timestamptz stable language sql as
      'select since + (pg_catalog.now() - since) * pace + ahead from fake.clock';
    create function fake.clock_timestamp() returns timestamptz volatile language sql as
      'select since + (pg_catalog.clock_timestamp() - since) * pace + ahead from fake.clock';
    create sequence fake.ids;
    ${ids ? countedIds : ''}
    grant usage on schema fake to public;
    grant select on fake.clock to public;
    grant usage on sequence fake.ids to public`);
  await client.query(defaults);
  await client.query(
    `do $$ begin execute format('alter database %I set search_path = fake, pg_catalog, public', current_database()); end $$`,
  );
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  return {
    setAhead: async (interval) => {
      await client.query('update fake.clock set ahead = $1::interval', [interval]);
    },
    close: () => client.end(),
  };
}

/** What a column is by itself was settled when its table was made. */
const defaults = `
  do $$ declare found record; begin
    for found in
      select a.attrelid::regclass as of, a.attname as name from pg_attrdef d
      join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where pg_get_expr(d.adbin, d.adrelid) = 'now()'
    loop
      execute format('alter table %s alter column %I set default fake.now()', found.of, found.name);
    end loop;
  end $$`;

const countedIds = `
  create function fake.gen_random_uuid() returns uuid volatile language sql as
    $$select overlay(overlay(md5(nextval('fake.ids')::text) placing '4' from 13) placing '8' from 17)::uuid$$;`;
