// The command line: builds what is stale, then runs the command in this very process, so that Ctrl-C goes straight
// to it. `npm start` is the command `start`. It stops with npm, and with whatever asks it to.
// Plain syntax and no packages up here: an old Node, or a fresh clone, has to get as far as its sentence.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stopWithNpm } from './launcher.mjs';
import { waitFor } from './pass-on.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

class Refusal extends Error {}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Refusal(`Tieline needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
}

function requirePackages() {
  if (existsSync(join(root, 'node_modules'))) return;
  throw new Refusal('The packages are not installed yet: run "npm ci" first.');
}

/** In a process of its own, so that the memory of the build is given back before the server runs. */
async function buildWhatIsStale(parts) {
  const { loadStale } = await import('./build.mjs');
  const stale = loadStale().filter((part) => parts.includes(part));
  if (stale.length === 0) return;
  console.error(`Building ${stale.join(' and ')}, once ...`);
  const build = [join(root, 'scripts', 'build.mjs'), ...stale];
  const { code, told } = await waitFor(spawn(process.execPath, build, { stdio: 'inherit' }));
  if (told !== null) throw new Refusal('Stopped.');
  if (code !== 0) throw new Refusal('Tieline cannot start, as it could not be built (see above).');
}

async function runCommand(args) {
  process.setSourceMapsEnabled(true);
  const { main } = await import(pathToFileURL(join(root, 'packages', 'server', 'dist', 'cli.js')).href);
  return main(args);
}

async function run(args) {
  stopWithNpm();
  requireNode();
  requirePackages();
  // Only the server shows screens.
  await buildWhatIsStale(args[0] === 'start' ? ['server', 'web'] : ['server']);
  process.exitCode = await runCommand(args);
}

run(process.argv.slice(2)).catch((error) => {
  const missing = /^Cannot find (package|module) '[^./][^']*'/.exec(error.message)?.[0];
  if (missing) console.error(`${missing}: the packages are not installed as they should be, run "npm ci".`);
  else console.error(error.sentence ?? (error instanceof Refusal ? error.message : error));
  process.exitCode = 1;
});
