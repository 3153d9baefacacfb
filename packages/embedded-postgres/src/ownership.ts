import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseFault } from './database-fault.ts';
import type { Binaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { diskFullFault, folderFault, FolderInUse, lastWord, saysDiskFull } from './faults.ts';
import { freePort } from './free-port.ts';
import { endLeftBehind } from './left-behind.ts';
import { tryOwnerLock } from './owner-lock.ts';
import type { OwnerLock } from './owner-lock.ts';
import { loadRunning, removeStalePidFile } from './pid-file.ts';
import type { Running } from './pid-file.ts';
import type { Log, Place } from './place.ts';
import { startPostmaster, stopPostmaster } from './postmaster.ts';
import type { Started } from './postmaster.ts';

/** What is needed to start PostgreSQL on a folder. */
export interface Ground {
  readonly place: Place;
  readonly binaries: Binaries;
  readonly cluster: Cluster;
  readonly log: Log;
}

/** A running PostgreSQL of which this process holds the owner lock. */
export interface Ownership {
  readonly pid: number;
  readonly port: number;
  readonly lock: OwnerLock;
  /** It was running before. */
  readonly adopted: boolean;
}

/** The recovery of a large log takes its time; what makes no progress for so long never will. */
const READY_WITHIN = 180_000;
const CLOSING_WITHIN = 10_000;
/** The lock of an owner that has just been killed is free when its connection is seen to be closed. */
const HELD_TRIES = 40;
/** Each takes 5 seconds: a database that is frozen. */
const SILENT_TRIES = 6;
const STEP = 40;

/** How to acquire: on which port to start, and a signal after which nothing is started any more. */
export interface Wish {
  readonly port?: number;
  readonly closing?: AbortSignal;
}

/**
 * Finds a running PostgreSQL on the folder or starts one, and becomes its owner. Of several that try at once
 * exactly one gets it; the others get `FolderInUse` and touch nothing.
 */
export async function acquireOwnership(ground: Ground, wish: Wish): Promise<Ownership> {
  const { place, cluster, log } = ground;
  const patient = patience(wish.closing);
  let started: Started | undefined;
  let held = 0;
  let silent = 0;
  let reason = 'it does not start';
  while (patient() && silent < SILENT_TRIES) {
    const running = loadRunning(cluster.data);
    if (running === undefined && (started === undefined || started.ended())) {
      if (started !== undefined) reason = requireRetry(started.lines, ground);
      if (wish.closing?.aborted === true) break;
      started = await start(ground, wish.port);
    }
    const attempt = await tryRunning(running, cluster);
    if (attempt.kind === 'locked') {
      if (wish.port === undefined || attempt.port === wish.port) {
        return { ...attempt, adopted: attempt.pid !== started?.pid };
      }
      // Somebody started it elsewhere meanwhile and is gone: our url names our port.
      await stopPostmaster(attempt.pid, cluster.data, log);
    }
    if (attempt.kind === 'stranger')
      throw new DatabaseFault(`The database in ${place.folder} refuses its own password.`);
    if (attempt.kind === 'held' && ++held >= HELD_TRIES) {
      started?.release();
      throw new FolderInUse(place.asked);
    }
    if (attempt.kind === 'not-yet' || attempt.kind === 'silent') reason = attempt.reason;
    silent = attempt.kind === 'silent' ? silent + 1 : 0;
    await sleep(STEP);
  }
  await giveUp(started, ground);
  throw new DatabaseFault(`The database in ${place.folder} did not become ready: ${reason}.`);
}

/** Whether there is still time; once closing has begun, only little. */
function patience(closing: AbortSignal | undefined): () => boolean {
  let until = Date.now() + READY_WITHIN;
  const hurry = () => (until = Math.min(until, Date.now() + CLOSING_WITHIN));
  if (closing?.aborted === true) hurry();
  closing?.addEventListener('abort', hurry, { once: true });
  return () => Date.now() < until;
}

async function tryRunning(running: Running | undefined, cluster: Cluster) {
  if (running?.port === undefined) return { kind: 'absent' } as const;
  const attempt = await tryOwnerLock(running.port, cluster.passwords.supervisor);
  return { ...attempt, pid: running.pid, port: running.port };
}

async function start(ground: Ground, port?: number): Promise<Started> {
  const { binaries, cluster, place, log } = ground;
  try {
    await removeStalePidFile(cluster.data);
  } catch (error) {
    throw folderFault(place.asked, error);
  }
  return startPostmaster(binaries.postgres, cluster.data, port ?? (await freePort()), place.account, log);
}

/** A PostgreSQL of ours that nobody could connect to has no owner and is not left behind. */
async function giveUp(started: Started | undefined, ground: Ground): Promise<void> {
  if (started === undefined) return;
  if (started.pid !== undefined && !started.ended())
    await stopPostmaster(started.pid, ground.cluster.data, ground.log);
  started.release();
}

/** The backends of a killed postmaster are not gone yet. */
const LEFT_BEHIND = /shared memory block/;
/** Another one was faster, or the port is taken meanwhile. */
const PASSING = /lock file .* (already exists|is empty)|could not create any TCP\/IP sockets/;

/** Why a start failed, if another try may go better; else the fault. */
function requireRetry(lines: readonly string[], ground: Ground): string {
  const { asked } = ground.place;
  const says = (what: RegExp) => lines.some((line) => what.test(line));
  if (says(LEFT_BEHIND)) endLeftBehind(ground.cluster.data);
  if (says(LEFT_BEHIND) || says(PASSING)) return lastWord(lines);
  if (saysDiskFull(lines)) throw diskFullFault(asked);
  throw new DatabaseFault(`The database in ${asked} does not start: ${lastWord(lines)}.`);
}
