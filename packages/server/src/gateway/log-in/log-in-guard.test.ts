import { expect, it } from 'vitest';
import { createLogInGuard, type LogInAttempt } from './log-in-guard.ts';

const erik: LogInAttempt = {
  address: '192.0.2.1',
  company: 'harbor',
  email: 'erik@harbor.example',
  device: null,
};
const guardOf = (apartMs = 1) => createLogInGuard({ perAddress: 20, perAccount: 3, apartMs });

/** What becomes of `count` attempts at once, each of which fails. */
async function failing(
  guard: ReturnType<typeof guardOf>,
  count: number,
  attempt: LogInAttempt,
): Promise<string[]> {
  const attempts = Array.from({ length: count }, async () => {
    const finish = await guard.begin(attempt);
    finish?.(true);
    return finish ? 'checked' : 'refused';
  });
  return Promise.all(attempts);
}
const times = (count: number, what: string): string[] => Array.from({ length: count }, () => what);

it('counts attempts that fail, and no others', async () => {
  const guard = guardOf();
  for (let at = 0; at < 200; at += 1) (await guard.begin(erik))?.(false);
  expect(await failing(guard, 4, erik)).toEqual(times(4, 'checked'));
});

it('checks an account without a budget one attempt after the other, and lets no more of them wait', async () => {
  const guard = guardOf();
  expect(await failing(guard, 10, erik)).toEqual([...times(4, 'checked'), ...times(6, 'refused')]);
  // An address has one attempt in the queue, however many it makes, so others find room in it.
  const guesses = failing(guard, 10, erik);
  expect(await failing(guard, 1, { ...erik, address: '192.0.2.2' })).toEqual(['checked']);
  expect((await guesses).filter((one) => one === 'checked')).toHaveLength(1);
  // The right password is still taken, however often it was wrong.
  expect(await failing(guard, 1, erik)).toEqual(['checked']);
  expect(await failing(guard, 3, { ...erik, email: 'mei@harbor.example' })).toEqual(times(3, 'checked'));
});

it('counts the failures of an account from all addresses', async () => {
  const guard = guardOf();
  const from = (at: number): LogInAttempt => ({ ...erik, address: `192.0.2.${at}` });
  for (let at = 0; at < 30; at += 1) expect(await failing(guard, 1, from(at))).toEqual(['checked']);
  const more = await Promise.all(Array.from({ length: 12 }, (_, at) => failing(guard, 1, from(100 + at))));
  expect(more.flat().filter((one) => one === 'refused')).toHaveLength(4);
  expect(await failing(guard, 3, { ...from(200), company: 'other' })).toEqual(times(3, 'checked'));
});

it('checks a browser that the account has logged in with, whatever others try', async () => {
  const guard = guardOf(60_000);
  const tried = failing(guard, 100, erik);
  const strangers = Array.from({ length: 100 }, (_, at) =>
    failing(guard, 1, { ...erik, email: `nobody-${at}@harbor.example` }),
  );
  await Promise.all(strangers);
  expect(await failing(guard, 3, { ...erik, device: 'the laptop' })).toEqual(times(3, 'checked'));
  // Its own guesses are counted: then it is like any other.
  expect(await failing(guard, 1, { ...erik, device: 'the laptop' })).toEqual(['refused']);
  expect(await Promise.race([tried, Promise.resolve('waiting')])).toBe('waiting');
});

it('limits an address, at one company and at all of them', async () => {
  const guard = guardOf();
  const many = async (count: number, of: (at: number) => Partial<LogInAttempt>): Promise<number> => {
    const outcomes: string[] = [];
    for (let at = 0; at < count; at += 1) outcomes.push(...(await failing(guard, 1, { ...erik, ...of(at) })));
    return outcomes.filter((one) => one === 'checked').length;
  };
  expect(await many(40, (at) => ({ email: `person-${at}@harbor.example` }))).toBe(20);
  expect(await many(1, () => ({ company: 'other' }))).toBe(1);
  expect(await many(400, (at) => ({ company: `made-up-${at}` }))).toBe(200 - 20 - 1);
  expect(await many(1, () => ({ address: '192.0.2.9' }))).toBe(1);
});
