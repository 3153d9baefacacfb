import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import config from '../vitest.config.ts';
import { plantTree, runIn, type Tree } from './planted-tree.ts';

const repository = join(import.meta.dirname, '..');

/** In the place of vitest: says how it was called, and reports one test that passed. */
const vitest = `
  import { writeFileSync } from 'node:fs';
  const words = process.argv.slice(2);
  const report = words.find((word) => word.startsWith('--outputFile')).split('=')[1];
  writeFileSync(report, JSON.stringify({ numPassedTests: 1, testResults: [{ status: 'passed' }] }));
  console.log('vitest ' + words.filter((word) => !/reporter|outputFile/.test(word)).join(' '));
  console.log('browser ' + process.env.CHROMIUM_PATH + ', shell ' + process.env.HEADLESS_SHELL_PATH);`;

const tree: Tree = {
  'package-lock.json': '{}',
  'node_modules/vitest/vitest.mjs': vitest,
  'scripts/build.mjs': `console.log('built');`,
  'packages/text/src/fold.test.ts': '',
  'packages/server/src/flows/order.test.ts': '',
  'e2e/log-in.test.ts': '',
};

const planted: string[] = [];
// The machine of each test has none, whatever this one has.
beforeEach(() => vi.stubEnv('HEADLESS_SHELL_PATH', undefined));
afterEach(() => {
  vi.unstubAllEnvs();
  for (const root of planted.splice(0)) rmSync(root, { recursive: true });
});

/** Runs `npm test -- <words>` in the tree, on a machine whose browser is `browser`. */
function test(browser: string, ...words: string[]) {
  const root = plantTree(tree);
  planted.push(root);
  vi.stubEnv('CHROMIUM_PATH', browser);
  return runIn(root, 'scripts/test.mjs', ...words);
}

const totals = (output: string) => /^\d+ passed, \d+ failed$/m.exec(output)?.[0];

describe('npm test', () => {
  it.each(['FLOWS/order', './packages/text', 'order.test.ts:12'])(
    'runs the files that have %s in their path, and neither builds nor looks for a browser',
    async (part) => {
      const { code, output } = await test('/nowhere', part, '-t', 'first');
      expect(output).toContain(`vitest run ${part} -t first`);
      expect(output).not.toContain('built');
      expect(totals(output)).toBe('1 passed, 0 failed');
      expect(code).toBe(0);
    },
  );

  it.each([['fold', 'e2e'], []])(
    'builds for browser tests, and names the browser, of %j',
    async (...parts) => {
      const { code, output } = await test(process.execPath, ...parts);
      expect(output).toContain('built');
      expect(output).toContain(`browser ${process.execPath}, shell ${process.execPath}`);
      expect(code).toBe(0);
    },
  );

  it('fails where browser tests have no browser', async () => {
    const { code, output } = await test('/nowhere', 'log-in');
    expect(output).toContain('CHROMIUM_PATH is /nowhere, which does not exist.');
    expect(totals(output)).toBe('0 passed, 0 failed');
    expect(code).toBe(1);
  });

  it('takes a headless shell that is named, and fails where it is not there', async () => {
    vi.stubEnv('HEADLESS_SHELL_PATH', import.meta.filename);
    const found = await test(process.execPath, 'log-in');
    expect(found.output).toContain(`browser ${process.execPath}, shell ${import.meta.filename}`);
    vi.stubEnv('HEADLESS_SHELL_PATH', '/nowhere');
    const { code, output } = await test(process.execPath, 'log-in');
    expect(output).toContain('HEADLESS_SHELL_PATH is /nowhere, which does not exist.');
    expect(code).toBe(1);
  });

  it('fails where no file has the part in its path', async () => {
    const { code, output } = await test('/nowhere', 'not-there', 'nor-this');
    expect(output).toContain('There is no test file with "not-there" or "nor-this" in its path.');
    expect(totals(output)).toBe('0 passed, 0 failed');
    expect(code).toBe(1);
  });

  it('takes an example from CONTRIBUTING.md that leads to tests', async () => {
    const guide = readFileSync(join(repository, 'CONTRIBUTING.md'), 'utf8');
    const part = /npm test -- (\S+)/.exec(guide)?.[1] ?? '';
    vi.stubEnv('CHROMIUM_PATH', '/nowhere');
    const { code, output } = await runIn(repository, 'scripts/test.mjs', part);
    expect(totals(output)).toMatch(/^[1-9]\d* passed, 0 failed$/);
    expect(code).toBe(0);
  });
});

describe('a database', () => {
  const projects = (config.test?.projects ?? []).flatMap((project) =>
    typeof project === 'object' && 'test' in project && project.test ? [project.test] : [],
  );
  const named = (name: string) => projects.find((project) => project.name === name);

  it('is started for the tests that ask for its address', () => {
    expect(named('database')?.globalSetup).toEqual(['packages/testkit/src/global-setup.ts']);
    expect(named('database')?.include).toContain('packages/server/src/flows/order.test.ts');
    expect(named('unit')?.exclude).toEqual(expect.arrayContaining(named('database')?.include ?? ['']));
  });

  it('is not started for others', () => {
    expect(config.test?.globalSetup).toBeUndefined();
    expect(named('unit')?.globalSetup).toBeUndefined();
    expect(named('database')?.include?.join()).not.toMatch(/packages\/(text|domain|web)\//);
  });
});
