import { readFileSync } from 'node:fs';
import { richText } from '@tieline/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { golden } from './golden.fixture.ts';
import { accepted, expectStable, readBack, stored } from './harmless.fixture.ts';

describe('pieces of real life', () => {
  it('are more than fifty', () => expect(golden.length).toBeGreaterThan(50));

  it.each(golden)('[CONT-1] $name', ({ source, html, text }) => {
    expect(accepted(source)).toMatchObject({ html, text });
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

const source = 'image:0a1b2c3d-0000-4000-8000-00000000000a';
const image = `<img src="${source}" alt="a" width="1" height="2">`;

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
    '<ol type="i\n"><li>a</ol><ol type="&quot;&gt;<img src=x onerror=alert(1)>"><li>b</ol>',
    '<ol start="&#10;12" reversed><li value="x">a<li value="+7">b<li value="999999999999999999999">c</ol>',
    '<pre><code>\n\n a \n\n</code></pre><pre></pre><p>a</p>',
    '<p> \n a<br><br> <br></p><p>\t</p><u> </u><p><u> </u></p>',
    '<ul><li></li></ul>a<ul><li><p></p><ul><li>b</ul><li><br><li><br><br></ul>',
    '<strong><ol start="-3"><li>a</ol><ol start="2e9"><li>b</ol><ol start="x"><li>c</ol></strong>',
    '<b>a<h1>b<table><tr><td>c<td><p>d<div>e</table>',
    `${'<div>'.repeat(500)}<b>deep</b>`,
    `${'<ul><li>'.repeat(200)}deep`,
    `${'<blockquote>'.repeat(200)}deep`,
    `<b>${image}<i>${image}</b>a</i>`,
    `<a href="https://x.example/">a${image}<b>b</b></a>`,
    `<b>a<br>${image}<br>b</b><br>`,
    `<ul>${image}<li> ${image} </ul>`,
    `<table>${image}<tr>${image}<td>${image}<td>b</table>`,
    `<pre>a${image}</pre><h1>${image}</h1>`,
    image.replace('alt="a"', 'alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;quot;&nbsp;\u2028"'),
    image.replace('alt="a"', 'alt="\'"><svg onload=alert(1)>"'),
    image.replace('width="1"', 'width="1e3"'),
    `<svg><image href="data:x" src="${source}"></svg><math>${image}</math><svg>${image}`,
    '<img src="image:0a1b2c3d-0000-4000-8000-00000000000a\n"><img src="image:&#10;0a1b2c3d"><image src=x alt="<b>">',
  ])('[CONT-1] %s', (html) => expectStable(html));

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
      'xmp',
      'listing',
      'frameset',
      'button',
      'caption',
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
      ' start=-7',
      ' type=a',
      ' type=x value=9',
      ' reversed',
      ' class=a id=b',
      ' href="data:x"',
      ` src="${source}"`,
      ' src="/files/console/0a1b2c3d-0000-4000-8000-00000000000a/0a1b2c3d-0000-4000-8000-00000000000b"',
      ' src=x onerror=alert(1)',
      ' alt="a &lt;b&gt; &quot;c&quot; &amp;amp;"',
      ' width=640 height=480',
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
      fc.property(soup, (html) => expectStable(html)),
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
    for (const html of [
      attack,
      `<b>x</b>${attack}`,
      `<a href="${attack}">x</a>`,
      `${image}${attack}`,
      `<img src="${source}" alt="${attack}">`,
      `<img src="${attack}" alt="x"><b>x</b>`,
      `<ul><li>${attack}<table><td>${attack}`,
    ])
      expectStable(html);
});
