import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a server may take; its database is one of its children. */
export interface Confinement {
  /** Open descriptors of each process. */
  readonly descriptors: number;
  /** Of all processes together, the pages of files that they read included. The kernel ends what needs more. */
  readonly memoryMb: number;
}

/** A control group that is made for one server. */
export interface Confined {
  /** `args` as they have to be started to be confined. */
  command(args: readonly string[]): readonly [string, ...string[]];
  /** The most memory that was taken at any time, in megabytes. */
  peakMb(): number;
  /** How often the kernel had to take pages back, as no more were left. */
  pressed(): number;
  release(): Promise<void>;
}

interface Files {
  readonly folder: string;
  readonly limit: string;
  readonly withSwap: string;
  /** What is written there: the same limit, or that there is no swap at all. */
  readonly swap: (bytes: number) => string;
  readonly peak: string;
  readonly pressed: (folder: string) => number;
}

const root = '/sys/fs/cgroup';
const numberIn = (path: string): number => Number(readFileSync(path, 'utf8'));

const versions: readonly Files[] = [
  {
    folder: `${root}/memory`,
    limit: 'memory.limit_in_bytes',
    withSwap: 'memory.memsw.limit_in_bytes',
    swap: String,
    peak: 'memory.max_usage_in_bytes',
    pressed: (folder) => numberIn(`${folder}/memory.failcnt`),
  },
  {
    folder: root,
    limit: 'memory.max',
    withSwap: 'memory.swap.max',
    swap: () => '0',
    peak: 'memory.peak',
    pressed: (folder) => Number(/^max (\d+)$/m.exec(readFileSync(`${folder}/memory.events`, 'utf8'))?.[1]),
  },
];

/** @throws Error where this account may not make a control group, or the system has none. */
export function confine({ descriptors, memoryMb }: Confinement): Confined {
  const files = versions.find(({ folder }) => existsSync(folder));
  if (!files) throw new Error('This system has no control groups, which a small server needs');
  const folder = `${files.folder}/tieline-bench-${process.pid}`;
  const bytes = memoryMb * 1024 * 1024;
  mkdirSync(folder);
  writeFileSync(`${folder}/${files.limit}`, String(bytes));
  if (existsSync(`${folder}/${files.withSwap}`))
    writeFileSync(`${folder}/${files.withSwap}`, files.swap(bytes));
  return {
    // The shell puts itself in, and becomes the server.
    command: (args) => [
      'sh',
      '-c',
      'echo $$ > "$0" && exec "$@"',
      `${folder}/cgroup.procs`,
      'prlimit',
      `--nofile=${descriptors}:${descriptors}`,
      ...args,
    ],
    peakMb: () => numberIn(`${folder}/${files.peak}`) / 1024 ** 2,
    pressed: () => files.pressed(folder),
    release: () => remove(folder),
  };
}

/** What has just ended may still be in it. */
async function remove(folder: string): Promise<void> {
  for (let tries = 0; ; tries += 1)
    try {
      return rmdirSync(folder);
    } catch (error) {
      if (tries === 50) throw error;
      await sleep(100);
    }
}
