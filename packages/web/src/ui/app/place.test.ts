import { expect, it } from 'vitest';
import { placeAfterLogIn } from './place.ts';

it('logging in leads back to where the reader was on that side', () => {
  expect(placeAfterLogIn('office', '/office/chats/1a2b-3c')).toBe('/office/chats/1a2b-3c');
  expect(placeAfterLogIn('office', null)).toBe('/office/');
  expect(placeAfterLogIn('office', '/console/chats/1a2b')).toBe('/office/');
});

it('logging in never leads to another site', () => {
  for (const place of [
    'https://evil.example/office/',
    '//evil.example/office/',
    '/office/../..//evil.example',
    '/office/?x',
  ]) {
    expect(placeAfterLogIn('office', place)).toBe('/office/');
  }
});
