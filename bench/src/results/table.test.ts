import { expect, it } from 'vitest';
import { messagesOf, noResults } from './results.fixture.ts';
import { sectionsOf } from './sections.ts';
import { tableOf } from './table.ts';

it('lays a table out, with numbers to the right and three digits of each', () => {
  const table = tableOf(
    ['System', 'Rate'],
    [
      ['tieline', 12_345.6],
      ['none', null],
      ['alone', 1.234],
    ],
  );
  expect(table.split('\n')).toEqual([
    '| System  |   Rate |',
    '| ------- | -----: |',
    '| tieline | 12,346 |',
    '| none    |      – |',
    '| alone   |   1.23 |',
  ]);
});

it('puts Tieline in relation to each system under the same load', () => {
  const messages = [
    messagesOf('tieline', 4, 3000, 1),
    messagesOf('bare relay', 4, 12_000, 1),
    messagesOf('ejabberd', 4, 1000, 1),
    messagesOf('ejabberd', 16, 6000, 1),
  ];
  const ratios = sectionsOf({ ...noResults, messages }).find(({ title }) => title.includes('ceilings'));
  expect(ratios?.text.split('\n').at(-1)?.split(/[ |]+/).filter(Boolean)).toEqual([
    '4',
    '0.25',
    '–',
    '3.00',
    '–',
  ]);
});

it('has no section for what was not measured', () => {
  expect(sectionsOf(noResults)).toEqual([]);
});
