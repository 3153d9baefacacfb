// @environment page
import { afterEach, expect, it, vi } from 'vitest';
import { placeAfterLogIn, rememberPlace, takePlace } from './place.ts';

const visit = (pathname: string, search = '') => void vi.stubGlobal('location', { pathname, search });

afterEach(() => {
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

it('whoever was signed out comes back to where they were, once', () => {
  visit('/office/chats/1a2b');
  rememberPlace();
  visit('/', '?reason=expired');
  expect(takePlace('office')).toBe('/office/chats/1a2b');
  expect(takePlace('office')).toBe('/office/');
});

it('the place that the server names is where logging in leads', () => {
  visit('/office/chats/1a2b');
  rememberPlace();
  visit('/', `?to=${encodeURIComponent('/office/people')}`);
  expect(takePlace('office')).toBe('/office/people');
  visit('/', `?to=${encodeURIComponent('https://evil.example/office/')}`);
  expect(takePlace('office')).toBe('/office/');
});

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
