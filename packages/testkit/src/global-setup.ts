import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedDatabase } from '@tieline/embedded-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

/** The address of a PostgreSQL on which databases may be made; one is started where it is not set. */
const variable = 'TIELINE_TEST_DATABASE_URL';

/** One real PostgreSQL for the whole run, on a folder of its own that goes with it. Every server gets a database in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env[variable];
  if (given !== undefined) {
    project.provide('databaseUrl', given);
    return async () => undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), 'tieline-test-'));
  const database = await openEmbeddedDatabase({
    folder,
    log: (level, text) => level === 'error' && console.error(text),
  });
  project.provide('databaseUrl', database.url);
  // Several projects of Vitest need a database: those that are set up after this one take the same.
  process.env[variable] = database.url;
  return async () => {
    delete process.env[variable];
    await database.close();
    await rm(folder, { recursive: true, force: true });
    if (database.folder !== folder) await rm(database.folder, { recursive: true, force: true });
  };
}
