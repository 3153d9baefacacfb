// No source file and no function may be longer than a reader's patience. Tests, migrations and generated files are not
// counted.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isCode, isTest, listFiles } from './source-files.mjs';

const limit = 400;
const root = process.cwd();

const counted = (path) =>
  (isCode(path) || path.endsWith('.css')) && !isTest(path) && !/\/migrations\//.test(path);
const lines = (path) => readFileSync(join(root, path), 'utf8').trimEnd().split('\n').length;

const sizes = listFiles(root, ['packages', 'bench', 'e2e', 'scripts', 'torture'])
  .filter(counted)
  .map((path) => ({ path, lines: lines(path) }))
  .toSorted((a, b) => b.lines - a.lines);

const tooLong = sizes.filter((file) => file.lines > limit);
for (const file of tooLong) console.error(`${file.path}: ${file.lines} lines, ${limit} at most`);

const median = sizes[Math.floor(sizes.length / 2)]?.lines ?? 0;
const longest = sizes[0] ? `; the longest is ${sizes[0].path} with ${sizes[0].lines}` : '';
console.log(`${sizes.length} source files, median ${median} lines${longest}`);
const longFunctions = findLongFunctions(sizes.map(({ path }) => path));
for (const complaint of longFunctions) console.error(complaint);
process.exitCode = tooLong.length + longFunctions.length > 0 ? 1 : 0;

/** By the rule of the linter, which knows where a function begins and ends. A line of the answer for each. */
function findLongFunctions(paths) {
  const own = dirname(fileURLToPath(import.meta.url));
  const linter = join(own, '../node_modules/oxlint/bin/oxlint');
  const config = join(own, 'size.oxlintrc.json');
  const files = paths.filter(isCode);
  if (files.length === 0) return [];
  const { stdout, status, error } = spawnSync(
    process.execPath,
    [linter, '--config', config, '--format', 'json', ...files],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 },
  );
  if (error) throw error;
  if (status !== 0 && stdout === '') throw new Error(`oxlint ended with ${status}.`);
  return JSON.parse(stdout).diagnostics.map(
    ({ filename, message, labels }) => `${filename}:${labels[0].span.line}: ${message}`,
  );
}
