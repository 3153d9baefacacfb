import { expect, it } from 'vitest';
import { cautionsOf } from './cautions.ts';
import { messagesOf, noResults } from './results.fixture.ts';

function withOthers(...shares: readonly number[]) {
  return shares.map((others) => {
    const figures = messagesOf('tieline', 4, 1000, 1);
    return { ...figures, rounds: [{ ...figures.median, cpu: { others } }] };
  });
}

it('warns of a run on a busy machine, and of a quick one', () => {
  expect(cautionsOf({ ...noResults, messages: withOthers(2, 19) })).toEqual([]);
  expect(cautionsOf({ ...noResults, messages: withOthers(2, 151) }).join()).toContain('2 to 151 % of a core');
  expect(cautionsOf({ ...noResults, quick: true }).join()).toContain('A quick look');
  expect(cautionsOf(noResults)).toEqual([]);
});
