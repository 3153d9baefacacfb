import { beforeEach, expect, it, vi } from 'vitest';

type Parts = typeof import('./part-source.ts');
let parts: Parts;

const Part = () => null;
const lost = () => Promise.reject(new Error('the line is lost'));

beforeEach(async () => {
  vi.resetModules();
  parts = await import('./part-source.ts');
});

it('a part is fetched once, however many ask for it', async () => {
  const load = vi.fn<() => Promise<typeof Part>>(async () => Part);
  const { current, fetch } = parts.partSource(load);
  expect(current()).toBeNull();
  expect(await Promise.all([fetch(), fetch()])).toEqual([Part, Part]);
  expect(await fetch()).toBe(Part);
  expect(load).toHaveBeenCalledTimes(1);
  expect(current()).toBe(Part);
});

it('a part that a lost line has kept back is fetched when it is asked for again', async () => {
  const load = vi.fn<() => Promise<typeof Part>>(async () => Part);
  load.mockImplementationOnce(lost);
  const { current, fetch } = parts.partSource(load);
  await expect(fetch()).rejects.toThrow('the line is lost');
  expect(current()).toBeNull();
  expect(await fetch()).toBe(Part);
});

it('parts that are fetched ahead come one after the other, and those that they bring as well', async () => {
  const order: string[] = [];
  const source = (name: string, then: () => void = () => undefined) =>
    parts.partSource(async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      then();
      order.push(`${name} is there`);
      return Part;
    });
  const first = source('first', () => source('inner'));
  const second = source('second');
  await Promise.all([parts.fetchAhead(), parts.fetchAhead()]);
  expect(order).toEqual([
    'first begins',
    'first is there',
    'second begins',
    'second is there',
    'inner begins',
    'inner is there',
  ]);
  expect([first.current(), second.current()]).toEqual([Part, Part]);
});

it('fetching ahead stops with the line, and goes on from there', async () => {
  const load = vi.fn<() => Promise<typeof Part>>(async () => Part);
  load.mockImplementationOnce(lost);
  const [first, second] = [parts.partSource(load), parts.partSource(async () => Part)];
  await parts.fetchAhead();
  expect([first.current(), second.current()]).toEqual([null, null]);
  await parts.fetchAhead();
  expect([first.current(), second.current()]).toEqual([Part, Part]);
});
