import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findBinaries } from './binaries.ts';
import { openCluster } from './cluster.ts';
import { loadRunning } from './pid-file.ts';
import { findPlace, standInFor } from './place.ts';
import type { EmbeddedOptions } from './supervisor.ts';
import { urlOf } from './url.ts';

/**
 * The url of a database that another process owns and runs, for a command line beside a running server. The visitor
 * neither starts nor stops anything. Null where none runs.
 */
export async function findRunningDatabase({ folder, log }: EmbeddedOptions): Promise<string | null> {
  const place = await findPlace(folder, log);
  const cluster = await openCluster(place, await findBinaries(place), log);
  const port = loadRunning(cluster.data)?.port;
  return port === undefined ? null : urlOf(cluster, port);
}

/** Whether a folder has a database, without making anything. */
export function hasDatabase(folder: string): boolean {
  const asked = resolve(folder);
  if (!existsSync(asked)) return false;
  const real = realpathSync(asked);
  return [real, standInFor(real)].some((place) => existsSync(join(place, 'cluster')));
}
