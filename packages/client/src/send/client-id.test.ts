import { expect, it } from 'vitest';
import { range } from '../../test/cast.ts';
import { followClientId, newClientId } from './client-id.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

it('[DEL-6] a client id is a UUID that tells its moment, and no two are alike', () => {
  const now = Date.parse('2027-03-04T05:06:07.000Z');
  const ids = range(1, 10_000).map(() => newClientId(now));
  for (const id of ids) expect(id).toMatch(uuid);
  expect(new Set(ids).size).toBe(ids.length);
  const [first = ''] = ids;
  expect(Number.parseInt(first.slice(0, 8) + first.slice(9, 13), 16)).toBe(now);
});

it('[DEL-7] client ids ascend in the order of writing, even where the clock is set back', () => {
  const now = Date.parse('2028-01-01T00:00:00.000Z');
  const ids = [now, now, now - 86_400_000, now - 1, now + 1, now].map((moment) => newClientId(moment));
  expect(ids.toSorted()).toEqual(ids);
});

it('[DEL-7] an id made after one of an earlier run comes after it, even where that clock was ahead', () => {
  const left = newClientId(Date.parse('2030-01-01T00:00:00.000Z'));
  followClientId(left);
  expect(newClientId() > left).toBe(true);
  const broken = 'ffffffff-ffff-7fff-bfff-ffffffffffff' as typeof left;
  followClientId(broken);
  followClientId('0123456789abcdef' as typeof left);
  expect(newClientId()).toMatch(uuid);
});
