import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'tieline-passing-';
const dayMs = 86_400_000;

/** Runs the work with a folder of this machine that is removed when it is done. */
export async function withTemporaryFolder<Result>(
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes folders that processes left behind when they were killed. */
export async function removeOldTemporary(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  for (const path of names.map((name) => join(tmpdir(), name))) {
    const changedAt = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    // On a shared machine a folder may belong to another user, and cannot be removed.
    if (Date.now() - changedAt > dayMs)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
