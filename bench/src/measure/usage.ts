import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all its children have used so far. */
export interface Usage {
  /** Milliseconds of user and system time; children that have ended are counted. */
  readonly cpuMs: number;
  /** Kilobytes of RAM. Pages that several processes share (the buffers of PostgreSQL) are counted once. */
  readonly memoryKb: number;
}

/** Linux counts CPU time in hundredths of a second for user space, on every architecture. */
const msPerTick = 10;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

export function readUsage(root: number): Usage {
  const family = familyOf(root);
  const ticks = family.reduce((sum, stat) => sum + stat.ticks, 0);
  const memoryKb = family.reduce((sum, stat) => sum + readMemoryKb(stat.pid), 0);
  return { cpuMs: ticks * msPerTick, memoryKb };
}

/** Milliseconds that all cores of the machine have spent on anything so far, whoever asked for it. */
export function readBusyMs(): number {
  const line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '';
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softly = 0] = line
    .split(/ +/)
    .slice(1)
    .map(Number);
  return (user + nice + system + interrupts + softly) * msPerTick;
}

/** RAM of one process as `ps` shows it: resident set size, in kilobytes. */
export function readResidentKb(pid: number): number {
  return field(readFileSync(`/proc/${pid}/status`, 'utf8'), 'VmRSS');
}

/** The process with all its descendants. */
function familyOf(root: number): Stat[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readStat(Number(name)) : []));
  const family = all.filter((stat) => stat.pid === root);
  // Descendants are found generation by generation, as the list grows.
  for (const member of family) family.push(...all.filter((stat) => stat.parent === member.pid));
  return family;
}

function readStat(pid: number): Stat[] {
  const text = readIfThere(`/proc/${pid}/stat`);
  // The name of the program may hold spaces and brackets; what follows the last bracket does not.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [parent, ...times] = [fields[1], fields[11], fields[12], fields[13], fields[14]].map(Number);
  if (parent === undefined || Number.isNaN(parent)) return [];
  return [{ pid, parent, ticks: times.reduce((sum, ticks) => sum + ticks, 0) }];
}

function readMemoryKb(pid: number): number {
  return field(readIfThere(`/proc/${pid}/smaps_rollup`), 'Pss');
}

function field(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
}

/** A process may end between the listing and the look at it. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}
