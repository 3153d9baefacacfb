import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { link, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './faults.ts';
import { isAlive } from './signal.ts';

/** What postmaster.pid tells; `port` is missing for a moment at the very start. */
export interface Running {
  readonly pid: number;
  readonly port: number | undefined;
}

/** The postmaster that runs on this data folder now, whoever started it. */
export function loadRunning(data: string): Running | undefined {
  const text = loadPidFile(data);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!isPostmasterOf(pid, data)) return undefined;
  const port = Number(lines[3]);
  return { pid, port: Number.isInteger(port) && port > 0 ? port : undefined };
}

function loadPidFile(data: string): string | undefined {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Whether that process is a living postmaster of this folder. After a reboot the id of a stale postmaster.pid may
 * belong to any program, and a copied folder brings the id of another folder's postmaster.
 */
export function isPostmasterOf(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    if (!existsSync('/proc/self/cwd')) return commandOf(pid).includes(data);
    const [, state] = /^\d+ \(postgres\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    if (state === undefined || state === 'Z' || state === 'X') return false;
    // A postmaster works in its data folder.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(codeOf(error))) return false;
    // Root in a container without CAP_SYS_PTRACE may not look; a living postgres it is.
    if (['EACCES', 'EPERM'].includes(codeOf(error))) return true;
    throw error;
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    // ps fails when there is no such process (any more).
    return '';
  }
}

/**
 * Removes a postmaster.pid whose process is another program: PostgreSQL itself only sees that the id is alive and
 * would refuse to start for ever. Renamed first and looked at again, as another starter may just have replaced it.
 */
export async function removeStalePidFile(data: string): Promise<void> {
  if (loadPidFile(data) === undefined || loadRunning(data) !== undefined) return;
  const file = join(data, 'postmaster.pid');
  const aside = `${file}.stale-${process.pid}`;
  await rename(file, aside).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
  if (!existsSync(aside)) return;
  const pid = Number(readFileSync(aside, 'utf8').split('\n')[0]);
  if (isPostmasterOf(pid, data)) await link(aside, file);
  await rm(aside, { force: true });
}
