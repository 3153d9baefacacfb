import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnOptions } from './child.ts';
import type { Account } from './child.ts';
import { isPostmasterOf } from './pid-file.ts';
import type { Log } from './place.ts';
import { decideLogLine } from './server-log.ts';
import { signal } from './signal.ts';

/** A postmaster that this process has started. */
export interface Started {
  readonly pid: number | undefined;
  /** Set once it has ended, or could not be started at all. */
  readonly ended: () => boolean;
  /** The last lines of its log. */
  readonly lines: readonly string[];
  /** Lets go of it, so that it does not keep this process alive. */
  release(): void;
}

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '128MB',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_line_prefix: '%e ',
  // What users write must not reach a log: no statement, no parameter, no detail of a failed row.
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

/** Starts PostgreSQL on the data folder; it ends by itself if another one is there already. */
export function startPostmaster(
  file: string,
  data: string,
  port: number,
  account: Account | undefined,
  log: Log,
): Started {
  const settings = Object.entries({ ...SETTINGS, port: String(port) });
  const args = ['-D', data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = spawn(file, args, { ...spawnOptions(account), stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: string[] = [];
  let ended = false;
  child.once('error', (error) => {
    lines.push(error.message);
    ended = true;
  });
  // 'close' comes after the last line has been read, 'exit' may come before it.
  child.once('close', () => (ended = true));
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (lines.length > 20) lines.shift();
      const verdict = decideLogLine(line);
      if (verdict !== undefined) log(verdict.level, `PostgreSQL: ${verdict.text}`);
    });
  }
  const release = () => {
    child.unref();
    child.stderr?.destroy();
  };
  return { pid: child.pid, ended: () => ended, lines, release };
}

const FAST_WITHIN = 20_000;
const IMMEDIATE_WITHIN = 10_000;

/** Stops a postmaster: fast shutdown, then immediate, then SIGKILL; each is durable, later ones recover at the next start. */
export async function stopPostmaster(pid: number, data: string, log: Log): Promise<void> {
  const gone = async (name: NodeJS.Signals, within: number) => {
    if (isPostmasterOf(pid, data)) signal(pid, name);
    const until = Date.now() + within;
    while (isPostmasterOf(pid, data) && Date.now() < until) await sleep(20);
    return !isPostmasterOf(pid, data);
  };
  if (await gone('SIGINT', FAST_WITHIN)) return;
  log(
    'warn',
    'PostgreSQL does not finish its shutdown; stopping it at once (it recovers at the next start).',
  );
  if (await gone('SIGQUIT', IMMEDIATE_WITHIN)) return;
  await gone('SIGKILL', IMMEDIATE_WITHIN);
}
