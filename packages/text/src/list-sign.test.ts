import { describe, expect, it } from 'vitest';
import {
  isListNumber,
  type Numbering,
  numberingOf,
  numberings,
  numberRuns,
  readInteger,
  readSign,
  signOf,
  styleOfNumbering,
} from './list-sign.ts';

const signs: readonly (readonly [number, Numbering, string])[] = [
  [1, '1', '1.'],
  [0, '1', '0.'],
  [999_999, '1', '999999.'],
  [1, 'a', 'a.'],
  [26, 'a', 'z.'],
  [27, 'a', 'aa.'],
  [53, 'a', 'ba.'],
  [703, 'a', 'aaa.'],
  [2, 'A', 'B.'],
  [0, 'a', '0.'],
  [3, 'i', 'iii.'],
  [4, 'i', 'iv.'],
  [1994, 'I', 'MCMXCIV.'],
  [3999, 'i', 'mmmcmxcix.'],
  [4000, 'i', '4000.'],
  [0, 'I', '0.'],
];

describe('the sign of an item', () => {
  it.each(signs)('[CONT-1] %d by %s is %s', (number, numbering, sign) => {
    expect(signOf(number, numbering)).toBe(sign);
  });

  it.each([
    ['7.', [['1', 7]]],
    [
      'i.',
      [
        ['i', 1],
        ['a', 9],
      ],
    ],
    [
      'c.',
      [
        ['a', 3],
        ['i', 100],
      ],
    ],
    [
      'V.',
      [
        ['I', 5],
        ['A', 22],
      ],
    ],
    [
      'iii.',
      [
        ['i', 3],
        ['a', 6327],
      ],
    ],
    ['iiii.', []],
    ['bz.', [['a', 78]]],
  ])('[CONT-1] %s is read in each way, the likeliest first', (sign, readings) => {
    expect([...readSign(sign)]).toEqual(readings);
  });

  it.each(['', '.', '1', '1)', '(1)', '1.1.', '007.', '1234567.', 'aB.', 'word.', '•', '-1.', '١.'])(
    '[CONT-1] %j is the sign of no list',
    (sign) => {
      expect(readSign(sign).size).toBe(0);
    },
  );

  it('[CONT-1] is read back as it was written, by every numbering', () => {
    for (const numbering of numberings)
      for (let number = 1; number < 4000; number += 1)
        expect(readSign(signOf(number, numbering)).get(numbering)).toBe(number);
  });
});

it.each([
  ['a', 'a'],
  ['A', 'A'],
  ['lower-latin', 'a'],
  ['UPPER-ROMAN', 'I'],
  ['decimal', '1'],
  ['disc', null],
  ['', null],
])('[CONT-1] the numbering %j is %j', (name, numbering) => {
  expect(numberingOf(name)).toBe(numbering);
});

it.each([
  { values: [null, null, null], start: null, isReversed: false, runs: [[1, 3]] },
  { values: [null, null], start: 7, isReversed: false, runs: [[7, 2]] },
  {
    values: [null, 5, null, 9],
    start: null,
    isReversed: false,
    runs: [
      [1, 1],
      [5, 2],
      [9, 1],
    ],
  },
  {
    values: [null, null],
    start: null,
    isReversed: true,
    runs: [
      [2, 1],
      [1, 1],
    ],
  },
  { values: [3, 4], start: -1, isReversed: false, runs: [[3, 2]] },
  { values: [], start: 4, isReversed: false, runs: [] },
])('[CONT-1] items $values from $start are numbered $runs', ({ values, start, isReversed, runs }) => {
  expect(numberRuns(values, { start, isReversed })).toEqual(runs.map(([first, count]) => ({ first, count })));
});

it.each([
  ['7', 7],
  [' \n-3', -3],
  ['+4px', 4],
  ['12345678', 12_345_678],
  ['99999999999999999999', null],
  ['x', null],
  ['', null],
])('[CONT-1] %j is the number %j', (written, number) => {
  expect(readInteger(written)).toBe(number);
});

it('[CONT-1] a list begins with no number below nothing, and with none that is longer than a list', () => {
  expect([-1, 0, 999_999, 1_000_000].map(isListNumber)).toEqual([false, true, true, false]);
});

it('[CONT-1] each numbering is found again by its name in CSS', () => {
  expect(numberings.map((numbering) => numberingOf(styleOfNumbering(numbering)))).toEqual([...numberings]);
});
