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
 * Opens the database for a command, whether a server runs or not: an embedded database that a server has started is used,
 * and left running. `read`: nothing is created, and no schema is changed; `write`: a database that does not exist yet is
 * created, and the person is told so.
 *
 * @throws StartupFault
 */
export function openForCommand(config: Config, purpose: 'read' | 'write'): Promise<OpenedDatabase> {
  const opening = openOrJoin(config, purpose);
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= opening.then((database) => database.close()));
  // Without this PostgreSQL would outlive an interrupted command, even one that is still starting it. `close` runs once,
  // though under npm a signal comes twice, and an impatient person sends a third.
  const closeAndExit = (signal: NodeJS.Signals) => {
    const end = () => process.exit(128 + constants.signals[signal]);
    close().then(end, end);
  };
  for (const signal of signals) process.on(signal, closeAndExit);
  return opening.then(({ store }) => ({
    store,
    close: async () => {
      await close();
      for (const signal of signals) process.off(signal, closeAndExit);
    },
  }));
}

/** Opens the database, or connects to the one that a running server has opened. */
async function openOrJoin(config: Config, purpose: 'read' | 'write'): Promise<OpenedDatabase> {
  const log: Log = (level, text) => level === 'error' && console.error(text);
  const isNew = config.database.kind === 'embedded' && !hasDatabase(config.dataFolder);
  if (isNew && purpose === 'read') {
    throw new StartupFault(
      `There is no database in ${config.dataFolder} yet. Start the server once (npm start), or name the right folder in TIELINE_DATA, or the database in DATABASE_URL.`,
    );
  }
  if (isNew)
    console.error(
      `There was no database in ${config.dataFolder}: it is made now. One that runs elsewhere is named in DATABASE_URL.`,
    );
  const options = { log, migrates: purpose === 'write' };
  try {
    return await openDatabase(config, options);
  } catch (error) {
    if (error instanceof OtherSchema)
      throw new StartupFault(
        'The database has not the schema of this version: run "npm run tieline -- migrate", or start the server.',
        { cause: error },
      );
    if (!(error instanceof FolderInUse)) throw error;
    const url = await findRunningDatabase({ folder: config.dataFolder, log });
    if (url === null) throw error;
    const store = await openStoreAt(url, config.connections, options);
    return { store, close: () => store.close() };
  }
}

type Log = (level: 'info' | 'warn' | 'error', text: string) => void;

interface OpenOptions {
  readonly log: Log;
  readonly migrates: boolean;
  /** Called as soon as the embedded database runs, with the way to end it at once. */
  readonly onRunning?: (stopAtOnce: () => void) => void;
}

/** Opens the database of the settings: an external one, or the embedded one, which is started and stopped with it. */
export async function openDatabase(config: Config, options: OpenOptions): Promise<OpenedDatabase> {
  if (config.database.kind === 'external') {
    const store = await openExternal(config.database.url, config.connections, options);
    return { store, close: () => store.close() };
  }
  const embedded = await openEmbeddedDatabase({ folder: config.dataFolder, log: options.log });
  options.onRunning?.(embedded.stopAtOnce);
  try {
    const store = await openStoreAt(embedded.url, config.connections, options);
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

function openStoreAt(url: string, connections: number, { log, migrates }: OpenOptions): Promise<Store> {
  return openStore({
    url,
    connections,
    migrates,
    statementTimeout: 10_000,
    onError: (error) => log('warn', `a database connection was lost: ${error.message}`),
  });
}

/** @throws StartupFault with a sentence that says what keeps an external database from being used */
async function openExternal(url: string, connections: number, options: OpenOptions): Promise<Store> {
  try {
    return await openStoreAt(url, connections, options);
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
