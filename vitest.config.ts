import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Our own packages by their sources: in tests, and in what is set up for all of them. Without Vite's own `module`: Vitest
 * hands these on to Node, which cannot load what bundlers are given under that name.
 */
const resolve = { conditions: ['tieline-source', 'node', 'development'] };
const resolution = { resolve, environments: { ssr: { resolve }, __vitest__: { resolve } } };

/** PostgreSQL, one for the whole run; every test makes tenants of its own in it. */
const globalSetup = ['packages/testkit/src/global-setup.ts'];

/** A test says by itself what it needs, so no list has to be kept. */
const testsWith = (words: string) =>
  readdirSync('packages').flatMap((name) => {
    const folder = join('packages', name, 'src');
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.test\.tsx?$/.test(file))
      .map((file) => join(folder, file))
      .filter((path) => readFileSync(path, 'utf8').includes(words));
  });

const databaseTests = testsWith("inject('databaseUrl')");
const pageTests = testsWith('// @environment page');

const unitTests = [
  'packages/**/src/**/*.test.{ts,tsx}',
  '{bench,torture}/src/**/*.test.ts',
  'scripts/*.test.ts',
];

const settings = {
  allowOnly: false,
  maxWorkers: 2,
  // Only to end what hangs: a busy machine is no failure.
  testTimeout: 90_000,
  hookTimeout: 90_000,
};

export default defineConfig({
  ...resolution,
  test: {
    projects: [
      {
        ...resolution,
        test: {
          ...settings,
          name: 'unit',
          include: unitTests,
          exclude: [...configDefaults.exclude, ...databaseTests, ...pageTests],
        },
      },
      {
        ...resolution,
        test: {
          ...settings,
          name: 'pages',
          include: pageTests,
          environment: './packages/web/test/environment.ts',
          // To load React and a document for each file takes longer than its tests.
          isolate: false,
        },
      },
      { ...resolution, test: { ...settings, name: 'database', include: databaseTests, globalSetup } },
      {
        ...resolution,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup,
          allowOnly: false,
          // One browser at a time, and nothing else beside it.
          maxWorkers: 1,
          // The files change nothing of their process, and to load Playwright and the server for each takes seconds.
          isolate: false,
          sequence: { groupOrder: 1 },
          testTimeout: 150_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
