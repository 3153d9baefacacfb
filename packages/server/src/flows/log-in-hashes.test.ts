import type { SessionPage, TenantId } from '@tieline/protocol';
import { type Company, startTestServer, type TestServer, testPassword, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { mostSessions } from '../features/sessions/end-sessions.ts';
import { costOf, isOfCost } from '../credentials/passwords.ts';
import { loadCompany } from '../store/companies.ts';
import { loadCredential } from '../store/sessions.ts';

/** Of another cost than the hashes that the companies of the tests bring, so that all of those come from elsewhere. */
const passwordCost = { memoryCost: 16, timeCost: 1, parallelism: 1 };
const failedStepMs = 60;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    databaseUrl: inject('databaseUrl'),
    passwordCost,
    limits: { logIn: { perAddress: 10_000, perAccount: 10_000, apartMs: 1, failedStepMs } },
  });
});
afterAll(() => server.close());

type House = Company<keyof typeof wholeCast>;
const house = (): Promise<House> => server.company({ cast: wholeCast });

async function logIn(at: House, name: string, password = testPassword): Promise<Response> {
  return fetch(`${server.url}/api/v1/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      company: at.slug,
      email: `${name}@${at.slug}.example`,
      password,
      credential: 'token',
    }),
  });
}

async function tenantOf(at: House): Promise<TenantId> {
  const { token } = (await (await logIn(at, 'erik')).json()) as { token: string };
  return token.split('.')[0] as TenantId;
}

async function hashOf(tenant: TenantId, name: string): Promise<string> {
  const { people } = await server.store.read(tenant, loadCompany);
  const found = people.find(({ settings }) => settings.email.startsWith(`${name}@`));
  if (!found) throw new Error(`${name} is not there`);
  return found.passwordHash;
}

describe('a hash that came with the company file', () => {
  it('is made anew at the next log-in, at the cost of all others, and the password stays', async () => {
    const at = await house();
    const tenant = await tenantOf(at);
    const given = await hashOf(tenant, 'ada');
    expect(isOfCost(given, passwordCost)).toBe(false);
    expect((await logIn(at, 'ada', 'wrong')).status).toBe(401);
    expect(await hashOf(tenant, 'ada')).toBe(given);
    expect((await logIn(at, 'ada')).status).toBe(200);
    const renewed = await hashOf(tenant, 'ada');
    expect(isOfCost(renewed, passwordCost)).toBe(true);
    expect((await logIn(at, 'ada')).status).toBe(200);
    expect(await hashOf(tenant, 'ada')).toBe(renewed);
    expect((await logIn(at, 'ada', 'wrong')).status).toBe(401);
  });

  it('is made anew once where its owner logs in on many devices at the same moment, and all get in', async () => {
    const at = await house();
    const answers = await Promise.all(Array.from({ length: 12 }, () => logIn(at, 'ada')));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  it('is the same to the company file afterwards, and another one is another password', async () => {
    const at = await house();
    const device = await at.signIn('ada', 'console');
    const tenant = await tenantOf(at);
    const renewed = await hashOf(tenant, 'ada');
    const headers = { authorization: `Bearer ${device.token}` };
    const me = async () => (await fetch(`${server.url}/api/v1/me`, { headers })).status;
    await at.apply({});
    expect(await hashOf(tenant, 'ada')).toBe(renewed);
    expect(await me()).toBe(200);
    await at.apply({ password: 'another one' });
    expect(isOfCost(await hashOf(tenant, 'ada'), passwordCost)).toBe(false);
    expect(await me()).toBe(401);
    expect((await logIn(at, 'ada')).status).toBe(401);
    expect((await logIn(at, 'ada', 'another one')).status).toBe(200);
    // Back to the one before is a change as well.
    await at.apply({ password: testPassword });
    expect((await logIn(at, 'ada', 'another one')).status).toBe(401);
    expect((await logIn(at, 'ada')).status).toBe(200);
  });
});

describe('a log-in that fails', () => {
  it('is verified at the cost of somebody of the company, also where there is nobody with that e-mail', async () => {
    const costs = new Set<number>();
    // Which hash stands in is chance, as the ids are: of one company in ten it is never Erik's in so many.
    for (let companies = 0; companies < 20 && costs.size < 2; companies += 1) {
      const at = await house();
      // Erik's hash is renewed by that, all others are as they came.
      const tenant = await tenantOf(at);
      const standInOf = async (email: string) =>
        (await server.store.read(tenant, (db) => loadCredential(db, email))).standIn ?? '';
      for (let index = 0; index < 60; index += 1) {
        const email = `nobody${index}@${at.slug}.example`;
        const standIn = await standInOf(email);
        expect(await standInOf(email)).toBe(standIn);
        costs.add(costOf(standIn).memoryCost);
      }
    }
    expect(costs).toEqual(new Set([8, passwordCost.memoryCost]));
  });

  it('is answered at a whole step of time, whatever the hash cost and whether there was one', async () => {
    const at = await house();
    for (const name of ['ada', 'nobody', 'erik']) {
      const began = performance.now();
      expect((await logIn(at, name, 'wrong')).status).toBe(401);
      // A timer may ring a millisecond early.
      expect(performance.now() - began).toBeGreaterThan(failedStepMs - 2);
    }
  });
});

it('a person has so many sessions and no more: those that were not seen for the longest time end', async () => {
  const at = await house();
  const line = await at.join('erik', 'office');
  const first = await at.signIn('erik', 'office');
  const others: { readonly token: string }[] = [];
  for (let count = 2; count < mostSessions; count += 1)
    others.push((await (await logIn(at, 'erik')).json()) as { token: string });
  const statusOf = async ({ token }: { readonly token: string }) =>
    (await fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await statusOf(first)).toBe(200);
  const latest = (await (await logIn(at, 'erik')).json()) as { token: string };
  expect(await statusOf(first)).toBe(401);
  for (const one of [...others, latest, line.device]) expect(await statusOf(one)).toBe(200);
  // Where somebody is, a session stays, however old it is.
  await line.caughtUp();
  const page = (await (
    await fetch(`${server.url}/api/v1/sessions?limit=100`, {
      headers: { authorization: `Bearer ${latest.token}` },
    })
  ).json()) as SessionPage;
  expect(page.sessions).toHaveLength(mostSessions);
});
