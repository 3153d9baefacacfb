import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'tieline-passing-';
const dayMs = 86_400_000;

/** A folder of this machine that is gone when the work is done. */
export async function inPassingFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what processes that were killed have left behind. */
export async function removeOldPassing(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  for (const path of names.map((name) => join(tmpdir(), name))) {
    const changedAt = await stat(path).then(
      (found) => found.mtimeMs,
      () => Date.now(),
    );
    // Another user's, on a machine that they share, is theirs.
    if (Date.now() - changedAt > dayMs)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
