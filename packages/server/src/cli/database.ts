import type { Config } from '../config.ts';
import { findRunningDatabase, FolderInUse, openEmbeddedDatabase } from '../embedded/index.ts';
import { isPassingFault, openStore, type Store } from '../store/store.ts';
import { StartupFault } from '../startup-fault.ts';

export interface OpenedDatabase {
  readonly store: Store;
  close(): Promise<void>;
}

/**
 * The same for a command beside a server: an embedded database that the server runs is visited, and left running.
 */
export async function visitDatabase(config: Config): Promise<OpenedDatabase> {
  const say: Say = (level, text) => level === 'error' && console.error(text);
  try {
    return await openDatabase(config, say);
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    const url = await findRunningDatabase({ folder: config.dataFolder, log: say });
    if (url === null) throw error;
    const store = await open(url, config.connections, say);
    return { store, close: () => store.close() };
  }
}

type Say = (level: 'info' | 'warn' | 'error', text: string) => void;

/** The database of the settings, migrated: the one that is given, or the embedded one, which is started and owned. */
export async function openDatabase(config: Config, say: Say): Promise<OpenedDatabase> {
  if (config.database.kind === 'external') {
    const store = await openGiven(config.database.url, config.connections, say);
    return { store, close: () => store.close() };
  }
  const embedded = await openEmbeddedDatabase({ folder: config.dataFolder, log: say });
  try {
    const store = await open(embedded.url, config.connections, say);
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

function open(url: string, connections: number, say: Say): Promise<Store> {
  return openStore({
    url,
    connections,
    statementTimeout: 10_000,
    onError: (error) => say('warn', `a database connection was lost: ${error.message}`),
  });
}

/** A database that somebody else runs may be away, wrong or closed to us: each has its sentence. */
async function openGiven(url: string, connections: number, say: Say): Promise<Store> {
  try {
    return await open(url, connections, say);
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
