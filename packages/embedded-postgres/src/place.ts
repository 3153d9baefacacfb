import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DatabaseFault } from './database-fault.ts';
import { canEnter, isRoot, writeOwner, writePostgresAccount } from './account.ts';
import type { Account } from './child.ts';
import { codeOf, folderFault } from './faults.ts';

/** Tells the operator; a text is one line. */
export type Log = (level: 'info' | 'warn' | 'error', text: string) => void;

/** Where the database lives and who runs it. */
export interface Place {
  /** The folder asked for, absolute; what faults name. */
  readonly asked: string;
  /** The folder really used: the one asked for, or its stand-in below `home`. */
  readonly folder: string;
  /** Who runs PostgreSQL: `undefined` is ourselves. */
  readonly account: Account | undefined;
  /** Where a copy of the programs goes when those in node_modules cannot be used. */
  readonly home: string;
}

/** Where root keeps what the account `postgres` could not reach elsewhere. */
export const SYSTEM_HOME = '/var/lib/tieline';

/**
 * Finds the place of the database. As root it is the folder asked for if the account that runs PostgreSQL can
 * enter it, else a stand-in under `systemHome` that is derived from its path and so found again at every start.
 */
export async function findPlace(requested: string, log: Log, systemHome = SYSTEM_HOME): Promise<Place> {
  const asked = await writeFolder(resolve(requested));
  if (!isRoot()) return { asked, folder: asked, account: undefined, home: asked };
  const standIn = standInFor(asked, systemHome);
  const found =
    (await existingPlace(asked, asked, systemHome)) ?? (await existingPlace(asked, standIn, systemHome));
  const place = found ?? (await freshPlace(asked, standIn, systemHome));
  if (place.folder === standIn) {
    log(
      'info',
      `The data folder ${asked} is out of reach for the user that runs PostgreSQL; using ${standIn}.`,
    );
  }
  return place;
}

/** What root takes instead of a folder that PostgreSQL cannot reach. */
export function standInFor(asked: string, systemHome = SYSTEM_HOME): string {
  return join(systemHome, createHash('sha256').update(asked).digest('hex').slice(0, 16));
}

/** The place of a cluster that exists already, so that no change of permissions makes data seem lost. */
async function existingPlace(asked: string, folder: string, home: string): Promise<Place | undefined> {
  const cluster = join(folder, 'cluster');
  if (!existsSync(cluster)) return undefined;
  const owner = await stat(cluster);
  const account = owner.uid === 0 ? await writePostgresAccount() : { uid: owner.uid, gid: owner.gid };
  if (!(await canEnter(account, folder))) {
    throw new DatabaseFault(
      `The database in ${folder} cannot be reached by the user that runs PostgreSQL (uid ${account.uid}): ` +
        'give others the right to enter (chmod o+x) on that folder and on every folder above it.',
    );
  }
  if (owner.uid === 0) await writeOwner(cluster, account);
  return { asked, folder, account, home };
}

async function freshPlace(asked: string, standIn: string, home: string): Promise<Place> {
  const account = await writePostgresAccount();
  if (await canEnter(account, asked)) return { asked, folder: asked, account, home };
  const folder = await writeFolder(standIn);
  if (await canEnter(account, folder)) return { asked, folder, account, home };
  throw new DatabaseFault(
    `PostgreSQL does not run as root, and root cannot hand it to another user here (uid ${account.uid}, ${folder}): ` +
      'start Tieline as an ordinary user.',
  );
}

/** Makes a folder, with those above it; as root those made may be entered (not listed) by others, whatever the umask. */
export async function writeFolder(folder: string): Promise<string> {
  try {
    await writeFolders(folder);
    return await realpath(folder);
  } catch (error) {
    throw folderFault(folder, error);
  }
}

/** One by one, as a recursive mkdir hides a read-only file system behind "does not exist". */
async function writeFolders(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  await writeFolders(dirname(folder));
  try {
    await mkdir(folder, { mode: 0o700 });
    if (isRoot()) await chmod(folder, 0o711);
  } catch (error) {
    // Another starter may make it at the same time.
    if (codeOf(error) !== 'EEXIST' || !(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
