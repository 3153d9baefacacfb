import { expect, it } from 'vitest';
import { createSocketSlots } from './socket-slots.ts';

/** Four slots, all in use: three sockets of ada, one of bo. */
function fullSlots() {
  const slots = createSocketSlots(4);
  const closed: string[] = [];
  const taken = ['ada', 'ada', 'ada', 'bo'].map((seat, at) => {
    const slot = slots.take(seat);
    slot?.allowEviction(() => closed.push(`${seat} ${at}`));
    return slot;
  });
  return { slots, closed, taken };
}

it('has as many slots as it has, and again those that are released', () => {
  const { slots, closed, taken } = fullSlots();
  expect(taken.every((slot) => slot !== null)).toBe(true);
  taken[3]?.release();
  taken[3]?.release();
  expect(slots.take('cy')).not.toBeNull();
  expect(closed).toEqual([]);
});

it('gives a slot to who has none, and evicts the oldest socket of who has most', () => {
  const { slots, closed } = fullSlots();
  expect(slots.take('cy')).not.toBeNull();
  expect(closed).toEqual(['ada 0']);
  expect(slots.take('dee')).not.toBeNull();
  expect(closed).toEqual(['ada 0', 'ada 1']);
});

it('evicts nothing of who would then have fewer than the new one', () => {
  const { slots, closed } = fullSlots();
  // Bo's second: Ada keeps two. Bo's third: she would have one.
  expect(slots.take('bo')).not.toBeNull();
  expect(slots.take('bo')).toBeNull();
  expect(slots.take('ada')).toBeNull();
  expect(closed).toEqual(['ada 0']);
});

it('evicts nothing of those who have one each, and nothing that is not served yet', () => {
  const slots = createSocketSlots(2);
  for (const seat of ['ada', 'bo']) slots.take(seat)?.allowEviction(() => expect.unreachable());
  expect(slots.take('cy')).toBeNull();
  const unserved = createSocketSlots(2);
  unserved.take('ada');
  unserved.take('ada');
  expect(unserved.take('bo')).toBeNull();
});

it('passes over a seat of which no socket is served yet', () => {
  const slots = createSocketSlots(5);
  const closed: string[] = [];
  for (let at = 0; at < 3; at += 1) slots.take('ada');
  for (const name of ['first', 'second']) slots.take('bo')?.allowEviction(() => closed.push(name));
  expect(slots.take('cy')).not.toBeNull();
  expect(closed).toEqual(['first']);
});

it('a slot that was evicted is not released once more', () => {
  const { slots, taken } = fullSlots();
  const cy = slots.take('cy');
  taken[0]?.release();
  expect(slots.take('dee')).not.toBeNull();
  cy?.release();
  expect(slots.take('eve')).not.toBeNull();
  // One each of ada, bo, dee and eve.
  expect(slots.take('fay')).toBeNull();
});
