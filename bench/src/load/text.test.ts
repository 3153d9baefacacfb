import { expect, it } from 'vitest';
import { numberIn, numberOf, readNumber, textOf } from './text.ts';

it('finds the number in a text, and whose it is', () => {
  const text = textOf('a', 42);
  expect(text).toHaveLength(63);
  expect(numberIn(Buffer.from(`"${text}"`), 1, 'a')).toBe(42);
  expect(numberIn(Buffer.from(`"${text}"`), 1, 'b')).toBeNull();
  expect(numberOf(`<body>${text}</body>`, 6, 'a')).toBe(42);
  expect(numberOf(`<body>${text}</body>`, 6, 'b')).toBeNull();
});

it('reads a number up to the first letter that is none, or the end', () => {
  expect(readNumber(Buffer.from('{"seq":1207,'), 7)).toBe(1207);
  expect(readNumber(Buffer.from('9'), 0)).toBe(9);
});
