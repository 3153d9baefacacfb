import { expect, it } from 'vitest';
import { createLogInGuard, type LogInTry } from './log-in-guard.ts';

const erik: LogInTry = {
  address: '192.0.2.1',
  company: 'harbor',
  email: 'erik@harbor.example',
  device: null,
};
const guardOf = (apartMs = 1) => createLogInGuard({ perAddress: 20, perAccount: 3, apartMs });

/** What becomes of so many tries at once, each of which fails. */
async function failing(
  guard: ReturnType<typeof guardOf>,
  count: number,
  attempt: LogInTry,
): Promise<string[]> {
  const tries = Array.from({ length: count }, async () => {
    const leave = await guard.enter(attempt);
    leave?.(true);
    return leave ? 'looked at' : 'not now';
  });
  return Promise.all(tries);
}
const times = (count: number, what: string): string[] => Array.from({ length: count }, () => what);

it('counts what fails, and nothing that does not', async () => {
  const guard = guardOf();
  for (let at = 0; at < 200; at += 1) (await guard.enter(erik))?.(false);
  expect(await failing(guard, 4, erik)).toEqual(times(4, 'looked at'));
});

it('lets an account that is guessed at through one after the other, and no more of them wait', async () => {
  const guard = guardOf();
  expect(await failing(guard, 10, erik)).toEqual([...times(4, 'looked at'), ...times(6, 'not now')]);
  // Who guesses takes one place of those who wait, and no more of somebody else's.
  const wrong = failing(guard, 10, erik);
  expect(await failing(guard, 1, { ...erik, address: '192.0.2.2' })).toEqual(['looked at']);
  expect((await wrong).filter((one) => one === 'looked at')).toHaveLength(1);
  // The right password is still taken, however often it was wrong.
  expect(await failing(guard, 1, erik)).toEqual(['looked at']);
  expect(await failing(guard, 3, { ...erik, email: 'mei@harbor.example' })).toEqual(times(3, 'looked at'));
});

it('knows the account wherever it is guessed at from', async () => {
  const guard = guardOf();
  const from = (at: number): LogInTry => ({ ...erik, address: `192.0.2.${at}` });
  for (let at = 0; at < 30; at += 1) expect(await failing(guard, 1, from(at))).toEqual(['looked at']);
  const more = await Promise.all(Array.from({ length: 12 }, (_, at) => failing(guard, 1, from(100 + at))));
  expect(more.flat().filter((one) => one === 'not now')).toHaveLength(4);
  expect(await failing(guard, 3, { ...from(200), company: 'other' })).toEqual(times(3, 'looked at'));
});

it('lets a browser through that the account has logged in with, whatever others try', async () => {
  const guard = guardOf(60_000);
  const tried = failing(guard, 100, erik);
  const strangers = Array.from({ length: 100 }, (_, at) =>
    failing(guard, 1, { ...erik, email: `nobody-${at}@harbor.example` }),
  );
  await Promise.all(strangers);
  expect(await failing(guard, 3, { ...erik, device: 'the laptop' })).toEqual(times(3, 'looked at'));
  // Its own guesses are counted: then it is like any other.
  expect(await failing(guard, 1, { ...erik, device: 'the laptop' })).toEqual(['not now']);
  expect(await Promise.race([tried, Promise.resolve('waiting')])).toBe('waiting');
});

it('has an end for an address, at one company and at all of them', async () => {
  const guard = guardOf();
  const many = async (count: number, of: (at: number) => Partial<LogInTry>): Promise<number> => {
    const found: string[] = [];
    for (let at = 0; at < count; at += 1) found.push(...(await failing(guard, 1, { ...erik, ...of(at) })));
    return found.filter((one) => one === 'looked at').length;
  };
  expect(await many(40, (at) => ({ email: `person-${at}@harbor.example` }))).toBe(20);
  expect(await many(1, () => ({ company: 'other' }))).toBe(1);
  expect(await many(400, (at) => ({ company: `made-up-${at}` }))).toBe(200 - 20 - 1);
  expect(await many(1, () => ({ address: '192.0.2.9' }))).toBe(1);
});
