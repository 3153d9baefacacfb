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

interface Process {
  readonly child: ChildProcess;
  port: number | null;
  /** Somebody asked for its end, so that nobody is surprised by it. */
  isEndExpected: boolean;
}

export function createServer(options: ServerOptions): Server {
  return new ServerProcess(options);
}

class ServerProcess implements Server {
  readonly #options: ServerOptions;
  readonly #errors: string[] = [];
  readonly #lines: string[] = [];
  readonly #watch: NodeJS.Timeout;
  #running: Process | null = null;
  #peak = 0;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#watch = setInterval(() => {
      const pid = this.#running?.child.pid;
      if (pid !== undefined) this.#peak = Math.max(this.#peak, residentBytes(pid));
    }, 100);
  }

  port(): number | null {
    return this.#running?.port ?? null;
  }

  async start(crashPoint?: string): Promise<void> {
    for (let tries = 0; tries < 10; tries += 1) {
      const started = this.#launch(crashPoint);
      const isUp = (): boolean => started.port !== null || this.#running !== started;
      const isKnown = await waitUntil(isUp, 30_000, 10);
      started.isEndExpected = crashPoint !== undefined;
      if (isKnown && this.#running === started && started.port !== null) return;
    }
    throw new Error(`The server does not start:\n${this.#lines.join('\n')}`);
  }

  async kill(): Promise<void> {
    const child = this.#expectEnd();
    if (child?.pid === undefined) return;
    const gone = once(child, 'exit');
    signal(child.pid, 'SIGKILL');
    await gone;
  }

  async stop(name: NodeJS.Signals, milliseconds: number): Promise<'ended' | 'said why' | 'silent'> {
    const pid = this.#expectEnd()?.pid;
    if (pid === undefined) return 'ended';
    signal(pid, name);
    if (await this.endsWithin(milliseconds)) return 'ended';
    const saidWhy = this.#lines.some((line) => line.includes('still stopping'));
    if (!(await this.endsWithin(30_000))) signal(pid, 'SIGKILL');
    await this.endsWithin(5000);
    return saidWhy ? 'said why' : 'silent';
  }

  endsWithin(milliseconds: number): Promise<boolean> {
    return waitUntil(() => this.#running === null, milliseconds, 5);
  }

  peakBytes(): number {
    return this.#peak;
  }

  errors(): readonly string[] {
    return this.#errors;
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    const pid = this.#expectEnd()?.pid;
    if (pid === undefined) return;
    signal(pid, 'SIGTERM');
    if (!(await this.endsWithin(10_000))) signal(pid, 'SIGKILL');
    await this.endsWithin(5000);
  }

  #expectEnd(): ChildProcess | undefined {
    if (this.#running) this.#running.isEndExpected = true;
    return this.#running?.child;
  }

  #launch(crashPoint?: string): Process {
    const { program, env } = this.#options;
    const extra = crashPoint === undefined ? {} : { TIELINE_CRASH_POINT: crashPoint };
    const child = spawn(process.execPath, ['--input-type=module', '--eval', startOf(program)], {
      env: { ...process.env, ...env, ...extra, PORT: '0', HOST: '127.0.0.1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const started: Process = { child, port: null, isEndExpected: true };
    this.#running = started;
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => this.#hear(started, line));
    child.once('exit', (code, name) => this.#onExit(started, name ?? `code ${code}`));
    return started;
  }

  #hear(started: Process, line: string): void {
    const port = listening.exec(line)?.[1];
    if (port !== undefined) started.port = Number(port);
    if (this.#lines.push(line) > 20) this.#lines.shift();
    if (/"level":(50|60)/.test(line) && this.#errors.length < 200) this.#errors.push(line.slice(0, 600));
  }

  #onExit(ended: Process, how: string): void {
    if (this.#running !== ended) return;
    this.#running = null;
    if (!ended.isEndExpected) this.#options.onDeath(`${how}: ${this.#lines.slice(-12).join('\n')}`);
  }
}
