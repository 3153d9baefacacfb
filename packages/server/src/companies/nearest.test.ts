import { expect, it } from 'vitest';
import { suggestion } from './nearest.ts';

it.each([
  ['departement', ['name', 'department'], '; did you mean "department"?'],
  ['Name', ['name', 'department'], '; did you mean "name"?'],
  ['suport', ['Sales', 'Support'], '; did you mean "Support"?'],
  ['nmae', ['name'], ''],
  ['colour', ['name', 'department'], ''],
  ['', ['name'], ''],
  ['x'.repeat(1000), ['name'], ''],
])('of %j and %j it is %j', (written, known, sentence) => {
  expect(suggestion(written, known)).toBe(sentence);
});
