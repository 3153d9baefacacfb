import { describe, expect, it } from 'vitest';
import { interactionOf, noInteraction, seatId } from '../facts.fixture.ts';
import { storedMessage } from '../stored-message.fixture.ts';
import { numberingOf, renumbered, wholeNumbering } from './numbering.ts';

const running = interactionOf(seatId('maya'));

describe('the numbers of a reader', () => {
  it('[HIST-5] begin with the interaction of an agent chat, for who takes part in it', () => {
    const numbering = numberingOf({ kind: 'agent', relation: 'member', interaction: running });
    expect(numbering).toEqual({ interaction: 2, seq: 40, rev: 42 });
    const message = { ...storedMessage({ format: 'plain', text: 'The first' }), seq: 41, rev: 43 };
    expect(renumbered(message, numbering)).toEqual({ ...message, seq: 1, rev: 1 });
  });

  it.each([
    ['agent', 'archive', running],
    ['agent', 'monitor', running],
    ['agent', 'member', noInteraction],
    ['expert', 'member', running],
    ['direct', 'member', noInteraction],
    ['customer', 'member', running],
  ] as const)('[HIST-5, HIST-6] begin with the conversation: of the kind %s, for a %s', (...row) => {
    const [kind, relation, interaction] = row;
    expect(numberingOf({ kind, relation, interaction })).toBe(wholeNumbering);
  });

  it('leave a message the object that it is where they begin with the conversation', () => {
    const message = storedMessage({ format: 'plain', text: 'As it is' });
    expect(renumbered(message, wholeNumbering)).toBe(message);
  });
});
