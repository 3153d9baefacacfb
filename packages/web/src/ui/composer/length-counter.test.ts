import { expect, it } from 'vitest';
import { bytesLeft, charactersLeft } from './length-counter.tsx';

it.each([
  ['', 100, 100],
  ['x'.repeat(90), 100, 10],
  ['x'.repeat(100), 100, 0],
  ['x'.repeat(119), 100, -19],
  ['é'.repeat(60), 100, -10],
  ['語'.repeat(30), 100, 3],
  ['語'.repeat(40), 100, -7],
  ['👍'.repeat(30), 100, -5],
])('of %j in %i bytes, %i characters are left', (text, most, left) => {
  expect(charactersLeft(text, most)).toBe(left);
  expect(Math.sign(bytesLeft(text, most))).toBe(Math.sign(left));
});
