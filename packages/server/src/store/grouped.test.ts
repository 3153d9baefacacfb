import type { TenantId } from '@tieline/protocol';
import { expect, it } from 'vitest';
import { createGrouped } from './grouped.ts';

const [one, other] = ['one', 'other'] as [TenantId, TenantId];

it('asks for everything of one turn together, company by company, and answers each its own', async () => {
  const asked: string[] = [];
  const double = createGrouped<number, number>(async (tenant, keys) => {
    asked.push(`${tenant} ${keys.join()}`);
    return keys.map((key) => key * 2);
  });
  const answers = await Promise.all([double(one, 1), double(other, 5), double(one, 2), double(one, 2)]);
  expect(answers).toEqual([2, 10, 4, 4]);
  expect(asked).toEqual(['one 1,2,2', 'other 5']);
});

it('gathers what comes while a query is on its way, and asks for no more than a group at once', async () => {
  const sizes: number[] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const load = createGrouped<number, number>(async (_, keys) => {
    sizes.push(keys.length);
    await gate;
    return keys;
  });
  const first = load(one, 0);
  await new Promise(setImmediate);
  const rest = Array.from({ length: 1200 }, (_, at) => load(one, at));
  open();
  expect(await first).toBe(0);
  expect(await Promise.all(rest)).toEqual(Array.from({ length: 1200 }, (_, at) => at));
  expect(sizes).toEqual([1, 500, 500, 200]);
});

it('fails those whose query failed, and nobody after them', async () => {
  let fails = true;
  const load = createGrouped<string, string>(async (_, keys) => {
    if (fails) throw new Error('The database is gone');
    return keys;
  });
  const failing = [load(one, 'a'), load(one, 'b')];
  for (const each of failing) await expect(each).rejects.toThrow('The database is gone');
  fails = false;
  expect(await load(one, 'c')).toBe('c');
});
