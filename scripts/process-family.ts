import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process as `ps` lists it. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly startedAt: string;
  readonly command: string;
}

const line = /^\s*(\d+)\s+(\d+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/;

function loadProcesses(): readonly Process[] {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,lstart=,args='], { encoding: 'utf8' });
  return listed
    .trim()
    .split('\n')
    .map((text) => {
      const [, pid = '', parent = '', startedAt = '', command = ''] = line.exec(text) ?? [];
      return { pid: Number(pid), parent: Number(parent), startedAt, command };
    });
}

/** A process and all that it has started, directly or not. */
export function familyOf(pid: number): readonly Process[] {
  const all = loadProcesses();
  const family = all.filter((one) => one.pid === pid);
  for (const member of family) family.push(...all.filter(({ parent }) => parent === member.pid));
  return family;
}

/** Those of a family that are still there. A process that has gone may have left its number to another one. */
export function leftOf(family: readonly Process[]): readonly Process[] {
  const now = new Map(loadProcesses().map(({ pid, startedAt }) => [pid, startedAt]));
  return family.filter(({ pid, startedAt }) => now.get(pid) === startedAt);
}

/** Looks again and again, for as long as a busy machine may take. */
export async function eventually(what: () => string, look: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    if (look()) return;
    await sleep(100);
  }
  throw new Error(`It did not come to be: ${what()}`);
}
