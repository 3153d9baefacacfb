import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What a file of the tree holds, by its path. */
export type Tree = Record<string, string>;

const packages = ['client', 'domain', 'embedded-postgres', 'protocol', 'server', 'testkit', 'text', 'web'];

/**
 * Writes a tree into a new temporary folder, with our packages linked under their names as npm does it.
 *
 * @returns the absolute path of the folder, which the caller removes
 */
export function plantTree(tree: Tree): string {
  const root = mkdtempSync(join(tmpdir(), 'tieline-gates-'));
  const manifests: Tree = Object.fromEntries(
    packages.map((name) => [
      `packages/${name}/package.json`,
      JSON.stringify({ name: `@tieline/${name}`, type: 'module', exports: './src/index.ts' }),
    ]),
  );
  for (const [path, content] of Object.entries({ ...manifests, ...tree })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  mkdirSync(join(root, 'node_modules/@tieline'), { recursive: true });
  for (const name of packages) {
    symlinkSync(join(root, 'packages', name), join(root, 'node_modules/@tieline', name));
  }
  return root;
}

/** Runs a tool of this repository in a planted tree. `script` is relative to the repository. */
export function runIn(
  root: string,
  script: string,
  ...words: string[]
): Promise<{ code: number; output: string }> {
  const path = join(import.meta.dirname, '..', script);
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [path, ...words],
      { cwd: root, maxBuffer: 50_000_000 },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}
