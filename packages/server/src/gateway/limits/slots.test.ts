import { expect, it } from 'vitest';
import { createPlaces } from './slots.ts';

it('gives no more places than there are, whoever else has some', () => {
  const places = createPlaces();
  const [two, other] = [
    { key: 'session 1', most: 2 },
    { key: 'session 2', most: 2 },
  ];
  const held = [places.take([two]), places.take([two])];
  expect(held.every((leave) => leave !== null)).toBe(true);
  expect(places.take([two])).toBeNull();
  expect(places.take([other])).not.toBeNull();
  held[0]?.();
  held[0]?.();
  expect(places.take([two])).not.toBeNull();
  expect(places.take([two])).toBeNull();
});

it('takes nothing of one count where another is full', () => {
  const places = createPlaces();
  const seat = { key: 'seat', most: 1 };
  const session = { key: 'session', most: 1 };
  const leave = places.take([seat]);
  expect(places.take([session, seat])).toBeNull();
  leave?.();
  expect(places.take([session, seat])).not.toBeNull();
});
