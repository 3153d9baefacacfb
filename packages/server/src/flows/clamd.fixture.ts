import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClamdAddress } from '../files/virus-scan.ts';

/** A virus scanner, which runs from the beginning. */
export interface Clamd {
  readonly address: ClamdAddress;
  stop(): Promise<void>;
  /** Again, at the same address. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export const evilWord = 'EVIL-7f3a';
/** What a scanner calls a file with that word in it; clamd marks so whatever its makers have not signed. */
export const evilName = 'Evil.Test-1.UNOFFICIAL';

/** Speaks like clamd: reads what is sent, and finds what has a word in it. */
async function openSpeaker(): Promise<Clamd> {
  let server: Server;
  let port = 0;
  const start = async () => {
    server = createServer(answerScan);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  };
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  await start();
  return { address: { host: '127.0.0.1', port }, start, stop, close: stop };
}

function answerScan(socket: Socket): void {
  let held = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    held = Buffer.concat([held, data]);
    // A piece of no bytes ends it.
    if (!held.subarray(-4).equals(Buffer.alloc(4))) return;
    socket.end(held.includes(evilWord) ? `stream: ${evilName} FOUND\0` : 'stream: OK\0');
  });
}

const program = '/usr/sbin/clamd';

/** The clamd of this machine, with a signature of our own and no other. */
async function openInstalled(): Promise<Clamd> {
  const folder = await mkdtemp(join(tmpdir(), 'tieline-clamd-'));
  const socket = join(folder, 'clamd.sock');
  const signature = Buffer.from(evilWord).toString('hex');
  await writeFile(join(folder, 'own.ndb'), `Evil.Test-1:0:*:${signature}\n`);
  const settings = [`LocalSocket ${socket}`, `DatabaseDirectory ${folder}`, 'Foreground yes'];
  await writeFile(join(folder, 'clamd.conf'), `${settings.join('\n')}\n`);
  let clamd: ChildProcess;
  const start = async () => {
    clamd = spawn(program, ['--config-file', join(folder, 'clamd.conf')], { stdio: 'ignore' });
    while (!existsSync(socket)) {
      if (clamd.exitCode !== null) throw new Error(`clamd ended with ${clamd.exitCode}`);
      await pause(50);
    }
  };
  const stop = async () => {
    const gone = once(clamd, 'exit');
    clamd.kill();
    await gone;
    await rm(socket, { force: true });
  };
  const close = async () => {
    await stop();
    await rm(folder, { recursive: true });
  };
  await start();
  return { address: { path: socket }, start, stop, close };
}

/** Every scanner that there is on this machine. */
export const scanners: readonly (readonly [name: string, open: () => Promise<Clamd>])[] = [
  ['that speaks like clamd', openSpeaker],
  ...(existsSync(program) ? [['that is clamd', openInstalled] as const] : []),
];
