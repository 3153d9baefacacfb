import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openAccess } from '../access.ts';
import { createChance } from '../chance.ts';
import { canTurnClocks, clockEnvironment, writeClock } from './clock.ts';
import { createJournal } from '../journal.ts';
import type { Ground } from '../stage.ts';
import type { DatabaseOptions } from './cluster.ts';
import { openDatabase } from './database.ts';
import { createProxy } from './proxy.ts';
import { createServer } from './server.ts';
import { openSmallDisk } from './small-disk.ts';

export interface GroundOptions {
  readonly seed: number;
  /** The built server. */
  readonly server: string;
  readonly synchronousCommit: DatabaseOptions['synchronousCommit'];
}

export interface OpenGround extends Ground {
  close(): Promise<void>;
}

/** Short times, so that a run sees many of them. The limits are those of everybody: hostile clients are among the others. */
const settings = {
  TIELINE_LOG: 'warn',
  TIELINE_DEMO: 'off',
  TIELINE_GRACE_SECONDS: '3',
  TIELINE_HEARTBEAT_SECONDS: '2',
};

/** A database, the companies in it, a server and the proxy before it. All is put away by `close`, also half-made. */
export async function openGround({
  seed,
  server: file,
  synchronousCommit,
}: GroundOptions): Promise<OpenGround> {
  const program = resolve(file);
  if (!existsSync(program)) throw new Error(`${program} is missing: npm run build`);
  const folder = await mkdtemp(join(tmpdir(), 'tieline-torture-'));
  const journal = createJournal();
  const closing: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (let last = closing.pop(); last !== undefined; last = closing.pop()) await last();
  };
  try {
    const database = await openDatabase({ folder: join(folder, 'database'), synchronousCommit });
    closing.push(database.close);
    const access = await openAccess(database);
    closing.push(access.close);
    const clockFile = canTurnClocks ? join(folder, 'clock') : null;
    if (clockFile !== null) await writeClock(clockFile, '+0');
    const clock = clockFile === null ? {} : clockEnvironment(clockFile);
    const filesDisk = openSmallDisk(join(folder, 'data', 'files'));
    if (filesDisk !== null) closing.push(filesDisk.close);
    const env = { ...settings, ...clock, DATABASE_URL: database.url, TIELINE_DATA: join(folder, 'data') };
    const onDeath = (how: string): void => {
      journal.find('not recovered', `the server ended by itself: ${how}`);
      server.start().catch((fault: unknown) => journal.find('not recovered', String(fault)));
    };
    const server = createServer({ program, env, onDeath });
    closing.push(server.close);
    await server.start();
    const proxy = createProxy(() => server.port());
    closing.push(proxy.close);
    const chance = createChance(seed).fork('run');
    const notes = new Map<string, number>();
    const logs = {
      freezes: [],
      removals: [],
      recoveries: [],
      neighbours: [],
      notes,
      trouble: { now: 0, calm: 0 },
    };
    return {
      database,
      access,
      server,
      proxy,
      journal,
      chance,
      clockFile,
      filesDisk: filesDisk?.path ?? null,
      ...logs,
      close,
    };
  } catch (fault) {
    await close();
    throw fault;
  }
}
