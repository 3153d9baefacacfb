import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../measure/percentiles.ts';
import type { Postgres } from '../tieline/database.ts';
import { startTieline } from '../tieline/server.ts';

/** From the start of the process until `/readyz` answers 200, in milliseconds, each start a round. */
export interface StartFigures {
  /** With the PostgreSQL that it brings along, on a data folder that is there. */
  readonly embeddedMs: readonly number[];
  /** With one that runs already. */
  readonly externalMs: readonly number[];
  readonly medianEmbeddedMs: number;
  readonly medianExternalMs: number;
}

export async function measureStarts(postgres: Postgres, starts: number): Promise<StartFigures> {
  const embeddedMs = await withDataFolder((folder) => startOften({ TIELINE_DATA: folder }, starts));
  const databaseUrl = await postgres.createDatabase();
  const externalMs = await startOften({ DATABASE_URL: databaseUrl }, starts);
  await postgres.dropDatabase(databaseUrl);
  return {
    embeddedMs,
    externalMs,
    medianEmbeddedMs: median(embeddedMs),
    medianExternalMs: median(externalMs),
  };
}

/** The first start makes the database; those after it are measured. */
async function startOften(database: Parameters<typeof startTieline>[0], starts: number): Promise<number[]> {
  const times: number[] = [];
  for (let start = -1; start < starts; start += 1) {
    const server = await startTieline(database);
    await server.close();
    if (start >= 0) times.push(server.startMs);
  }
  return times;
}

async function withDataFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'tieline-bench-start-'));
  // As root, PostgreSQL runs under another account, which has to get in.
  await chmod(folder, 0o711);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
