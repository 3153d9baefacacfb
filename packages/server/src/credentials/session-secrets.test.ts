import { randomBytes, randomUUID } from 'node:crypto';
import type { TenantId } from '@tieline/protocol';
import { expect, it } from 'vitest';
import { createSessionSecrets } from './session-secrets.ts';

const [tenant, other] = [randomUUID() as TenantId, randomUUID() as TenantId];
const secrets = createSessionSecrets(randomBytes(32));

it('knows what it has made, for the company that it was made for', () => {
  const secret = secrets.make(tenant);
  expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(secrets.make(tenant)).not.toBe(secret);
  expect(secrets.isOurs(tenant, secret)).toBe(true);
  expect(secrets.isOurs(other, secret)).toBe(false);
});

it('takes nothing for its own that was made up, changed, or made by another installation', () => {
  const secret = secrets.make(tenant);
  const changed = (secret.startsWith('A') ? 'B' : 'A') + secret.slice(1);
  const elsewhere = createSessionSecrets(randomBytes(32)).make(tenant);
  for (const made of [changed, elsewhere, secret.slice(1), '', randomBytes(32).toString('base64url')])
    expect(secrets.isOurs(tenant, made)).toBe(false);
});
