import { expect, it } from 'vitest';
import { leaseTimesOf } from './lease.ts';

/** Grace time, lease and renewals, all in seconds. */
const table: readonly (readonly [number, number, number])[] = [
  [0, 1, 0.25],
  [1, 1, 0.25],
  [2, 1, 0.25],
  [3, 1.5, 0.375],
  [5, 2.5, 0.625],
  [8, 4, 1],
  [19, 9.5, 1],
  [20, 10, 1],
  [30, 10, 1],
  [3600, 10, 1],
];

it.each(table)(
  '[PRES-8] a grace time of %d s makes a lease of %d s, renewed every %d s',
  (grace, lease, every) => {
    expect(leaseTimesOf(grace)).toEqual({ seconds: lease, renewEveryMs: every * 1000 });
  },
);

it('[PRES-8] a lease outlasts three renewals that fail, and is over well before the grace time', () => {
  for (let grace = 2; grace <= 3600; grace += 1) {
    const { seconds, renewEveryMs } = leaseTimesOf(grace);
    expect(seconds * 1000).toBeGreaterThanOrEqual(4 * renewEveryMs);
    expect(seconds * 1000 + 2 * renewEveryMs).toBeLessThan(grace * 1000);
  }
});
