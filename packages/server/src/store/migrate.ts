import { Kysely, type Migration, Migrator, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import { foundation } from './migrations/0001-foundation.ts';
import { files } from './migrations/0002-files.ts';
import { messageLength } from './migrations/0003-message-length.ts';
import { options } from './migrations/0004-options.ts';
import { refusals } from './migrations/0005-refusals.ts';
import { rosterSearch } from './migrations/0006-roster-search.ts';
import { composedNames } from './migrations/0007-composed-names.ts';
import { unheard } from './migrations/0008-unheard.ts';
import { copies } from './migrations/0009-copies.ts';
import { receiptsSince } from './migrations/0010-receipts-since.ts';
import { givenHash } from './migrations/0011-given-hash.ts';
import { members } from './migrations/0012-members.ts';
import { interactionGroups } from './migrations/0013-interaction-groups.ts';
import { revisions } from './migrations/0014-revisions.ts';
import { statusIntervals } from './migrations/0015-status-intervals.ts';
import { personOrigin } from './migrations/0016-person-origin.ts';
import { interactionRevisions } from './migrations/0017-interaction-revisions.ts';
import { seatRevisions } from './migrations/0018-seat-revisions.ts';
import { membersOfMany } from './migrations/0019-members-of-many.ts';

/** SQL, or what takes more than SQL. */
type Step = string | ((db: Kysely<unknown>) => Promise<void>);

/** Forward only; the number orders them. What has been released is never edited. */
const migrations: Record<string, Step> = {
  '0001-foundation': foundation,
  '0002-files': files,
  '0003-message-length': messageLength,
  '0004-options': options,
  '0005-refusals': refusals,
  '0006-roster-search': rosterSearch,
  '0007-composed-names': composedNames,
  '0008-unheard': unheard,
  '0009-copies': copies,
  '0010-receipts-since': receiptsSince,
  '0011-given-hash': givenHash,
  '0012-members': members,
  '0013-interaction-groups': interactionGroups,
  '0014-revisions': revisions,
  '0015-status-intervals': statusIntervals,
  '0016-person-origin': personOrigin,
  '0017-interaction-revisions': interactionRevisions,
  '0018-seat-revisions': seatRevisions,
  '0019-members-of-many': membersOfMany,
};

function asMigration(step: Step): Migration {
  return { up: typeof step === 'string' ? async (db) => void (await sql.raw(step).execute(db)) : step };
}

/** The role that the server acts as. A superuser passes row-level security by; this role does not. */
export const serverRole = 'tieline_server';

const ensureServerRole = /* sql */ `
do $$
begin
  if (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) then
    if not exists (select from pg_roles where rolname = '${serverRole}') then
      begin
        create role ${serverRole} nologin;
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    execute format('grant usage on schema %I to ${serverRole}', current_schema());
    execute format('grant select, insert, update, delete on all tables in schema %I to ${serverRole}', current_schema());
    execute 'grant ${serverRole} to ' || quote_ident(current_user);
  end if;
end $$`;

/**
 * Brings the database to the newest schema. Several starters at once are safe: the migrator holds a lock,
 * and whoever waited finds nothing left to do.
 */
export async function writeSchema(pool: pg.Pool): Promise<readonly string[]> {
  const { error, results } = await migratorOf(pool).migrateToLatest();
  if (error) throw error;
  await pool.query(ensureServerRole);
  return (results ?? []).map((result) => result.migrationName);
}

/** Whether every migration of this version was made; nothing is changed. */
export async function isSchemaCurrent(pool: pg.Pool): Promise<boolean> {
  const known = await migratorOf(pool).getMigrations();
  return known.every(({ executedAt }) => executedAt !== undefined);
}

/** What is known of migrations, and which of them the database has. */
export function migratorOf(pool: pg.Pool): Migrator {
  return new Migrator({
    db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool: borrowed(pool) }) }),
    provider: {
      getMigrations: async () =>
        Object.fromEntries(Object.entries(migrations).map(([name, text]) => [name, asMigration(text)])),
    },
  });
}

/** The pool for Kysely, which would end it when it is done. */
function borrowed(pool: pg.Pool): { connect: () => Promise<pg.PoolClient>; end: () => Promise<void> } {
  return { connect: () => pool.connect(), end: async () => undefined };
}
