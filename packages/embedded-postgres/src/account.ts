import { lstat, lchown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseFault } from './database-fault.ts';
import { run } from './child.ts';
import type { Account } from './child.ts';
import { lastWord } from './faults.ts';

/** PostgreSQL refuses to run as root, so that root has to lend it another account. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The account `postgres` (macOS: `_postgres`) for a start as root; it is created where the system has none. */
export async function writePostgresAccount(): Promise<Account> {
  const known = (await loadAccount('postgres')) ?? (await loadAccount('_postgres'));
  if (known !== undefined) return known;
  await run('groupadd', ['--system', 'postgres']);
  const user = [
    '--system',
    '-g',
    'postgres',
    '-M',
    '-d',
    '/nonexistent',
    '-s',
    '/usr/sbin/nologin',
    'postgres',
  ];
  const made = await run('useradd', user);
  const created = await loadAccount('postgres');
  if (created !== undefined) return created;
  const why = made.failure || lastWord(made.stderr);
  throw new DatabaseFault(
    `PostgreSQL does not run as root and no user "postgres" could be created (${why}): ` +
      'create one, or start Tieline as an ordinary user.',
  );
}

async function loadAccount(name: string): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
  return uid.ok && gid.ok ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

/** Whether the account can enter the folder: asked of the system itself, so that ACLs and mounts count. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  const asked = await run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], account);
  return asked.ok;
}

/** Hands a folder and all in it to the account. Links are handed over themselves, never followed. */
export async function writeOwner(path: string, account: Account): Promise<void> {
  await lchown(path, account.uid, account.gid);
  if (!(await lstat(path)).isDirectory()) return;
  for (const name of await readdir(path)) await writeOwner(join(path, name), account);
}
