import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';
import { codeOf, textOf } from './faults.ts';

/** Who a program runs as; `undefined` is this process's own user. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How a program ended. `failure` is the system's code (`ENOENT`, `EACCES`) where it could not be started. */
export interface Ending {
  readonly ok: boolean;
  readonly failure: string;
  readonly stdout: string;
  readonly stderr: readonly string[];
}

/**
 * What every program of PostgreSQL is started with: a session of its own, so that Ctrl-C in the terminal
 * does not reach it, and an empty environment, so that a stray PGDATA, LD_LIBRARY_PATH or locale does not.
 */
export function spawnOptions(account: Account | undefined): SpawnOptions {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return { cwd: '/', detached: true, env, ...account };
}

/** Runs a program to its end and gives what it said; a program that cannot be started is an ending too. */
export async function run(file: string, args: readonly string[], account?: Account): Promise<Ending> {
  try {
    return await runToEnd(file, args, account);
  } catch (error) {
    return { ok: false, failure: codeOf(error) || textOf(error), stdout: '', stderr: [] };
  }
}

function runToEnd(file: string, args: readonly string[], account?: Account): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...spawnOptions(account), stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (status) => {
      const lines = stderr.split('\n').filter((line) => line !== '');
      resolve({ ok: status === 0, failure: '', stdout: stdout.trim(), stderr: lines });
    });
  });
}
