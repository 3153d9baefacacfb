import { existsSync, readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { codeOf } from './faults.ts';
import { signal } from './signal.ts';

/**
 * Ends the backends that outlive a killed postmaster, busy with a query that would keep the folder blocked until
 * it is done. Nothing they do can be committed for anybody any more; the recovery at the next start is the same.
 * Where the system shows no /proc, they are waited for.
 */
export function endLeftBehind(data: string): void {
  if (!existsSync('/proc/self/cwd')) return;
  const folder = realpathSync(data);
  const here = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && lookAt(pid, 'cwd') === folder);
  const living = new Set(here);
  for (const pid of here) {
    // A backend has written "postgres: " over its command line; the child of a living postmaster is none of ours.
    if (!lookAt(pid, 'cmdline').startsWith('postgres: ')) continue;
    const parent = Number(/^PPid:\s+(\d+)$/m.exec(lookAt(pid, 'status'))?.[1]);
    if (!living.has(parent)) signal(pid, 'SIGKILL');
  }
}

/** What /proc tells of a process; '' of one that is gone or is not ours to look at. */
function lookAt(pid: number, what: 'cwd' | 'cmdline' | 'status'): string {
  const path = `/proc/${pid}/${what}`;
  try {
    return what === 'cwd' ? readlinkSync(path) : readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(codeOf(error))) return '';
    throw error;
  }
}
