import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Writes into the log of the embedded database, as its superuser, until there is no room for the next of its files. */
export async function exhaustLog(folder: string): Promise<void> {
  const read = (path: string) => readFile(join(folder, 'cluster', path), 'utf8');
  const { supervisor } = JSON.parse(await read('passwords.json')) as { supervisor: string };
  const port = (await read('data/postmaster.pid')).split('\n')[3];
  const client = new pg.Client(`postgres://postgres:${supervisor}@127.0.0.1:${port}/postgres`);
  client.on('error', () => undefined);
  await client.connect();
  const write = () => client.query(`select pg_logical_emit_message(true, 'fill', repeat('y', 1000000))`);
  // A file of the log has 16 MB, and a few may be there already.
  for (let count = 0; count < 200; count += 1) {
    try {
      await write();
    } catch {
      return;
    }
  }
  throw new Error('There is still room');
}
