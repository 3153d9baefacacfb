import { randomBytes, randomUUID } from 'node:crypto';
import type { TenantId } from '@tieline/protocol';
import { expect, it } from 'vitest';
import { createKnownTenants } from '../../facts/known-tenants.ts';
import { defaultLimits } from '../../node/limits.ts';
import { createEntrance } from './authenticator.ts';
import { createNodeRates } from '../limits/rates.ts';

const tokenOf = (tenant: string) => `${tenant}.${randomBytes(32).toString('base64url')}`;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function entranceFor(...tenants: string[]) {
  const asked: string[] = [];
  const store = {
    shared: async <Row>(text: string) => {
      asked.push(text);
      return tenants.map((id) => ({ id })) as Row[];
    },
  };
  const known = createKnownTenants(store);
  await known.load();
  return { entrance: createEntrance({} as never, createNodeRates(defaultLimits), known), known, asked };
}

it('[TEN-1] a socket waits in the line of the company that its token names, by header or cookie', async () => {
  const [one, other] = [randomUUID(), randomUUID()];
  const { entrance } = await entranceFor(one, other);
  expect(entrance.lineOf(bearer(tokenOf(one)), 'office')).toBe(one);
  expect(entrance.lineOf(bearer(tokenOf(other)), 'office')).toBe(other);
  const cookie = `tieline_office=${tokenOf(one)}; tieline_console=${tokenOf(other)}`;
  expect(entrance.lineOf({ cookie }, 'office')).toBe(one);
  expect(entrance.lineOf({ cookie }, 'console')).toBe(other);
});

it('[TEN-1] what is of no company shares one line, whatever it makes up', async () => {
  const one = randomUUID();
  const { entrance } = await entranceFor(one);
  expect(entrance.lineOf(bearer(tokenOf(one)), 'office')).toBe(one);
  for (const headers of [{}, bearer('x'), bearer(tokenOf(randomUUID())), bearer(`${one}.short`)])
    expect(entrance.lineOf(headers, 'office')).toBe('');
});

it('asks seldom which companies there are, however often one is named that is not known', async () => {
  const { known, asked } = await entranceFor();
  for (let at = 0; at < 1000; at += 1) expect(known.has(randomUUID() as TenantId)).toBe(false);
  expect(asked.length).toBeLessThanOrEqual(2);
});
