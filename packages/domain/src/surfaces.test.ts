import { expect, it } from 'vitest';
import { sideOfSurface, surfaceOfSeat } from './surfaces.ts';

it.each([
  ['office', 'office'],
  ['agent', 'console'],
] as const)('a seat of the side %s is used in the %s, and its reader is of that side', (kind, surface) => {
  expect(surfaceOfSeat(kind)).toBe(surface);
  expect(sideOfSurface(surface)).toBe(kind);
});
