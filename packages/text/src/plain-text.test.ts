import { expect, it } from 'vitest';
import { textOfHtml } from './plain-text.ts';

const cases: [html: string, text: string][] = [
  ['Hello', 'Hello'],
  ['<p>One</p><p>Two</p>', 'One\nTwo'],
  ['One<br>Two', 'One\nTwo'],
  ['<ul><li>a</li><li>b</li></ul><p>c</p>', 'a\nb\n\nc'],
  ['<p>1 &lt; 2 &amp;&amp; &quot;x&quot; &#39;y&#39;</p>', `1 < 2 && "x" 'y'`],
  ['<p>&amp;lt;b&amp;gt;</p>', '&lt;b&gt;'],
  ['<p>See<img src="/x" alt="the seal">.</p>', 'See [the seal].'],
  ['<p><a href="https://harbor.example/">here</a> and <strong>there</strong></p>', 'here and there'],
  ['', ''],
];

it.each(cases)('the words of %s', (html, text) => {
  expect(textOfHtml(html)).toBe(text);
});
