// No source file may be longer than a reader's patience. Tests, migrations and generated files are not counted.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
process.exitCode = tooLong.length > 0 ? 1 : 0;
