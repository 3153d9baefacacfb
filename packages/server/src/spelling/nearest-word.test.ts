import { expect, it } from 'vitest';
import { nearestWord } from './nearest-word.ts';

it.each([
  ['departement', ['name', 'department'], 'department'],
  ['Name', ['name', 'department'], 'name'],
  ['suport', ['Sales', 'Support'], 'Support'],
  ['satrt', ['start', 'stop'], 'start'],
  ['nmae', ['name'], null],
  ['colour', ['name', 'department'], null],
  ['', ['name'], null],
  ['x'.repeat(1000), ['name'], null],
])('of %j and %j it is %j', (written, known, word) => {
  expect(nearestWord(written, known)).toBe(word);
});
