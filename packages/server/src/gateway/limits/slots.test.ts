import { expect, it } from 'vitest';
import { createSlots } from './slots.ts';

it('takes no more slots of a key than its limit, whatever other keys use', () => {
  const slots = createSlots();
  const [two, other] = [
    { key: 'session 1', most: 2 },
    { key: 'session 2', most: 2 },
  ];
  const taken = [slots.take([two]), slots.take([two])];
  expect(taken.every((release) => release !== null)).toBe(true);
  expect(slots.take([two])).toBeNull();
  expect(slots.take([other])).not.toBeNull();
  taken[0]?.();
  taken[0]?.();
  expect(slots.take([two])).not.toBeNull();
  expect(slots.take([two])).toBeNull();
});

it('takes no slot of one key where the limit of another is reached', () => {
  const slots = createSlots();
  const seat = { key: 'seat', most: 1 };
  const session = { key: 'session', most: 1 };
  const release = slots.take([seat]);
  expect(slots.take([session, seat])).toBeNull();
  release?.();
  expect(slots.take([session, seat])).not.toBeNull();
});
