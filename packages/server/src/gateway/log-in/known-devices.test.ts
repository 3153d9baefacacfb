import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createKnownDevices } from './known-devices.ts';

const devices = createKnownDevices(randomBytes(32));
const erik = { company: 'harbor', email: 'erik@harbor.example' };
const mei = { company: 'harbor', email: 'mei@harbor.example' };

it('knows the accounts that have logged in with a browser, and no others', () => {
  const kept = devices.remember(devices.remember('', erik), mei);
  expect(devices.nameOf(kept, erik)).not.toBeNull();
  expect(devices.nameOf(kept, mei)).not.toBe(devices.nameOf(kept, erik));
  expect(devices.nameOf(kept, { ...erik, company: 'other' })).toBeNull();
  expect(devices.nameOf(kept, { ...erik, email: 'olivia@harbor.example' })).toBeNull();
});

it('takes no proof that was changed, made up, or made elsewhere', () => {
  const kept = devices.remember('', erik);
  const changed = (kept.startsWith('A') ? 'B' : 'A') + kept.slice(1);
  const elsewhere = createKnownDevices(randomBytes(32)).remember('', erik);
  for (const proof of [changed, elsewhere, kept.slice(1), '', '.', 'x'.repeat(65), 'a.'.repeat(100_000)])
    expect(devices.nameOf(proof, erik)).toBeNull();
  expect(devices.nameOf(`${changed}.${kept}`, erik)).not.toBeNull();
});

it('remembers the last ones, so that the cookie does not grow', () => {
  let kept = devices.remember('', erik);
  for (let at = 0; at < 20; at += 1) kept = devices.remember(kept, { ...mei, email: `person-${at}` });
  expect(kept.length).toBeLessThan(600);
  expect(devices.nameOf(kept, { ...mei, email: 'person-19' })).not.toBeNull();
  expect(devices.nameOf(kept, erik)).toBeNull();
  const again = devices.remember(devices.remember('', erik), erik);
  expect(again.split('.')).toHaveLength(1);
});
