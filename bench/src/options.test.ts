import { expect, it } from 'vitest';
import { parseOptions } from './options.ts';
import { planOf } from './plan.ts';

it('measures everything that anybody may where nothing is said', () => {
  const plan = planOf(parseOptions([]));
  expect(plan.scenarios).toHaveLength(8);
  expect(plan.scenarios).not.toContain('small-server');
  expect(plan.messages).toMatchObject({ rounds: 3, inFlights: [1, 4, 16] });
});

it('takes a choice of scenarios, and a number of rounds', () => {
  const plan = planOf(parseOptions(['--only', 'messages,alone', '--rounds', '1']));
  expect(plan.scenarios).toEqual(['messages', 'alone']);
  expect(plan.messages.rounds).toBe(1);
});

it('refuses what it does not know', () => {
  expect(() => parseOptions(['--only', 'mesages'])).toThrow('"mesages" is none of messages');
  expect(() => parseOptions(['--rounds', '0'])).toThrow('--rounds');
  expect(() => parseOptions(['--fast'])).toThrow('--fast');
});
