import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, endChild, isAlive, runChild, startChild } from '../programs/children.ts';
import { freePort } from '../programs/free-port.ts';
import { programFile } from '../programs/program.ts';
import { showComplaints } from './complaints.ts';
import type { Confined } from './confinement.ts';

/** A server as its operators run it: the built program in a process of its own. */
export interface TielineServer {
  readonly pid: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** From the start of the process until it was ready. */
  readonly startMs: number;
  close(): Promise<void>;
}

const readyWithinMs = 60_000;

/** No limits by session, company or address: the clients of the benchmark are fewer and busier than people are. */
const settings = {
  TIELINE_DEMO: 'off',
  TIELINE_LOG: 'warn',
  TIELINE_SESSION_RATE: '0',
  TIELINE_COMPANY_RATE: '0',
  TIELINE_LOG_IN_RATE: '0',
};

/** As `npm start` starts it. */
const nodeFlags = ['--max-semi-space-size=32'];

/** Starts the server on a database that is given, or on the embedded one of a data folder; `confined`: within limits. */
export async function startTieline(
  database: { readonly DATABASE_URL: string } | { readonly TIELINE_DATA: string },
  confined: Pick<Confined, 'command'> = { command: ([file = '', ...args]) => [file, ...args] },
): Promise<TielineServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const [file, ...args] = confined.command([process.execPath, ...nodeFlags, programFile('tieline'), 'start']);
  const child = await startChild(file, args, {
    env: { ...cleanEnvironment(), ...settings, ...database, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaints = showComplaints(child.stderr);
  await untilReady(url, child).catch(async (error: unknown) => {
    await endChild(child);
    throw error;
  });
  const startMs = performance.now() - began;
  const close = (): Promise<void> => {
    // While it is closed, clients are cut off as well, and it may wonder about that.
    complaints.end();
    return endChild(child, 30_000);
  };
  return { pid: child.pid, url, startMs, close };
}

/** Runs another command of the program to its end. */
export function runTieline(databaseUrl: string, ...args: readonly string[]): Promise<void> {
  return runChild(process.execPath, [programFile('tieline'), ...args], {
    env: { ...cleanEnvironment(), DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Builds what is not built, as `npm start` does. */
export function buildTieline(): Promise<void> {
  return runChild(process.execPath, ['scripts/build.mjs', 'server', 'web'], { stdio: 'inherit' });
}

/** What somebody has set for their own Tieline is no setting of the benchmark's. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = /^(TIELINE_|DATABASE_URL$|PORT$|HOST$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

async function untilReady(url: string, child: Child): Promise<void> {
  const until = performance.now() + readyWithinMs;
  while (performance.now() < until) {
    if (!isAlive(child)) throw new Error('The server ended while it was starting');
    if (await isReady(url)) return;
    await sleep(5);
  }
  throw new Error(`The server was not ready within ${readyWithinMs / 1000} s`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`);
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    // Nothing listens yet.
    return false;
  }
}
