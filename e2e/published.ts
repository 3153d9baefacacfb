import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const run = promisify(execFile);
export const root = fileURLToPath(new URL('..', import.meta.url));
const published = ['text', 'protocol', 'client'];

/** A project elsewhere on the disk, with our packages as `npm pack` publishes them, and what those say they need. */
export interface Project {
  readonly folder: string;
  /** The files of a package of ours. */
  filesOf(name: string): readonly string[];
  /** Copies a file of this repository into it. */
  copy(path: string): Promise<string>;
  write(name: string, content: string): Promise<string>;
  /** Compiles files as strictly as TypeScript can, against the declarations of the packages; throws with its complaints. */
  compile(...files: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** `packages`: what the project needs besides, from the packages that are installed here. */
export async function openProject(...packages: readonly string[]): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'tieline-project-'));
  const packed = await pack(folder);
  const needed = new Set(packages);
  for (const { name, filename } of packed) {
    const place = join(folder, 'node_modules', name);
    await mkdir(place, { recursive: true });
    await run('tar', ['-xzf', join(folder, filename), '-C', place, '--strip-components=1']);
    const { dependencies = {} } = JSON.parse(await readFile(join(place, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    for (const dependency of Object.keys(dependencies)) needed.add(dependency);
  }
  for (const { name } of packed) needed.delete(name);
  for (const name of needed) await link(folder, name);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  return {
    folder,
    filesOf: (name) => packed.find((one) => one.name === name)?.files.map(({ path }) => path) ?? [],
    copy: async (path) => {
      const target = join(folder, path.split('/').at(-1) ?? '');
      await copyFile(join(root, path), target);
      return target;
    },
    write: async (name, content) => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    },
    compile: (...files) => compile(folder, files),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function pack(folder: string): Promise<readonly Packed[]> {
  const workspaces = published.flatMap((name) => ['-w', `packages/${name}`]);
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder, ...workspaces], {
    cwd: root,
    env: { ...process.env, npm_config_offline: 'true' },
    maxBuffer: 50_000_000,
  });
  // What is built on the way says so before the JSON.
  return JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as Packed[];
}

async function link(folder: string, name: string): Promise<void> {
  const place = join(folder, 'node_modules', name);
  await mkdir(dirname(place), { recursive: true });
  await symlink(join(root, 'node_modules', name), place);
}

const options = [
  ...['--noEmit', '--skipLibCheck', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'],
  ...['--allowJs', '--checkJs', '--target', 'es2023', '--module', 'nodenext', '--types', 'node'],
];

async function compile(folder: string, files: readonly string[]): Promise<void> {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await run(process.execPath, [tsc, ...options, ...files], { cwd: folder }).catch((error: unknown) => {
    throw new Error(error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error));
  });
}
