// Prepares what the tests need (a browser, a build), runs them and ends with one line: `N passed, N failed`.
// `npm test -- send-message` runs the files whose path has that part; options of vitest may follow: `npm test -- signals -t typing`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTest, listFiles } from './source-files.mjs';

const root = process.cwd();
const request = process.argv.slice(2);
const firstOption = request.findIndex((word) => word.startsWith('-'));
const parts = firstOption < 0 ? request : request.slice(0, firstOption);

try {
  const env = await prepare(chooseTests());
  const totals = runTests(env);
  if (totals.passed + totals.failed === 0) console.error('No test ran.');
  conclude(totals);
} catch (fault) {
  console.error(`\n${fault.message}\n`);
  conclude({ passed: 0, failed: 0, skipped: 0 });
}

/** The test files that vitest will run. */
function chooseTests() {
  const tests = listFiles(root, ['packages', 'bench', 'torture', 'scripts', 'e2e']).filter(isTest);
  if (parts.length === 0) return tests;
  const chosen = tests.filter((path) => parts.some((part) => matches(path, part)));
  const named = parts.map((part) => `"${part}"`).join(' or ');
  if (chosen.length === 0) throw new Error(`There is no test file with ${named} in its path.`);
  return chosen;
}

/** As vitest compares them: `./` in front and the line at the end do not belong to the path. */
function matches(path, part) {
  return path.toLowerCase().includes(part.replaceAll(/^\.\/|:\d+$/g, '').toLowerCase());
}

/** The environment of the tests. Only those of `e2e` need a browser and the build; to look for them takes time. */
async function prepare(tests) {
  if (!tests.some((path) => path.startsWith('e2e/'))) return process.env;
  const { provideBrowsers } = await import('./chromium.mjs');
  const { whole, shell } = provideBrowsers();
  const env = { ...process.env, CHROMIUM_PATH: whole, HEADLESS_SHELL_PATH: shell };
  if (buildIsStale() && node(env, 'scripts/build.mjs') !== 0)
    throw new Error('The build failed: nothing to test.');
  return env;
}

/** Says the totals in the last line. No test at all is a failure, and so is a skipped one nobody filtered out. */
function conclude({ passed, failed, skipped }) {
  const unasked = request.length === 0 ? skipped : 0;
  if (unasked > 0) console.error(`${unasked} tests were skipped: a test runs or it is deleted.`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 && unasked === 0 ? 0 : 1;
}

function runTests(env) {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-test-'));
  try {
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const status = node(env, 'node_modules/vitest/vitest.mjs', 'run', ...reporters, ...request);
    return readTotals(report, status);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readTotals(report, status) {
  const told = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  const files = told?.testResults ?? [];
  // A file that did not load has no tests to fail, and a fault outside every test has no file: each counts as one.
  const unloaded = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = (told?.numFailedTests ?? 0) + unloaded;
  const foundNone = told !== undefined && files.length === 0;
  return {
    passed: told?.numPassedTests ?? 0,
    failed: status !== 0 && failed === 0 && !foundNone ? 1 : failed,
    skipped: (told?.numPendingTests ?? 0) + (told?.numTodoTests ?? 0),
  };
}

/** Whether anything that goes into the build is newer than what came out of it. */
function buildIsStale() {
  const sources = listFiles(root, ['packages']).filter((path) => !isTest(path));
  const newest = Math.max(...[...sources, 'package-lock.json', 'scripts/build.mjs'].map(changedAt));
  return ['packages/server/dist', 'packages/web/dist'].some((folder) => builtAt(folder) < newest);
}

function builtAt(folder) {
  const built = existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true }) : [];
  return Math.max(0, ...built.map((path) => changedAt(`${folder}/${path}`)));
}

function changedAt(path) {
  return statSync(join(root, path)).mtimeMs;
}

function node(env, ...words) {
  const { status, error } = spawnSync(process.execPath, words, { cwd: root, env, stdio: 'inherit' });
  if (error) throw error;
  return status;
}
