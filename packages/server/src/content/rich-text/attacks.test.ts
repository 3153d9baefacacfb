import { limits } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { acceptBody } from '../accept-body.ts';
import { acceptHtml } from './accept-html.ts';
import { expectHarmless } from './harmless.fixture.ts';

/** As often as it fits into a message at its limit, or into a part of one. */
const flood = (piece: string, part = 1): string =>
  piece.repeat(Math.floor((limits.htmlBytes * part) / Buffer.byteLength(piece)));
const numbered = (piece: (at: number) => string, count: number): string =>
  Array.from({ length: count }, (_, at) => piece(at)).join('');

/** Each would take minutes, or the stack, where something goes over all that came before again and again. */
const floods: readonly string[] = [
  ...[
    '<br>',
    'a<br> ',
    '<br> <b> </b>',
    '<b> </b>',
    '\n ',
    ' \t',
    '&amp;',
    '&nbsp;',
    '&notanentity',
    '<',
    '</p>',
  ],
  ...[
    '<b>',
    '<i>a',
    '<p><b>',
    '<a><p>',
    '<a href=https://x.example/>',
    '<nobr>',
    '<b><i><u><s><code>',
    '<b>a<i>b</b>c</i>',
  ],
  ...['<div>', '<ul><li>', '<blockquote>', '<span>a', '<li>', '<dd>', '<h1>', '<button>', '<form>', '<x-y>'],
  ...[
    '<table>',
    '<table><tr><td>',
    '<table><tr><td>a<td>',
    '<table><caption>',
    '<tr><td>',
    '<td>a<td>b</tr>',
  ],
  ...[
    '<svg><g>',
    '<math><mi>',
    '<template>',
    '<template><td>',
    '<select><option>',
    '<textarea>',
    '<object><b>',
  ],
  ...[
    '<!--',
    '<!-->',
    '<![CDATA[',
    '<!doctype>',
    '<html a>',
    '<body b>',
    '<img src=x alt=a>',
    '<a href=x:y>a</a>',
  ],
].map((piece) => flood(piece));

const halves: readonly (readonly [string, string])[] = [
  ['<div>', '</b>'],
  ['<b>', '</div>'],
  ['<span>', '</x>'],
  ['<ul><li>', '</p>'],
  ['<i><div>', '</i></div>'],
  ['<svg><desc>', '</svg>'],
  ['<table><tr><td>a<td>', 'a<b>b</b>'],
];

const built: readonly string[] = [
  ...halves.map(([one, other]) => flood(one, 0.5) + flood(other, 0.5)),
  `<p ${flood('a ', 0.9)}>`,
  `<p ${numbered((at) => `a${at}=1 `, 7000)}>`,
  `<b style="${flood('font-weight:', 0.9)}">a</b>`,
  `<b style="${flood(';  ', 0.9)}">a</b>`,
  `<a href="https://x.example/${flood('"<', 0.9)}">a</a>`,
  `<a href="https://x.example/${flood('a', 0.5)}">${flood('a<b>b</b>', 0.4)}</a>`,
  `<pre>${flood('<div>', 0.9)}a`,
  `<plaintext>${flood('<b>', 0.9)}`,
];

describe('a message that was made to keep the server busy', () => {
  it.each([...floods, ...built].map((html) => [html.slice(0, 60), html] as const))(
    '[CONT-1] is read in one go, or refused: %s',
    (_, html) => {
      const answer = acceptBody({ kind: 'rich', html });
      expect(answer.ok ? 'ok' : answer.error).toMatch(/^(ok|text-empty|text-too-long)$/);
      expectHarmless(answer.ok && answer.body.format === 'rich' ? answer.body.html : '');
    },
  );

  it.each([
    // Each paragraph repeats all that is open: four thousand by ten thousand.
    ['marks', (count: number) => '<p>' + numbered((at) => `<font a=${at}>`, count) + '<p>x'.repeat(count)],
    [
      'the address of a link',
      (count: number) => `<p><a href="https://x.example/${'y'.repeat(8 * count)}">${'<p>x'.repeat(count)}`,
    ],
    [
      'a style',
      (count: number) => `<p><b style="${'font-weight:bold;'.repeat(count)}">${'<p>x'.repeat(count)}`,
    ],
  ])('[CONT-1] is refused where it would grow without measure: %s', (_, grow) => {
    expect(acceptBody({ kind: 'rich', html: `${grow(20)}<b>x</b>` })).toMatchObject({ ok: true });
    expect(acceptBody({ kind: 'rich', html: grow(2500) })).toMatchObject({ error: 'text-too-long' });
    expect(acceptHtml(grow(2500))).toBeNull();
  });

  it('[CONT-1] says the address of a link once, however many lines and images the link has', () => {
    const address = `https://x.example/${'a'.repeat(8000)}`;
    const linked = (words: string) => acceptHtml(`<p><a href="${address}">${words}</a></p>`)?.text ?? '';
    const image = '<img src="image:0a1b2c3d-0000-4000-8000-00000000000a" alt="i">';
    expect(linked('x<br>y')).toBe(`x\ny (${address})`);
    expect(linked(`x${image}y`)).toBe(`x [i] y (${address})`);
    expect(linked('x<br>'.repeat(5000)).length).toBeLessThan(20_000);
    expect(
      acceptHtml('<p><a href="https://a.example/">x</a><br><a href="https://b.example/">y</a></p>')?.text,
    ).toBe('x (https://a.example/)\ny (https://b.example/)');
  });

  it('[CONT-1] is refused where its plain form would grow without measure', () => {
    const numbers = (lines: number) => '<ol start=999999><li>'.repeat(8) + '<b>x</b><br>'.repeat(lines);
    expect(acceptBody({ kind: 'rich', html: numbers(20) })).toMatchObject({ ok: true });
    expect(acceptBody({ kind: 'rich', html: numbers(5000) })).toMatchObject({ error: 'text-too-long' });
  });

  it('[CONT-1] loses its elements where they are deeper than anybody writes, not its words', () => {
    expect(acceptHtml(`${'<div>'.repeat(12_000)}<b>deep</b>`)).toMatchObject({ html: null, text: 'deep' });
    expect(acceptHtml(`${'<div>'.repeat(50)}<b>deep</b>`)).toMatchObject({
      html: '<p><strong>deep</strong></p>',
    });
  });
});
