import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What the system tells of a process; '' of one that is gone. Linux only, like the signals that this is for. */
function lookAt(pid: number, what: 'stat' | 'status' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return '';
  }
}

/** The process ids of the children that run now. */
export function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && Number(statOf(pid)[1]) === parent);
}

/** State and parent: what stands behind the name, which may hold anything. */
function statOf(pid: number): string[] {
  const text = lookAt(pid, 'stat');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Whether a process of this id is there and not just waiting to be buried. */
export function isRunning(pid: number): boolean {
  return !['', 'Z', 'X'].includes(statOf(pid)[0] ?? '');
}

/** Whether SIGSTOP has taken hold. */
export const isStopped = (pid: number): boolean => statOf(pid)[0] === 'T';

/** Resident memory in bytes; 0 of a process that is gone. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(lookAt(pid, 'status'))?.[1] ?? 0) * 1024;
}

/** The program and the arguments that a process was started with. */
export function programOf(pid: number): { readonly file: string; readonly args: readonly string[] } {
  const args = lookAt(pid, 'cmdline').split('\0').slice(1, -1);
  return { file: readlinkSync(`/proc/${pid}/exe`), args };
}

/** Sends a signal; to a process that has just ended there is nothing to send. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
