import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseFault } from './database-fault.ts';
import { writeOwner } from './account.ts';
import type { Binaries } from './binaries.ts';
import { run } from './child.ts';
import { codeOf, diskFullFault, folderFault, lastWord, saysDiskFull } from './faults.ts';
import type { Log, Place } from './place.ts';
import { writeScratch } from './scratch.ts';

/** A cluster that initdb has finished, with the keys to it. */
export interface Cluster {
  readonly data: string;
  readonly passwords: Passwords;
}

/** `supervisor` is the superuser's, for this folder's code alone; `application` goes into the url. */
export interface Passwords {
  readonly supervisor: string;
  readonly application: string;
}

/** The superuser that initdb makes; the application never gets to use it, as row-level security does not bind it. */
export const SUPERVISOR = 'postgres';

const CONTROL_FILE = 'data/global/pg_control';

/** Opens the cluster of the place, made on the first start. Faults: not readable, another major version, damaged. */
export async function openCluster(place: Place, binaries: Binaries, log: Log): Promise<Cluster> {
  const cluster = join(place.folder, 'cluster');
  try {
    if (!(await isComplete(cluster))) {
      await moveAside(cluster, place, log);
      await initialise(cluster, place, binaries, log);
    }
    await requireMajor(cluster, place, binaries);
    return { data: join(cluster, 'data'), passwords: await loadPasswords(cluster) };
  } catch (error) {
    throw folderFault(place.asked, error);
  }
}

/** The rename of a finished cluster brings all of these at once. */
async function isComplete(cluster: string): Promise<boolean> {
  const parts = ['passwords.json', 'data/PG_VERSION', CONTROL_FILE];
  const found = await Promise.all(parts.map((part) => exists(join(cluster, part))));
  return found.every(Boolean);
}

/** False only where there is nothing; what we may not look at is a fault, not a reason to begin anew. */
async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return false;
    throw error;
  }
}

/** A folder without a control file never held data; it is put aside all the same. One with it is not touched. */
async function moveAside(cluster: string, place: Place, log: Log): Promise<void> {
  if (!(await exists(cluster)) || (await isComplete(cluster))) return;
  if (await exists(join(cluster, CONTROL_FILE))) {
    throw new DatabaseFault(
      `The database in ${cluster} is damaged (files are missing): restore it from a backup.`,
    );
  }
  const aside = `${cluster}.unfinished-${randomBytes(4).toString('hex')}`;
  await rename(cluster, aside);
  log(
    'warn',
    `The database in ${place.folder} was never finished; it was moved to ${aside} and is made anew.`,
  );
}

async function initialise(cluster: string, place: Place, binaries: Binaries, log: Log): Promise<void> {
  log('info', `Creating the database in ${place.folder}.`);
  const scratch = await writeScratch(cluster, 0o700);
  try {
    await fill(scratch, place, binaries);
    await rename(scratch, cluster);
    await syncFolder(place.folder);
  } catch (error) {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
    // Another starter finished first: its cluster is the one.
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
  }
}

async function fill(scratch: string, place: Place, binaries: Binaries): Promise<void> {
  const passwords: Passwords = { supervisor: newPassword(), application: newPassword() };
  const pwfile = join(scratch, 'initial');
  await mkdir(join(scratch, 'data'), { mode: 0o700 });
  await writeSecret(join(scratch, 'passwords.json'), JSON.stringify(passwords));
  await writeSecret(pwfile, passwords.supervisor);
  if (place.account !== undefined) await writeOwner(scratch, place.account);
  await initdb(scratch, pwfile, place, binaries);
  await rm(pwfile);
  await syncFolder(scratch);
}

async function initdb(scratch: string, pwfile: string, place: Place, binaries: Binaries): Promise<void> {
  const identity = [`--username=${SUPERVISOR}`, `--pwfile=${pwfile}`, '--auth=scram-sha-256'];
  // The built-in C.UTF-8 sorts alike on every machine and, unlike C, knows the letters beyond ASCII.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const args = [`--pgdata=${join(scratch, 'data')}`, '--no-instructions', ...identity, ...locale];
  const ended = await run(binaries.initdb, args, place.account);
  if (ended.ok) return;
  if (saysDiskFull(ended.stderr)) throw diskFullFault(place.asked);
  const why = ended.failure || lastWord(ended.stderr);
  throw new DatabaseFault(`The database in ${place.folder} could not be created: ${why}.`);
}

async function requireMajor(cluster: string, place: Place, binaries: Binaries): Promise<void> {
  const found = (await readFile(join(cluster, 'data/PG_VERSION'), 'utf8')).trim();
  if (found === binaries.major) return;
  throw new DatabaseFault(
    `The database in ${place.folder} was made by PostgreSQL ${found} and cannot be opened by ` +
      `PostgreSQL ${binaries.major}: start it with the release that made it, and move its data by a backup.`,
  );
}

async function loadPasswords(cluster: string): Promise<Passwords> {
  const file = join(cluster, 'passwords.json');
  const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
  const given = (name: 'supervisor' | 'application'): string => {
    const value: unknown =
      typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, name) : undefined;
    if (typeof value === 'string' && value !== '') return value;
    throw new DatabaseFault(`The file ${file} is damaged: restore it from a backup.`);
  };
  return { supervisor: given('supervisor'), application: given('application') };
}

/** 192 random bits, in letters that need no escape in a url. */
function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

async function writeSecret(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await chmod(path, 0o600);
    await file.writeFile(`${text}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
