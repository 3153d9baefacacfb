import { limits } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { acceptBody } from './accept-body.ts';

function rich(html: string): unknown {
  const answer = acceptBody({ kind: 'rich', html });
  return answer.ok ? answer.body : answer.error;
}

describe('rich text', () => {
  it('[CONT-1] bold, italic, lists and links are kept, under one name each', () => {
    expect(
      rich('<p><b>a</b> <i>b</i></p><ul><li>c</li></ul><a href="https://x.example/?a=1&amp;b=2">d</a>'),
    ).toEqual({
      format: 'rich',
      html: '<p><strong>a</strong> <em>b</em></p><ul><li>c</li></ul><p><a href="https://x.example/?a=1&amp;b=2" rel="noopener noreferrer nofollow" target="_blank">d</a></p>',
      text: 'a b\n• c\nd (https://x.example/?a=1&b=2)',
    });
  });

  it.each([
    ['<p>hi<script>alert(1)</script></p>', { format: 'plain', text: 'hi' }],
    ['<p>hi<img src=x onerror=alert(1)></p>', { format: 'plain', text: 'hi' }],
    [
      '<b onclick="x()" style="color:red">hi</b>',
      { format: 'rich', html: '<p><strong>hi</strong></p>', text: 'hi' },
    ],
    ['<svg><text>gone</text></svg>hi', { format: 'plain', text: 'hi' }],
  ])('[CONT-1] %s: what is not on the list is not stored', (html, stored) => {
    expect(rich(html)).toEqual(stored);
  });

  it.each([
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    'vbscript:x',
  ])('[CONT-1] a link to %j loses its address', (href) => {
    expect(rich('<p><a href="https://x.example">ok</a></p>')).toMatchObject({
      html: expect.stringContaining('href=') as string,
    });
    expect(JSON.stringify(rich(`<p><b>x</b><a href="${href}">label</a></p>`))).not.toContain('href');
  });

  it('[CONT-2] rich text without formatting is stored as plain text', () => {
    expect(rich('<p>one &lt;two&gt;</p><p>three<br>four</p>')).toEqual({
      format: 'plain',
      text: 'one <two>\nthree\nfour',
    });
  });

  it('sanitising what was sanitised changes nothing', () => {
    const once = rich('<div>a<ul><li><b>x</b><ul><li>y</ul></ul><a href=https://q.example>z</a>');
    expect(once).toMatchObject({ format: 'rich' });
    expect(rich((once as { html: string }).html)).toEqual(once);
  });
});

describe('what shows nothing', () => {
  const image = 'image:0197a1c0-0000-7000-8000-000000000001';

  it.each([
    ['<p></p>', { error: 'text-empty' }],
    ['<p>\u200b\u2800</p>', { error: 'text-empty' }],
    ['<p><strong>\u3164</strong></p>', { error: 'text-empty' }],
    ['<ul><li></li><li>&#x200f;</li></ul>', { error: 'text-empty' }],
    ['<ol><li>&nbsp;</li></ol>', { error: 'text-empty' }],
    ['<blockquote><p>\u00ad</p></blockquote>', { error: 'text-empty' }],
    ['<pre><code>\u2060</code></pre>', { error: 'text-empty' }],
    ['<p><a href="https://x.example/">\u115f</a></p>', { error: 'text-empty' }],
    ['<ul><li>a</li></ul>', { format: 'rich' }],
    [`<p><img src="${image}" alt=""></p>`, { format: 'rich' }],
    ['<p>❤️</p>', { format: 'plain', text: '❤️' }],
    ['<p>می\u200cخواهم</p>', { format: 'plain', text: 'می\u200cخواهم' }],
  ])('[CONT-1] %s is %j', (html, stored) => {
    const answer = rich(html);
    expect(typeof answer === 'string' ? { error: answer } : answer).toMatchObject(stored);
  });

  it('[CONT-1] is an image described by nothing that can be seen', () => {
    expect(rich(`<p>a<img src="${image}" alt="\u200b\u2800"></p>`)).toMatchObject({ text: 'a [Image]' });
    expect(rich(`<p><img src="${image}" alt="${'👩‍👩‍👧‍👦'.repeat(201)}"></p>`)).toMatchObject({
      text: `[${'👩‍👩‍👧‍👦'.repeat(200)}]`,
    });
  });
});

describe('limits', () => {
  it('takes a text of exactly the limit and refuses one byte more', () => {
    expect(acceptBody({ kind: 'plain', text: 'x'.repeat(limits.textBytes) })).toMatchObject({ ok: true });
    expect(acceptBody({ kind: 'plain', text: 'x'.repeat(limits.textBytes + 1) })).toMatchObject({
      error: 'text-too-long',
    });
    expect(acceptBody({ kind: 'plain', text: 'é'.repeat(limits.textBytes / 2) })).toMatchObject({
      ok: true,
    });
    expect(acceptBody({ kind: 'plain', text: 'é'.repeat(limits.textBytes / 2 + 1) })).toMatchObject({
      error: 'text-too-long',
    });
  });

  it.each([
    ['\u0000', 'text-not-storable'],
    ['a\ud800b', 'text-not-storable'],
    [' \n\t ', 'text-empty'],
    ['', 'text-empty'],
    ['\u200b', 'text-empty'],
    ['\u2800\u3164 \u00ad\u200f', 'text-empty'],
    ['\u0007\u001b', 'text-empty'],
    ['\ufe0f\u{e0061}', 'text-empty'],
  ])('answers %j with an error of the table', (text, error) => {
    expect(acceptBody({ kind: 'plain', text })).toEqual({ ok: false, error });
  });

  it('keeps plain text as it was typed, but for the space at its end and how its lines end', () => {
    expect(acceptBody({ kind: 'plain', text: '  <b>x</b> 👩‍👩‍👧\r\n\tcode\rold  \n' })).toEqual({
      ok: true,
      body: { format: 'plain', text: '  <b>x</b> 👩‍👩‍👧\n\tcode\nold' },
      images: [],
    });
  });
});
