import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { codeOf, folderFault } from './faults.ts';
import { writeFolder } from './place.ts';
import { writeScratch } from './scratch.ts';

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * Makes the links and the right to execute that the package's install script makes where npm lets it run.
 * False when they are missing and cannot be made, as `base/native` is not ours to write.
 */
export async function writeMissingParts(base: string): Promise<boolean> {
  try {
    for (const link of await loadLinks(base)) await writeLink(base, link);
    for (const name of ['initdb', 'postgres']) {
      const path = join(base, 'native', 'bin', name);
      if (((await stat(path)).mode & 0o100) === 0) await chmod(path, 0o755);
    }
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) return false;
    throw error;
  }
}

async function writeLink(base: string, link: Link): Promise<void> {
  const path = join(base, link.target);
  if ((await lstat(path).catch(() => undefined)) !== undefined) return;
  await symlink(relative(dirname(link.target), link.source), path).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

async function loadLinks(base: string): Promise<readonly Link[]> {
  const text = await readFile(join(base, 'native', 'pg-symlinks.json'), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '[]';
    throw error;
  });
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.filter(isLink) : [];
}

function isLink(value: unknown): value is Link {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value))
    return false;
  return typeof value.source === 'string' && typeof value.target === 'string';
}

/** Copies the programs once, readable for everybody; the rename makes a copy that was cut short invisible. */
export async function writeCopy(root: string, target: string): Promise<string> {
  if ((await stat(target).catch(() => undefined)) !== undefined) return target;
  try {
    await writeFolder(dirname(target));
    const scratch = await writeScratch(target, 0o755);
    await copyTree(join(root, 'native'), join(scratch, 'native'));
    await writeMissingParts(scratch);
    await rename(join(scratch, 'native'), target).catch((error: unknown) => {
      if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
    });
    await rm(scratch, { recursive: true, force: true });
    return target;
  } catch (error) {
    throw folderFault(dirname(target), error);
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, copy);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), copy);
    else {
      await copyFile(source, copy);
      await chmod(copy, basename(from) === 'bin' ? 0o755 : 0o644);
    }
  }
}
