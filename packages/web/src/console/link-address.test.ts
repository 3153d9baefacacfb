import { expect, it } from 'vitest';
import { addressOf } from './link-address.ts';

it('a typed address becomes one with a protocol', () => {
  expect(addressOf(' https://example.com/a ')).toBe('https://example.com/a');
  expect(addressOf('example.com/a')).toBe('https://example.com/a');
  expect(addressOf('localhost:8400')).toBe('https://localhost:8400/');
  expect(addressOf('Example.com')).toBe('https://example.com/');
  expect(addressOf('ada@example.com')).toBe('mailto:ada@example.com');
});

it('what is neither web nor mail is no address', () => {
  expect(addressOf('https://example.com')).not.toBeNull();
  for (const typed of [
    '',
    'two words',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'file:///x',
    'https://',
    'https://[x',
    'http://256.1.1.1',
  ]) {
    expect(addressOf(typed)).toBeNull();
  }
});
