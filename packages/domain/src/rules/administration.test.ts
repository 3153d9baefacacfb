import { expect, it } from 'vitest';
import { decideReadRefusals } from './administration.ts';

it('[EXPL-4] administrators read what was refused, and nobody else', () => {
  expect(decideReadRefusals({ administrator: true })).toEqual({ allowed: true, rule: 'EXPL-4' });
  expect(decideReadRefusals({ administrator: false })).toEqual({
    allowed: false,
    rule: 'EXPL-4',
    code: 'not-an-administrator',
  });
});
