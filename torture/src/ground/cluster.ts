import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbeddedDatabase } from '@tieline/embedded-postgres';
import { programOf } from './processes.ts';

export interface DatabaseOptions {
  readonly folder: string;
  /** `off`: acknowledged before it is on the disk. That is what the proof loses messages with. */
  readonly synchronousCommit: 'on' | 'off';
}

/** How a cluster that is there is run, and by whom. */
export interface Recipe {
  readonly file: string;
  readonly args: readonly string[];
  readonly account: { readonly uid: number; readonly gid: number };
  readonly url: string;
  readonly adminUrl: string;
  /** Where the data really is. */
  readonly place: string;
}

/**
 * Lets the server's own code make the cluster and find the programs, looks at how it runs them, stops it, and from
 * then on runs the same program itself: what the server supervises would be brought back behind the harness's back.
 */
export async function writeCluster({ folder, synchronousCommit }: DatabaseOptions): Promise<Recipe> {
  const log = (level: string, text: string): void => void (level === 'error' && console.error(text));
  const embedded = await openEmbeddedDatabase({ folder, log });
  try {
    const pid = embedded.pid();
    if (pid === undefined) throw new Error('PostgreSQL was lost while it was looked at');
    const { file, args } = programOf(pid);
    const cluster = join(embedded.folder, 'cluster');
    const { uid, gid } = await stat(join(cluster, 'data'));
    const { supervisor } = JSON.parse(await readFile(join(cluster, 'passwords.json'), 'utf8')) as {
      supervisor: string;
    };
    const adminUrl = new URL(embedded.url);
    adminUrl.username = 'postgres';
    adminUrl.password = supervisor;
    return {
      file,
      args: [...args, '-c', `synchronous_commit=${synchronousCommit}`, '-c', 'max_connections=100'],
      account: { uid, gid },
      url: embedded.url,
      adminUrl: adminUrl.href,
      place: embedded.folder,
    };
  } finally {
    await embedded.close();
  }
}
