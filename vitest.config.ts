import { defineConfig } from 'vitest/config';

/**
 * Our own packages by their sources: in tests, and in what is set up for all of them. Without Vite's own `module`: Vitest
 * hands these on to Node, which cannot load what bundlers are given under that name.
 */
const resolve = { conditions: ['tieline-source', 'node', 'development'] };
const resolution = { resolve, environments: { ssr: { resolve }, __vitest__: { resolve } } };

export default defineConfig({
  ...resolution,
  test: {
    // One real PostgreSQL for the whole run; every test makes tenants of its own in it.
    globalSetup: ['packages/testkit/src/global-setup.ts'],
    projects: [
      {
        ...resolution,
        test: {
          name: 'unit',
          include: [
            'packages/**/src/**/*.test.{ts,tsx}',
            '{bench,torture}/src/**/*.test.ts',
            'scripts/*.test.ts',
          ],
          allowOnly: false,
          maxWorkers: 2,
          // Only to end what hangs: a busy machine is no failure.
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        ...resolution,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          allowOnly: false,
          // One browser at a time, and nothing else beside it.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          testTimeout: 150_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
