// Runs a workspace that is a program of its own (bench, torture): node scripts/run-source.mjs <workspace> [entry] [args]
// Its TypeScript is bundled with the packages of ours that it imports; what comes from node_modules stays there.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { waitFor } from './pass-on.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [workspace, ...args] = process.argv.slice(2);

/** Every file of `src/` that starts with `main` becomes a program; `main.ts` is the one that is run. */
async function bundleWorkspace(name) {
  const folder = join(root, name);
  if (!existsSync(join(folder, 'src', 'main.ts'))) throw new Error(`${name}/src/main.ts is missing.`);
  const mains = readdirSync(join(folder, 'src')).filter((file) => /^main.*(?<!\.test)\.ts$/.test(file));
  const bundle = await rolldown({
    input: Object.fromEntries(mains.map((file) => [file.slice(0, -3), join(folder, 'src', file)])),
    cwd: root,
    platform: 'node',
    external: (id) => /^[^./\0]/.test(id) && !id.startsWith('@tieline/'),
    resolve: { conditionNames: ['tieline-source', 'import'] },
    transform: { target: 'node20' },
  });
  await bundle.write({
    dir: join(folder, 'dist'),
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
  });
  await bundle.close();
  return join(folder, 'dist', 'main.js');
}

const program = await bundleWorkspace(workspace ?? '');
const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
  cwd: root,
  stdio: 'inherit',
});
// The program ends its own children before it goes; only then does this one.
const { code, signal } = await waitFor(child);
process.exitCode = signal === null ? (code ?? 1) : 1;
