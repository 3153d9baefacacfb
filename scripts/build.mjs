// Builds what is not built: node scripts/build.mjs [--force] [server|web|text|protocol|client]
// A build is current while the hash of all that goes into it is the one in dist/.stamp.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { argv, execPath } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { waitFor } from './pass-on.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What can be built: its start file, the packages that go into it, and how. */
const targets = {
  server: {
    entry: 'src/cli.ts',
    // A thread of its own.
    thread: 'src/content/body-thread.ts',
    packages: ['server', 'domain', 'protocol', 'text', 'client', 'embedded-postgres'],
    build: buildServer,
  },
  web: { entry: 'vite.config.ts', packages: ['web', 'client', 'protocol', 'text'], build: buildWeb },
  // What programs of others import: their own modules and declarations, as `npm pack` publishes them.
  text: { entry: 'src/index.ts', packages: ['text'], build: buildLibrary },
  protocol: { entry: 'src/index.ts', packages: ['protocol'], build: buildLibrary },
  client: { entry: 'src/index.ts', packages: ['client', 'protocol', 'text'], build: buildLibrary },
};
/** Built before it: its declarations name theirs. */
const needs = { client: ['text', 'protocol'] };
const notSource = new Set(['node_modules', 'dist', 'demo', 'coverage']);

/** The names of the targets that have to be built before they can be used. */
export function loadStale() {
  return Object.keys(targets).filter((name) => !isCurrent(name));
}

function isCurrent(name) {
  const stamp = join(folderOf(name), 'dist', '.stamp');
  if (!existsSync(stamp)) return false;
  // An installation may leave the sources out; then what is built is all there is.
  return !existsSync(join(folderOf(name), 'src')) || readFileSync(stamp, 'utf8') === hashOf(name);
}

function hashOf(name) {
  const shared = readdirSync(root).filter((file) => /^(tsconfig.*|package-lock)\.json$/.test(file));
  const sources = targets[name].packages.flatMap((of) => sourcesIn(join(root, 'packages', of)));
  const files = [fileURLToPath(import.meta.url), ...shared.map((file) => join(root, file)), ...sources];
  const hash = createHash('sha256');
  for (const file of files.toSorted()) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function sourcesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const { name } = entry;
    if (name.startsWith('.') || notSource.has(name) || /\.(test|fixture)\.tsx?$/.test(name)) return [];
    return entry.isDirectory() ? sourcesIn(join(folder, name)) : [join(folder, name)];
  });
}

function folderOf(name) {
  return join(root, 'packages', name);
}

