import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backOff, usualTiming } from './timing.ts';

it('backs off from a quarter of a second to fifteen, with full jitter', () => {
  const most = [0, 1, 2, 5, 6, 7, 1_000].map((attempt) => backOff(usualTiming, attempt, () => 1));
  expect(most).toEqual([250, 500, 1_000, 8_000, 15_000, 15_000, 15_000]);
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
      const limit = backOff(usualTiming, attempt, () => 1);
      expect(backOff(usualTiming, attempt, () => chance)).toBe(Math.round(limit * chance));
    }),
  );
});
