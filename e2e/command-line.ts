import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `npm start` as an operator runs it, with the demo companies, on a folder and a port of its own. */
export interface CommandLine {
  /**
   * Starts the server, the second time on the port of the first; answers when it says that it runs. `crashPoint`: where
   * it kills itself.
   */
  start(crashPoint?: string): Promise<string>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Stops the server and the database, also one that a killed server left behind, and deletes the folder. */
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** `onFolder`: told of the folder before anything is in it; it answers how what it did there is undone. */
export async function openCommandLine(
  onFolder: (folder: string) => () => void = () => () => undefined,
): Promise<CommandLine> {
  const folder = await mkdtemp(join(tmpdir(), 'tieline-e2e-'));
  // PostgreSQL does not run as root: the user that does run it has to get in.
  await chmod(folder, 0o711);
  const undo = onFolder(folder);
  let server: ChildProcess | null = null;
  let port = '0';
  const start = async (crashPoint = '') => {
    const started = spawnServer(folder, port, crashPoint);
    server = started;
    const url = await addressOf(started);
    port = new URL(url).port;
    return url;
  };
  const end = async (signal: NodeJS.Signals) => {
    const ending = server;
    server = null;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, 'exit');
    ending.kill(signal);
    await gone;
  };
  return {
    start,
    kill: () => end('SIGKILL'),
    close: async () => {
      if (!server && port !== '0') await start();
      await end('SIGTERM');
      undo();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function spawnServer(folder: string, port: string, crashPoint: string): ChildProcess {
  return spawn(process.execPath, ['scripts/tieline.mjs', 'start'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: port,
      HOST: '127.0.0.1',
      DATABASE_URL: '',
      TIELINE_DATA: folder,
      TIELINE_CRASH_POINT: crashPoint,
      TIELINE_DEMO: 'on',
      TIELINE_LOG: 'warn',
      TIELINE_PUBLIC_URL: '',
      TIELINE_GRACE_SECONDS: '30',
    },
  });
}

/** Reads until the server tells its address; what it says instead of that is the fault. */
function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /running at (http:\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    };
    server.stdout?.on('data', listen);
    server.stderr?.on('data', listen);
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${said}`)));
  });
}
