import { expect, it } from 'vitest';
import { sqlArray } from './sql-array.ts';

it('writes numbers, truths and what is missing as they are', () => {
  expect(sqlArray([1, -2, null, true, false])).toBe('{1,-2,NULL,true,false}');
  expect(sqlArray([])).toBe('{}');
});

it('quotes every text, so that none is taken for a part of the array', () => {
  expect(sqlArray(['NULL', 'a,b', '{}', '', ' '])).toBe('{"NULL","a,b","{}",""," "}');
  expect(sqlArray(['say "hi"', 'C:\\dir', '\\"'])).toBe('{"say \\"hi\\"","C:\\\\dir","\\\\\\""}');
});