/** Builds one target aside and then puts it in place, so that a build that was killed is done again. */
async function build(name) {
  const folder = folderOf(name);
  const { entry } = targets[name];
  if (!existsSync(join(folder, entry))) throw new Error(`packages/${name}/${entry} is missing.`);
  await removeScratchOfTheDead(folder);
  // Everything in it lies in a folder called dist, which git, lint and search leave out.
  const scratch = join(folder, `.build-${process.pid}`);
  const fresh = join(scratch, 'dist');
  try {
    // Taken before the build: a source that changes meanwhile makes the result stale.
    const stamp = hashOf(name);
    await mkdir(fresh, { recursive: true });
    await targets[name].build(fresh, name);
    await writeFile(join(fresh, '.stamp'), stamp);
    await replace(join(folder, 'dist'), fresh, join(scratch, 'old', 'dist'));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function removeScratchOfTheDead(folder) {
  for (const name of readdirSync(folder)) {
    const pid = /^\.build-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function replace(target, fresh, old) {
  await mkdir(dirname(old), { recursive: true });
  await rename(target, old).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(fresh, target).catch((error) => {
    // Another build of the same target was faster by a moment; its result is as good.
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
  });
}

/**
 * The server and our own packages in one file, and its thread in another, with what comes from node_modules left there.
 * They lie flat in dist, so that `new URL('../demo/', import.meta.url)` leads to the same folder from src/ and from dist/.
 */
async function buildServer(fresh) {
  const { entry, thread } = targets.server;
  for (const input of [entry, thread]) await bundleServer(fresh, input);
}

async function bundleServer(fresh, input) {
  const { rolldown } = await import('rolldown');
  const { output: outputOptions, ...options } = serverBundle(input, join(folderOf('server'), 'dist'));
  const bundle = await rolldown(options);
  const { output } = await bundle.generate(outputOptions);
  await bundle.close();
  for (const part of output) await writeFile(join(fresh, part.fileName), part.code ?? part.source);
}

/** Options of rolldown. `dir`: where the bundle will lie, as the paths in its source map are relative to it. */
function serverBundle(input, dir) {
  return {
    input: join(folderOf('server'), input),
    cwd: root,
    platform: 'node',
    external: (id) => /^[^./\0]/.test(id) && !id.startsWith('@tieline/') && !/^[A-Za-z]:\\/.test(id),
    resolve: { conditionNames: ['tieline-source', 'import'] },
    transform: { target: 'node20' },
    output: { dir, format: 'esm', sourcemap: true, codeSplitting: false, entryFileNames: '[name].js' },
  };
}

/** Options of rolldown for both bundles of the server, in a folder beside `dist`. */
export function serverBundles(name) {
  const { entry, thread } = targets.server;
  return [entry, thread].map((input) => serverBundle(input, join(folderOf('server'), name)));
}

/** A module and a declaration for each file; what else is imported stays an import. */
async function buildLibrary(fresh, name) {
  const config = join(dirname(fresh), 'tsconfig.json');
  const settings = {
    extends: '../../../tsconfig.library.json',
    compilerOptions: { rootDir: '../src', outDir: fresh, types: name === 'client' ? ['node'] : [] },
    include: ['../src'],
    exclude: ['../src/**/*.test.ts', '../src/**/*.fixture.ts'],
  };
  await writeFile(config, JSON.stringify(settings));
  await runTool('tsc', ['typescript', 'bin', 'tsc'], ['--project', config], root);
  await copyFile(join(root, 'LICENSE'), join(fresh, 'LICENSE'));
}

/** In a process of its own, as Vite takes much memory and sets NODE_ENV. */
function buildWeb(fresh) {
  const args = ['build', folderOf('web'), '--config', join(folderOf('web'), 'vite.config.ts')];
  const options = ['--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'];
  return runTool('vite build', ['vite', 'bin', 'vite.js'], [...args, ...options], folderOf('web'));
}

/** Runs a program of node_modules to its end. */
async function runTool(what, path, args, cwd) {
  const child = spawn(execPath, [join(root, 'node_modules', ...path), ...args], {
    cwd,
    env: { ...process.env, NODE_ENV: 'production' },
    // Through pipes, as Vite paints its progress over a terminal even when it is told to be silent.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(process.stderr);
  child.stderr.pipe(process.stderr);
  const { code, signal, told } = await waitFor(child);
  if (code !== 0 || told !== null) throw new Error(`${what} ended with ${told ?? signal ?? `code ${code}`}.`);
}

async function main(args) {
  const force = args.includes('--force');
  const named = args.filter((arg) => arg !== '--force');
  const unknown = named.find((arg) => !Object.hasOwn(targets, arg));
  if (unknown !== undefined)
    throw new Error(`"${unknown}" is unknown: build.mjs [--force] [${Object.keys(targets).join('|')}].`);
  const wanted =
    named.length > 0 ? named.flatMap((name) => [...(needs[name] ?? []), name]) : Object.keys(targets);
  for (const name of new Set(wanted)) {
    const started = performance.now();
    if (!force && isCurrent(name)) {
      console.log(`${name} is current`);
      continue;
    }
    await build(name);
    console.log(`${name} built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  await main(argv.slice(2)).catch((error) => {
    console.error(`The build failed: ${error.message.trimEnd()}`);
    process.exitCode = 1;
  });
}
