import { expect, it } from 'vitest';
import { conversationOf, messageView } from '../../test/cast.ts';
import { excerptOf } from './excerpt.ts';

const office = (text: string) => messageView(conversationOf(1), 1, undefined, text);

function rich(html: string) {
  const { id, seq, rev, at, from } = office('');
  return {
    surface: 'console',
    id,
    seq,
    rev,
    at,
    from,
    clientId: null,
    html,
    file: null,
    missed: false,
  } as const;
}

it('is one line of plain text', () => {
  expect(excerptOf(office(' one\n\n two '))).toBe('one two');
});

it('reads rich text without its markup', () => {
  const html = '<p>He<b>ll</b>o &amp; <a href="https://example.test/">bye</a></p><p>1 &lt; 2</p>';
  expect(excerptOf(rich(html))).toBe('Hello & bye 1 < 2');
});

it('says what an image shows', () => {
  const image = '<img src="/files/console/a/b" alt="Plan &amp; gate" width="1" height="1">';
  expect(excerptOf(rich(`<p>See ${image}</p><p>${image.replace('Plan &amp; gate', '')}</p>`))).toBe(
    'See [Plan & gate] [Image]',
  );
});

it('does not decode twice', () => {
  expect(excerptOf(rich('<p>&amp;lt;b&amp;gt;</p>'))).toBe('&lt;b&gt;');
});

it('is shortened between characters', () => {
  expect(excerptOf(office('🙂'.repeat(200)))).toBe(`${'🙂'.repeat(160)}…`);
});
