import { randomBytes, randomUUID } from 'node:crypto';
import type { TenantId } from '@tieline/protocol';
import { expect, it } from 'vitest';
import { createKnownTenants } from '../../facts/known-tenants.ts';
import { defaultLimits } from '../../node/limits.ts';
import { createAuthenticator } from './authenticator.ts';
import { createNodeRates } from '../limits/rates.ts';

const tokenOf = (tenant: string) => `${tenant}.${randomBytes(32).toString('base64url')}`;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function authenticatorFor(...tenants: string[]) {
  const asked: string[] = [];
  const store = {
    shared: async <Row>(text: string) => {
      asked.push(text);
      return tenants.map((id) => ({ id })) as Row[];
    },
  };
  const known = createKnownTenants(store);
  await known.load();
  return {
    authenticator: createAuthenticator({} as never, createNodeRates(defaultLimits), known),
    known,
    asked,
  };
}

it('[TEN-1] a socket waits in the queue of the company that its token names, by header or cookie', async () => {
  const [one, other] = [randomUUID(), randomUUID()];
  const { authenticator } = await authenticatorFor(one, other);
  expect(authenticator.queueOf(bearer(tokenOf(one)), 'office')).toBe(one);
  expect(authenticator.queueOf(bearer(tokenOf(other)), 'office')).toBe(other);
  const cookie = `tieline_office=${tokenOf(one)}; tieline_console=${tokenOf(other)}`;
  expect(authenticator.queueOf({ cookie }, 'office')).toBe(one);
  expect(authenticator.queueOf({ cookie }, 'console')).toBe(other);
});

it('[TEN-1] what is of no company shares one line, whatever it makes up', async () => {
  const one = randomUUID();
  const { authenticator } = await authenticatorFor(one);
  expect(authenticator.queueOf(bearer(tokenOf(one)), 'office')).toBe(one);
  for (const headers of [{}, bearer('x'), bearer(tokenOf(randomUUID())), bearer(`${one}.short`)])
    expect(authenticator.queueOf(headers, 'office')).toBe('');
});

it('asks seldom which companies there are, however often one is named that is not known', async () => {
  const { known, asked } = await authenticatorFor();
  for (let at = 0; at < 1000; at += 1) expect(known.has(randomUUID() as TenantId)).toBe(false);
  expect(asked.length).toBeLessThanOrEqual(2);
});
