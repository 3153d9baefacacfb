import { expect, it } from 'vitest';
import { costOf } from './rate.ts';

it.each([
  [0, 1],
  [16_384, 1],
  [16_385, 2],
  [64_000, 4],
])('a command of %i bytes counts for %i', (bytes, cost) => {
  expect(costOf(bytes)).toBe(cost);
});
