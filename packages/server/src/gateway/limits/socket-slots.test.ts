import { expect, it } from 'vitest';
import { createSocketRoom } from './socket-slots.ts';

/** A room of four that is full: three sockets of ada, one of bo. */
function fullRoom() {
  const room = createSocketRoom(4);
  const closed: string[] = [];
  const places = ['ada', 'ada', 'ada', 'bo'].map((seat, at) => {
    const place = room.take(seat);
    place?.mayGiveWay(() => closed.push(`${seat} ${at}`));
    return place;
  });
  return { room, closed, places };
}

it('has as many places as it has, and again those that are left', () => {
  const { room, closed, places } = fullRoom();
  expect(places.every((place) => place !== null)).toBe(true);
  places[3]?.leave();
  places[3]?.leave();
  expect(room.take('cy')).not.toBeNull();
  expect(closed).toEqual([]);
});

it('lets in who has none, and whoever has most makes room with the oldest', () => {
  const { room, closed } = fullRoom();
  expect(room.take('cy')).not.toBeNull();
  expect(closed).toEqual(['ada 0']);
  expect(room.take('dee')).not.toBeNull();
  expect(closed).toEqual(['ada 0', 'ada 1']);
});

it('takes nothing from who would then have fewer than the newcomer', () => {
  const { room, closed } = fullRoom();
  // Bo's second: Ada keeps two. Bo's third: she would have one.
  expect(room.take('bo')).not.toBeNull();
  expect(room.take('bo')).toBeNull();
  expect(room.take('ada')).toBeNull();
  expect(closed).toEqual(['ada 0']);
});

it('takes nothing from those who have one each, and asks nobody who is not served yet', () => {
  const room = createSocketRoom(2);
  for (const seat of ['ada', 'bo']) room.take(seat)?.mayGiveWay(() => expect.unreachable());
  expect(room.take('cy')).toBeNull();
  const unserved = createSocketRoom(2);
  unserved.take('ada');
  unserved.take('ada');
  expect(unserved.take('bo')).toBeNull();
});

it('passes over a seat whose sockets are all still on their way in', () => {
  const room = createSocketRoom(5);
  const closed: string[] = [];
  for (let at = 0; at < 3; at += 1) room.take('ada');
  for (const name of ['first', 'second']) room.take('bo')?.mayGiveWay(() => closed.push(name));
  expect(room.take('cy')).not.toBeNull();
  expect(closed).toEqual(['first']);
});

it('a place that was taken back is not given back once more', () => {
  const { room, places } = fullRoom();
  const cy = room.take('cy');
  places[0]?.leave();
  expect(room.take('dee')).not.toBeNull();
  cy?.leave();
  expect(room.take('eve')).not.toBeNull();
  // One each of ada, bo, dee and eve.
  expect(room.take('fay')).toBeNull();
});
