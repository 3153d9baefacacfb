import { expect, it } from 'vitest';
import { conversationOf, messageView } from '../../test/cast.ts';
import { excerptOf } from './excerpt.ts';

const plain = (text: string) => messageView(conversationOf(1), 1, undefined, text);
const { id, seq, rev, at, from } = plain('');
const rich = {
  surface: 'console',
  id,
  seq,
  rev,
  at,
  from,
  clientId: null,
  html: '<p>one</p>',
  change: null,
  file: null,
  missed: false,
} as const;

it('is what the server has shortened', () => {
  expect(excerptOf({ ...plain('one\ntwo'), excerpt: 'one two' })).toBe('one two');
  expect(excerptOf({ ...rich, excerpt: 'one' })).toBe('one');
});

it('is what is shown, where that is one short line', () => {
  expect(excerptOf(plain('one'))).toBe('one');
  expect(excerptOf({ ...rich, html: 'one', excerpt: null })).toBe('one');
});
