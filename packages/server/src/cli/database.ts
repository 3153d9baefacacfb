import { constants } from 'node:os';
import type { Config } from '../config.ts';
import {
  findRunningDatabase,
  FolderInUse,
  hasDatabase,
  openEmbeddedDatabase,
} from '@tieline/embedded-postgres';
import { isPassingFault, openStore, OtherSchema, type Store } from '../store/store.ts';
import { StartupFault } from '../startup-fault.ts';
import { signals } from './stop.ts';

export interface OpenedDatabase {
  readonly store: Store;
  close(): Promise<void>;
}

/**
 * Opens the database for a command that looks at it, or changes it, beside a server or without one: an embedded database
 * that a server runs is visited, and left running. `look`: nothing is made and no schema is changed; `write`: where there is
 * no database yet, it is made, and that is said.
 *
 * @throws StartupFault
 */
export function visitDatabase(config: Config, purpose: 'look' | 'write'): Promise<OpenedDatabase> {
  const opening = openVisited(config, purpose);
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= opening.then((opened) => opened.close()));
  // PostgreSQL would go on: a command that is interrupted, even while it starts it, ends it first. Under npm a signal comes
  // twice, and whoever is impatient sends a third.
  const leave = (signal: NodeJS.Signals) => {
    const end = () => process.exit(128 + constants.signals[signal]);
    close().then(end, end);
  };
  for (const signal of signals) process.on(signal, leave);
  return opening.then(({ store }) => ({
    store,
    close: async () => {
      await close();
      for (const signal of signals) process.off(signal, leave);
    },
  }));
}

async function openVisited(config: Config, purpose: 'look' | 'write'): Promise<OpenedDatabase> {
  const say: Say = (level, text) => level === 'error' && console.error(text);
  const isNew = config.database.kind === 'embedded' && !hasDatabase(config.dataFolder);
  if (isNew && purpose === 'look') {
    throw new StartupFault(
      `There is no database in ${config.dataFolder} yet. Start the server once (npm start), or name the right folder in TIELINE_DATA, or the database in DATABASE_URL.`,
    );
  }
  if (isNew)
    console.error(
      `There was no database in ${config.dataFolder}: it is made now. One that runs elsewhere is named in DATABASE_URL.`,
    );
  const opening = { say, migrates: purpose === 'write' };
  try {
    return await openDatabase(config, opening);
  } catch (error) {
    if (error instanceof OtherSchema)
      throw new StartupFault(
        'The database has not the schema of this version: run "npm run tieline -- migrate", or start the server.',
        { cause: error },
      );
    if (!(error instanceof FolderInUse)) throw error;
    const url = await findRunningDatabase({ folder: config.dataFolder, log: say });
    if (url === null) throw error;
    const store = await open(url, config.connections, opening);
    return { store, close: () => store.close() };
  }
}

type Say = (level: 'info' | 'warn' | 'error', text: string) => void;

interface Opening {
  readonly say: Say;
  readonly migrates: boolean;
  /** Told how the embedded database is ended at once, as soon as it runs. */
  readonly onRunning?: (stopAtOnce: () => void) => void;
}

/** The database of the settings: the one that is given, or the embedded one, which is started and owned. */
export async function openDatabase(config: Config, opening: Opening): Promise<OpenedDatabase> {
  if (config.database.kind === 'external') {
    const store = await openGiven(config.database.url, config.connections, opening);
    return { store, close: () => store.close() };
  }
  const embedded = await openEmbeddedDatabase({ folder: config.dataFolder, log: opening.say });
  opening.onRunning?.(embedded.stopAtOnce);
  try {
    const store = await open(embedded.url, config.connections, opening);
    return {
      store,
      close: async () => {
        await store.close();
        await embedded.close();
      },
    };
  } catch (error) {
    await embedded.close();
    throw error;
  }
}

function open(url: string, connections: number, { say, migrates }: Opening): Promise<Store> {
  return openStore({
    url,
    connections,
    migrates,
    statementTimeout: 10_000,
    onError: (error) => say('warn', `a database connection was lost: ${error.message}`),
  });
}

/** A database that somebody else runs may be away, wrong or closed to us: each has its sentence. */
async function openGiven(url: string, connections: number, opening: Opening): Promise<Store> {
  try {
    return await open(url, connections, opening);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    const reason = reasons[code] ?? (isPassingFault(error) ? 'it cannot be reached' : null);
    if (reason === null) throw error;
    throw new StartupFault(`The database of DATABASE_URL cannot be used: ${reason}.`, { cause: error });
  }
}

const reasons: Record<string, string> = {
  '28P01': 'it does not accept this user and password',
  '28000': 'it does not accept this user from here',
  '3D000': 'there is no database of this name',
  '42501': 'this user may not create tables in it',
  ECONNREFUSED: 'nothing listens at its address',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name cannot be looked up',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'its host cannot be reached',
};
