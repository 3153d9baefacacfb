import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from './binaries.ts';
import { openCluster } from './cluster.ts';
import { textOf } from './faults.ts';
import type { OwnerLock } from './owner-lock.ts';
import { acquireOwnership } from './ownership.ts';
import type { Ground, Ownership } from './ownership.ts';
import { isPostmasterOf, loadRunning } from './pid-file.ts';
import { findPlace } from './place.ts';
import type { Log } from './place.ts';
import { stopPostmaster } from './postmaster.ts';
import { signal } from './signal.ts';
import { urlOf } from './url.ts';

/** Options of {@link openEmbeddedDatabase}. */
export interface EmbeddedOptions {
  /** The folder of the database; made where it does not exist. */
  readonly folder: string;
  readonly log: Log;
}

/** A real PostgreSQL that this process owns and keeps running until `close`. */
export interface EmbeddedDatabase {
  /**
   * Logs in as `tieline`, the owner of the database `tieline`: no superuser, so that row-level security binds it
   * (a table's owner needs FORCE), but it may create databases. Stays valid over restarts of PostgreSQL.
   */
  readonly url: string;
  /** Where the data really is; as root this may be below /var/lib/tieline. */
  readonly folder: string;
  /** It was left running by a process that was killed. */
  readonly adopted: boolean;
  /** The process id of the postmaster; `undefined` while it is being restarted and after `close`. */
  readonly pid: () => number | undefined;
  /** Stops PostgreSQL and waits for its end; also one that was adopted. */
  close(): Promise<void>;
  /** For a process that ends at once: PostgreSQL ends as well, and recovers at the next start. */
  stopAtOnce(): void;
}

/**
 * Opens the embedded database: creates it on the first start, starts it or adopts one that was left running, and
 * from then on starts it again whenever it dies.
 *
 * @throws DatabaseFault with one plain sentence; {@link FolderInUse} when another process owns the folder.
 */
export async function openEmbeddedDatabase({ folder, log }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const place = await findPlace(folder, log);
  const binaries = await findBinaries(place);
  const cluster = await openCluster(place, binaries, log);
  const ground: Ground = { place, binaries, cluster, log };
  const first = await acquireOwnership(ground, {});
  try {
    await writeApplicationDatabase(first.lock, cluster.passwords.application);
  } catch (error) {
    await stopPostmaster(first.pid, cluster.data, log);
    throw error;
  }
  log(
    'info',
    `PostgreSQL ${first.adopted ? 'was still running' : 'runs'} on 127.0.0.1:${first.port}, pid ${first.pid}.`,
  );
  return supervise(ground, first);
}

/** The role and the database of the application; each is made where it is missing, after any kind of interruption. */
async function writeApplicationDatabase(lock: OwnerLock, password: string): Promise<void> {
  const roles = await lock.query("select 1 from pg_roles where rolname = 'tieline'");
  // The password is of letters, digits, - and _ alone.
  if (roles.length === 0) await lock.query(`create role tieline login createdb password '${password}'`);
  const databases = await lock.query("select 1 from pg_database where datname = 'tieline'");
  if (databases.length === 0) await lock.query('create database tieline owner tieline');
}

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5000;

function supervise(ground: Ground, first: Ownership): EmbeddedDatabase {
  const { place, cluster, log } = ground;
  const { port, adopted } = first;
  const stop = new AbortController();
  let owned: Ownership | undefined;
  let healing: Promise<void> = Promise.resolve();

  const watch = (ownership: Ownership) => {
    owned = ownership;
    void healWhenLost(ownership);
  };
  const healWhenLost = async (ownership: Ownership) => {
    const reason = await ownership.lock.lost;
    owned = undefined;
    if (!stop.signal.aborted) healing = heal(reason);
  };
  const heal = async (reason: string) => {
    log('warn', `PostgreSQL was lost (${reason}); bringing it back.`);
    for (let pause = FIRST_PAUSE; !stop.signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        watch(await acquireOwnership(ground, { port, closing: stop.signal }));
        return log('info', `PostgreSQL is back on 127.0.0.1:${port}.`);
      } catch (error) {
        if (!stop.signal.aborted) log('error', textOf(error));
        await sleep(pause, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
  };
  const shutDown = async () => {
    stop.abort();
    await healing;
    // Only the owner may stop it: what runs without one, as the lock was lost just now, is taken first.
    if (owned === undefined && loadRunning(cluster.data) !== undefined) {
      owned = await acquireOwnership(ground, { port, closing: stop.signal }).catch((error: unknown) => {
        log('error', `PostgreSQL could not be stopped. ${textOf(error)}`);
        return undefined;
      });
    }
    // Known until it is gone: whoever loses patience may still end it at once.
    if (owned !== undefined) await stopPostmaster(owned.pid, cluster.data, log);
    owned = undefined;
  };

  watch(first);
  let closing: Promise<void> | undefined;
  return {
    url: urlOf(cluster, port),
    folder: place.folder,
    adopted,
    pid: () => (owned !== undefined && isPostmasterOf(owned.pid, cluster.data) ? owned.pid : undefined),
    close: () => (closing ??= shutDown()),
    stopAtOnce: () => {
      stop.abort();
      if (owned !== undefined && isPostmasterOf(owned.pid, cluster.data)) signal(owned.pid, 'SIGQUIT');
    },
  };
}
