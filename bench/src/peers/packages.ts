import { existsSync } from 'node:fs';
import { runChild } from '../programs/children.ts';

/** A Debian package, and a file by which one sees that it is there. */
export interface Package {
  readonly name: string;
  readonly file: string;
}

/** Installs what is missing. @throws with the command to run, where that is not ours to do. */
export async function requirePackages(packages: readonly Package[]): Promise<void> {
  const missing = packages.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0)
    throw new Error(
      `--peers needs packages: sudo apt-get install --no-install-recommends ${missing.join(' ')}`,
    );
  // Installed, and not started: what is measured is started here, on folders of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[] };
  await runChild('apt-get', ['update', '-qq'], options);
  await runChild('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options);
}
