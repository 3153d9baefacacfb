import {
  type Company,
  startTestServer,
  testPassword,
  type TestServer,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest';

const limits = { logIn: { perAddress: 13, perAccount: 10 } };
let server: TestServer;
let here: Company<WholeCast>;
let there: Company<WholeCast>;
beforeEach(async () => {
  await server?.close();
  server = await startTestServer({ databaseUrl: inject('databaseUrl'), limits });
  [here, there] = [await server.company({ cast: wholeCast }), await server.company({ cast: wholeCast })];
});
afterAll(() => server.close());

interface Tried {
  readonly company: string;
  readonly email?: string;
  readonly password?: string;
}

const tryLogIn = async ({ company, email, password }: Tried): Promise<Response> =>
  fetch(`${server.url}/api/v1/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      company,
      email: email ?? `erik@${there.slug}.example`,
      password: password ?? 'wrong',
    }),
  });

async function statuses(times: number, tried: (at: number) => Tried): Promise<number[]> {
  const found: number[] = [];
  for (let at = 0; at < times; at += 1) found.push((await tryLogIn(tried(at))).status);
  return found;
}
const times = (count: number, status: number): number[] => Array.from({ length: count }, () => status);

const rightOne = () => tryLogIn({ company: there.slug, password: testPassword });

describe('log-ins that fail at one company', () => {
  it('[TEN-1] of an e-mail keep nobody with that e-mail out of another one', async () => {
    expect(await statuses(12, () => ({ company: here.slug }))).toEqual([...times(10, 401), ...times(2, 429)]);
    expect((await rightOne()).status).toBe(200);
    // The positive: it is this e-mail at this company that is kept out, however the company is written.
    expect((await tryLogIn({ company: ` ${here.slug.toUpperCase()} ` })).status).toBe(429);
  });

  it('[TEN-1] of many people use up nothing of another one', async () => {
    const tried = (at: number) => ({ company: here.slug, email: `person-${at}@here.example` });
    expect(await statuses(15, tried)).toEqual([...times(13, 401), ...times(2, 429)]);
    expect((await rightOne()).status).toBe(200);
  });

  it('[TEN-1] are answered with nothing that tells how much is left', async () => {
    for (const answer of [await tryLogIn({ company: here.slug }), await rightOne()])
      expect([...answer.headers.keys()].filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
    await statuses(12, () => ({ company: here.slug }));
    const limited = await tryLogIn({ company: here.slug });
    expect(limited.status).toBe(429);
    expect([...limited.headers.keys()].filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
  });

  it('are limited by account also where each names another company, and alike for names of none', async () => {
    const madeUp = await statuses(11, () => ({ company: 'no-such-company' }));
    expect(madeUp).toEqual([...times(10, 401), 429]);
    const found = await statuses(140, (at) => ({ company: `made-up-${at}` }));
    expect(found.filter((status) => status === 401).length).toBeLessThanOrEqual(130);
    expect(found.at(-1)).toBe(429);
  });
});
