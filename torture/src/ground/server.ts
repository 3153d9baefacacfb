import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { waitUntil } from './patience.ts';
import { residentBytes, signal } from './processes.ts';

/** The built server as a process of its own, on the database of the harness. */
export interface Server {
  /** Where it listens now; null while it is down. */
  port(): number | null;
  /** Starts it, `crashPoint` such as `after-commit:20` being where it will kill itself; resolves when it listens. */
  start(crashPoint?: string): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Tells it to end: whether it has within `milliseconds`, or has said what holds it. What is left much later is killed. */
  stop(signal: NodeJS.Signals, milliseconds: number): Promise<'ended' | 'said why' | 'silent'>;
  /** Whether it has ended by itself within `milliseconds`. */
  endsWithin(milliseconds: number): Promise<boolean>;
  /** The most resident memory that was seen, in bytes. */
  peakBytes(): number;
  /** Lines of its log at level error. */
  errors(): readonly string[];
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  /** It ended and nobody had asked for it; what it said last comes with it. */
  readonly onDeath: (how: string) => void;
}

const listening = /running at http:\/\/[^:]+:(\d+)/;

/** What is built exports its command line; started this way it builds nothing first. */
const startOf = (program: string): string =>
  `process.exitCode = await (await import(${JSON.stringify(pathToFileURL(program).href)})).main(['start']);`;

export function createServer({ program, env, onDeath }: ServerOptions): Server {
  let child: ChildProcess | null = null;
  let port: number | null = null;
  let armed = false;
  let peak = 0;
  const errors: string[] = [];
  const lines: string[] = [];
  const watch = setInterval(() => {
    if (child?.pid !== undefined) peak = Math.max(peak, residentBytes(child.pid));
  }, 100);

  function hear(line: string): void {
    const found = listening.exec(line)?.[1];
    if (found !== undefined) port = Number(found);
    if (lines.push(line) > 20) lines.shift();
    if (/"level":(50|60)/.test(line) && errors.length < 200) errors.push(line.slice(0, 600));
  }

  function launch(crashPoint?: string): ChildProcess {
    const extra = crashPoint === undefined ? {} : { TIELINE_CRASH_POINT: crashPoint };
    const started = spawn(process.execPath, ['--input-type=module', '--eval', startOf(program)], {
      env: { ...process.env, ...env, ...extra, PORT: '0', HOST: '127.0.0.1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [started.stdout, started.stderr])
      createInterface({ input: stream }).on('line', hear);
    started.once('exit', (code, name) => {
      if (child !== started) return;
      child = null;
      port = null;
      if (!armed) onDeath(`${name ?? `code ${code}`}: ${lines.slice(-12).join('\n')}`);
    });
    return started;
  }

  return {
    port: () => port,
    start: async (crashPoint) => {
      for (let tries = 0; tries < 10; tries += 1) {
        armed = true;
        child = launch(crashPoint);
        const up = await waitUntil(() => port !== null || child === null, 30_000, 10);
        armed = crashPoint !== undefined;
        if (up && port !== null) return;
      }
      throw new Error(`The server does not start:\n${lines.join('\n')}`);
    },
    kill: async () => {
      const victim = child;
      if (victim?.pid === undefined) return;
      armed = true;
      const gone = once(victim, 'exit');
      signal(victim.pid, 'SIGKILL');
      await gone;
    },
    stop: async (name, milliseconds) => {
      const victim = child;
      if (victim?.pid === undefined) return 'ended';
      armed = true;
      signal(victim.pid, name);
      if (await waitUntil(() => child === null, milliseconds, 5)) return 'ended';
      const saidWhy = lines.some((line) => line.includes('still stopping'));
      if (!(await waitUntil(() => child === null, 30_000, 5))) signal(victim.pid, 'SIGKILL');
      await waitUntil(() => child === null, 5000, 5);
      return saidWhy ? 'said why' : 'silent';
    },
    endsWithin: (milliseconds) => waitUntil(() => child === null, milliseconds, 5),
    peakBytes: () => peak,
    errors: () => errors,
    close: async () => {
      clearInterval(watch);
      const victim = child;
      if (victim?.pid === undefined) return;
      armed = true;
      signal(victim.pid, 'SIGTERM');
      if (!(await waitUntil(() => child === null, 10_000))) signal(victim.pid, 'SIGKILL');
      await waitUntil(() => child === null, 5000);
    },
  };
}
