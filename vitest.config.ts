import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // One real PostgreSQL for the whole run; every test makes tenants of its own in it.
    globalSetup: ['packages/testkit/src/global-setup.ts'],
    projects: [
      {
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
