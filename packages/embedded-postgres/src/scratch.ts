import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAlive } from './signal.ts';

/**
 * Makes a scratch folder beside `target`, to be filled and then renamed to it: what a kill leaves half done never
 * has the final name. Scratch folders whose maker is gone are removed; a living maker's are left alone.
 */
export async function writeScratch(target: string, mode: number): Promise<string> {
  const parent = dirname(target);
  const prefix = `${basename(target)}.new-`;
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length).split('-')[0]))) {
      await rm(join(parent, name), { recursive: true, force: true, maxRetries: 5 });
    }
  }
  const scratch = join(parent, `${prefix}${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(scratch);
  await chmod(scratch, mode);
  return scratch;
}
