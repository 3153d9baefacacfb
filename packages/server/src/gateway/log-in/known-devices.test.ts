import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createKnownDevices } from './known-devices.ts';

const devices = createKnownDevices(randomBytes(32));
const erik = { company: 'harbor', email: 'erik@harbor.example' };
const mei = { company: 'harbor', email: 'mei@harbor.example' };

it('knows the accounts that have logged in with a browser, and no others', () => {
  const cookie = devices.remember(devices.remember('', erik), mei);
  expect(devices.nameOf(cookie, erik)).not.toBeNull();
  expect(devices.nameOf(cookie, mei)).not.toBe(devices.nameOf(cookie, erik));
  expect(devices.nameOf(cookie, { ...erik, company: 'other' })).toBeNull();
  expect(devices.nameOf(cookie, { ...erik, email: 'olivia@harbor.example' })).toBeNull();
});

it('takes no proof that was changed, made up, or made elsewhere', () => {
  const cookie = devices.remember('', erik);
  const changed = (cookie.startsWith('A') ? 'B' : 'A') + cookie.slice(1);
  const elsewhere = createKnownDevices(randomBytes(32)).remember('', erik);
  for (const proof of [changed, elsewhere, cookie.slice(1), '', '.', 'x'.repeat(65), 'a.'.repeat(100_000)])
    expect(devices.nameOf(proof, erik)).toBeNull();
  expect(devices.nameOf(`${changed}.${cookie}`, erik)).not.toBeNull();
});

it('remembers the last ones, so that the cookie does not grow', () => {
  let cookie = devices.remember('', erik);
  for (let at = 0; at < 20; at += 1) cookie = devices.remember(cookie, { ...mei, email: `person-${at}` });
  expect(cookie.length).toBeLessThan(600);
  expect(devices.nameOf(cookie, { ...mei, email: 'person-19' })).not.toBeNull();
  expect(devices.nameOf(cookie, erik)).toBeNull();
  const again = devices.remember(devices.remember('', erik), erik);
  expect(again.split('.')).toHaveLength(1);
});
