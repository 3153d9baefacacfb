import { readFileSync } from 'node:fs';
import { richText } from '@tieline/protocol';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment, serialize } from 'parse5';
import { describe, expect, it } from 'vitest';
import { acceptHtml } from './accept-html.ts';
import { golden } from './golden.fixture.ts';

const stored = (html: string): string => acceptHtml(html).html ?? '';
/** What a browser makes of it, and would write again. */
const readBack = (html: string): string => serialize(parseFragment(html));

interface Found {
  readonly elements: Set<string>;
  readonly attributes: Set<string>;
}

/** Every element and attribute that a browser would see. */
function found(html: string): Found {
  const all: Found = { elements: new Set(), attributes: new Set() };
  const look = (nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): void => {
    for (const node of nodes) {
      if (!('tagName' in node)) continue;
      all.elements.add(node.tagName);
      for (const { name } of node.attrs) all.attributes.add(`${node.tagName} ${name}`);
      look(node.childNodes);
    }
  };
  look(parseFragment(html).childNodes);
  return all;
}

const listed = new Set<string>(richText.elements);
const attributes = new Set(['a href', 'a rel', 'a target', 'ol start']);

function expectHarmless(html: string): void {
  const seen = found(html);
  expect([...seen.elements].filter((element) => !listed.has(element))).toEqual([]);
  expect([...seen.attributes].filter((attribute) => !attributes.has(attribute))).toEqual([]);
  for (const [, href] of html.matchAll(/<a href="([^"]*)"/g)) expect(href).toMatch(/^(https?|mailto|tel):/);
}

describe('fifty pieces of real life', () => {
  it('are fifty', () => expect(golden).toHaveLength(50));

  it.each(golden)('[CONT-1] $name', ({ source, html, text }) => {
    expect(acceptHtml(source)).toEqual({ html, text });
  });

  it.each(golden)(
    '[CONT-1] $name: a browser reads back what was stored, and it is stored as it is',
    ({ source }) => {
      const once = stored(source);
      expect(readBack(once)).toBe(once);
      expect(stored(once)).toBe(once);
    },
  );
});

describe('what is out to mutate', () => {
  it.each([
    '<p><p>a</p></p>',
    '<a href="https://x.example">a<a href="https://y.example">b</a></a>',
    '<b><i>a</b>b</i>',
    '<table><b>a<tr><td>b',
    '<p><b>a<p>b',
    '<ul><b><li>a</b></ul>',
    '<li><b>a',
    '<pre>\n\n<b>a</b></pre>',
    '<blockquote><p><b>a<blockquote>b',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<select><template><style><b>x</select>',
    '<b><!--><img src=x onerror=alert(1)>--></b>',
    '<b>a</b><textarea><b>c</textarea><b>d</b>',
    '<xmp><b>a</xmp><listing>\n<b>b</listing><plaintext><b>c',
    '<a href="https://x.example/&quot;onmouseover=&quot;alert(1)">a</a>',
    '<a href="mailto:a&quot;b&lt;c>@x.example">a</a>',
    '<b>a</b>&lt;script&gt;alert(1)&lt;/script&gt;',
    '<b>\u0001\u000b\u2028</b>',
    '<strong><ol start="-3"><li>a</ol><ol start="2e9"><li>b</ol><ol start="x"><li>c</ol></strong>',
    '<b>a<h1>b<table><tr><td>c<td><p>d<div>e</table>',
    `${'<div>'.repeat(500)}<b>deep</b>`,
    `${'<ul><li>'.repeat(200)}deep`,
    `${'<blockquote>'.repeat(200)}deep`,
  ])('[CONT-1] %s', (html) => {
    const once = stored(html);
    expectHarmless(once);
    expect(readBack(once)).toBe(once);
    expect(stored(once)).toBe(once);
  });

  const word = fc.constantFrom(
    ...[
      'a',
      'b ',
      ' c',
      '\n',
      '&nbsp;',
      '&lt;',
      '&',
      '"',
      '<',
      '>',
      '</',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '\u0000',
    ],
  );
  const element = fc.constantFrom(
    ...richText.elements,
    ...[
      'b',
      'i',
      'div',
      'span',
      'table',
      'tr',
      'td',
      'h1',
      'svg',
      'math',
      'style',
      'script',
      'template',
      'select',
    ],
    ...[
      'option',
      'form',
      'input',
      'textarea',
      'title',
      'noscript',
      'iframe',
      'mglyph',
      'mtext',
      'desc',
      'image',
      'x-y',
    ],
  );
  const attribute = fc.constantFrom(
    ...[
      '',
      ' href="https://x.example/a b"',
      ' href=javascript:alert(1)',
      ' HREF="  java\tscript:x"',
      ' href="//y"',
    ],
    ...[
      ' href="mailto:a b<c"',
      ' onclick=x()',
      ' style="font-weight:700"',
      ' start=4',
      ' class=a id=b',
      ' href="data:x"',
    ],
  );
  const piece = fc.oneof(
    word,
    fc.tuple(element, attribute).map(([name, given]) => `<${name}${given}>`),
    element.map((name) => `</${name}>`),
    fc.tuple(element, word).map(([name, inner]) => `<${name}>${inner}</${name}>`),
  );
  const soup = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

  it('[CONT-1] whatever comes in, what is stored is harmless and is read back as it is', () => {
    fc.assert(
      fc.property(soup, (html) => {
        const once = stored(html);
        expectHarmless(once);
        expect(readBack(once)).toBe(once);
        expect(stored(once)).toBe(once);
      }),
      { seed: 20_270_101, numRuns: 3000 },
    );
  });
});

const corpus = new URL('../../../../../../shared/corpus/xss.json', import.meta.url);

function loadCorpus(): string[] {
  try {
    return JSON.parse(readFileSync(corpus, 'utf8')) as string[];
  } catch {
    return [];
  }
}

it('[CONT-1] nothing that is known to run anywhere is stored in a form in which it could', () => {
  const own = [
    '<img src=x onerror=alert(1)>',
    '<b onclick="alert(1)">x</b>',
    '<a href="javascript:alert(1)">x</a>',
  ];
  for (const attack of [...own, ...loadCorpus()])
    for (const html of [attack, `<b>x</b>${attack}`, `<a href="${attack}">x</a>`]) {
      const once = stored(html);
      expectHarmless(once);
      expect(readBack(once)).toBe(once);
    }
});
