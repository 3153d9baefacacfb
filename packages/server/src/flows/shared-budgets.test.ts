import {
  type Company,
  startTestServer,
  testPassword,
  type TestServer,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest';

const limits = { logIn: { perAddress: 13, perAccount: 10, apartMs: 200, failedStepMs: 0 } };
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
  readonly email: string;
  readonly password?: string;
  readonly cookie?: string;
}

const tryLogIn = async ({ company, email, password, cookie }: Tried): Promise<Response> =>
  fetch(`${server.url}/api/v1/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie === undefined ? {} : { cookie }) },
    body: JSON.stringify({ company, email, password: password ?? 'wrong' }),
  });

async function statuses(times: number, tried: (at: number) => Tried): Promise<number[]> {
  const found: number[] = [];
  for (let at = 0; at < times; at += 1) found.push((await tryLogIn(tried(at))).status);
  return found;
}
const atOnce = (times: number, tried: Tried): Promise<number[]> =>
  Promise.all(Array.from({ length: times }, async () => (await tryLogIn(tried)).status));
const times = (count: number, status: number): number[] => Array.from({ length: count }, () => status);

/** Erik has the same e-mail at no other company, but anybody may try it there. */
const erik = (at: Company<WholeCast>, more: Partial<Tried> = {}): Tried => ({
  company: at.slug,
  email: `erik@${at.slug}.example`,
  ...more,
});
const right = { password: testPassword };

describe('log-ins that fail at one company', () => {
  it('[TEN-1] of an e-mail keep nobody with that e-mail out of another one', async () => {
    const same = { ...erik(there), company: here.slug };
    expect(await statuses(10, () => same)).toEqual(times(10, 401));
    const many = atOnce(8, same);
    expect((await tryLogIn(erik(there, right))).status).toBe(200);
    // The positive: it is this e-mail at this company that has to wait, however the company is written.
    expect((await many).filter((status) => status === 429).length).toBeGreaterThan(0);
    const spelled = await atOnce(8, { ...same, company: ` ${here.slug.toUpperCase()} ` });
    expect(spelled).toContain(429);
  });

  it('[TEN-1] of many people use up nothing of another one', async () => {
    const tried = (at: number) => ({ company: here.slug, email: `person-${at}@here.example` });
    expect(await statuses(15, tried)).toEqual([...times(13, 401), ...times(2, 429)]);
    expect((await tryLogIn(erik(there, right))).status).toBe(200);
  });

  it('[TEN-1] are answered with nothing that tells how much is left', async () => {
    const tried = (at: number) => ({ company: here.slug, email: `person-${at}@here.example` });
    await statuses(13, tried);
    const limited = await tryLogIn(tried(14));
    expect(limited.status).toBe(429);
    for (const answer of [await tryLogIn(erik(there)), await tryLogIn(erik(there, right)), limited])
      expect([...answer.headers.keys()].filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
  });

  it('are limited by account also where each names another company, and alike for names of none', async () => {
    const madeUp = { company: 'no-such-company', email: 'erik@no-such-company.example' };
    expect(await statuses(10, () => madeUp)).toEqual(times(10, 401));
    expect(await atOnce(8, madeUp)).toContain(429);
    const found = await statuses(140, (at) => ({ ...madeUp, company: `made-up-${at}` }));
    expect(found.filter((status) => status === 401).length).toBeLessThanOrEqual(130);
    expect(found.at(-1)).toBe(429);
  });
});

describe('somebody whose password others guess at', () => {
  it('gets in with the right one from the same address, only later', async () => {
    expect(await statuses(11, () => erik(here))).toEqual(times(11, 401));
    expect((await tryLogIn(erik(here, right))).status).toBe(200);
    expect((await tryLogIn({ ...erik(here, right), email: `mei@${here.slug}.example` })).status).toBe(200);
  });

  it('gets in at once with a browser that they have logged in with before', async () => {
    const known = await tryLogIn(erik(here, right));
    const cookie = known.headers.getSetCookie().find((one) => one.startsWith('tieline_device='));
    const proof = { cookie: cookie?.split(';')[0] ?? '' };
    const tried = (at: number) => ({ company: here.slug, email: `person-${at}@here.example` });
    expect((await statuses(15, tried)).at(-1)).toBe(429);
    expect((await tryLogIn(erik(here, right))).status).toBe(429);
    expect((await tryLogIn(erik(here, { ...right, ...proof }))).status).toBe(200);
    // It is a proof for this account alone, and it opens nothing.
    const mei = { ...erik(here, { ...right, ...proof }), email: `mei@${here.slug}.example` };
    expect((await tryLogIn(mei)).status).toBe(429);
    expect((await tryLogIn(erik(here, proof))).status).toBe(401);
  });

  it('may log in as often as they like', async () => {
    expect(await statuses(30, () => erik(here, right))).toEqual(times(30, 200));
  });
});
