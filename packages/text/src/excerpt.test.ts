import { describe, expect, it } from 'vitest';
import { lineExcerpt, lineExcerptOfHtml, messageExcerpt } from './excerpt.ts';

const family = '👩‍👩‍👧‍👦';

describe('the line of a text', () => {
  it.each([
    ['', ''],
    ['  one\n\n two\t3 ', 'one two 3'],
    [`${' \n'.repeat(5000)}far down`, 'far down'],
    [`a${' '.repeat(5000)}b`, 'a b'],
    ['x'.repeat(160), 'x'.repeat(160)],
    ['x'.repeat(161), `${'x'.repeat(160)}…`],
    [`${'x'.repeat(159)} y`, `${'x'.repeat(159)}…`],
    ['🙂'.repeat(161), `${'🙂'.repeat(160)}…`],
    [family.repeat(161), `${family.repeat(160)}…`],
    [family.repeat(160), family.repeat(160)],
    ['🇳🇴'.repeat(200), `${'🇳🇴'.repeat(160)}…`],
    ['e\u0301'.repeat(200), `${'e\u0301'.repeat(160)}…`],
    ['1\ufe0f\u20e3'.repeat(200), `${'1\ufe0f\u20e3'.repeat(160)}…`],
    ['\u1100\u1161\u11a8'.repeat(200), `${'\u1100\u1161\u11a8'.repeat(160)}…`],
    ['<b> &amp; no markup', '<b> &amp; no markup'],
  ])('%#', (text, line) => {
    expect(lineExcerpt(text)).toBe(line);
  });
});

describe('the line of HTML', () => {
  it.each([
    [
      '<p>He<strong>ll</strong>o &amp; <a href="https://example.test/">bye</a></p><p>1 &lt; 2</p>',
      'Hello & bye 1 < 2',
    ],
    ['<ul><li>one</li><li>two</li></ul>', 'one two'],
    ['<blockquote><p>said</p></blockquote><pre><code>x = 1</code></pre>', 'said x = 1'],
    ['<p>one<br>two</p>', 'one two'],
    ['<p>&amp;lt;b&amp;gt;</p>', '&lt;b&gt;'],
    ['<p>see<img src="image:7" alt="Plan &amp; gate" width="1" height="1">now</p>', 'see [Plan & gate] now'],
    ['<p><img src="image:7" alt="">, there</p>', '[Image], there'],
    [`<p>${'<br>'.repeat(2000)}far down</p>`, 'far down'],
    [`<p>${'&amp;'.repeat(1000)}</p>`, `${'&'.repeat(160)}…`],
    [`<p>${`<em>${family}</em>`.repeat(400)}</p>`, `${family.repeat(160)}…`],
    [
      `<p>${'x'.repeat(150)}<img src="image:7" alt="${family.repeat(30)}"></p>`,
      `${'x'.repeat(150)} [${family.repeat(8)}…`,
    ],
    [`<p>a</p>${'<p>&lt;b&gt; </p>'.repeat(400)}`, `a ${'<b> '.repeat(40).slice(0, 158)}…`],
  ])('%#', (html, line) => {
    expect(lineExcerptOfHtml(html)).toBe(line);
  });
});

describe('the beginning of a message', () => {
  it('keeps its lines, and says where it goes on', () => {
    expect(messageExcerpt('one\n  two\n')).toBe('one\n  two\n');
    expect(messageExcerpt(`a\n${'🙂'.repeat(599)}`)).toBe(`a\n${'🙂'.repeat(598)}…`);
    expect(messageExcerpt(family.repeat(601))).toBe(`${family.repeat(600)}…`);
  });
});
