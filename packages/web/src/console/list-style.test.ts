import { expect, it } from 'vitest';
import { listStyle } from './list-style.ts';

it.each([
  ['', 1, 9, null],
  ['1', 90, 10, null],
  ['1', 90, 11, '--sign: 4'],
  ['1', 123_456, 1, '--sign: 7'],
  ['a', 1, 3, 'list-style-type: lower-alpha'],
  ['I', 1, 8, 'list-style-type: upper-roman; --sign: 5'],
  ['square', 1, 1, null],
])('[CONT-1] a list of %j from %d with %d items has the style %j', (type, start, count, style) => {
  expect(listStyle(type, start, count)).toBe(style);
});
