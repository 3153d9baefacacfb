import { partsOf, type TextPart } from '@tieline/text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasContent } from './document.ts';
import { accepted, expectStable } from './harmless.fixture.ts';
import {
  editorDocument,
  editorHtml,
  plainLines,
  shownInEditor,
  shownInView,
  withLinksApart,
  withoutEnd,
} from './shown.fixture.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');

const linked = ({ text, href }: TextPart): string =>
  href === null ? escaped(text) : `<a href="${escaped(href)}">${escaped(text)}</a>`;

/** What the console shows of it: its HTML, or where that says no more, its text with its lines and addresses. */
const viewOf = (html: string): string => {
  const forms = accepted(html);
  return forms.html ?? `<p>${partsOf(forms.text).map(linked).join('')}</p>`;
};

const runs = { seed: 20_270_301, numRuns: 500 };

describe('what the editor shows', () => {
  it.each([
    ['<p>  two spaces</p><p>\ta tab</p><p><strong>b</strong></p>', '  two spaces\n\ta tab\nb'],
    ['<p></p><p></p><p>after <em>blank</em> lines</p>', '\n\nafter blank lines'],
    ['<p>a</p><p></p><p></p><p>b <u>c</u></p><p></p>', 'a\n\n\nb c'],
    ['<p>a <br><br></p><p><s>b</s></p>', 'a \n\nb'],
    ['<p>a<br></p><p><s>b</s></p>', 'a\nb'],
    ['<p><br><br></p><p><s>b</s></p>', '\n\nb'],
    ['<ul><li><p>a</p></li><li><p></p></li><li><p>  c</p></li></ul>', '• a\n• \n•   c'],
    ['<ul><li><p></p><ul><li><p>a</p></li></ul></li></ul>', '• \n  • a'],
    ['<blockquote><p></p><p>a</p><p></p></blockquote><p>b</p>', '>\n> a\n>\nb'],
    ['<pre><code>\n\n  a\n\n</code></pre><p>b</p>', '\n\n  a\n\nb'],
    ['<ol start="7"><li><p>a</p></li></ol><ol start="0"><li><p>b</p></li></ol>', '7. a\n0. b'],
    ['<ol type="a" start="3"><li><p>a</p><ol type="i"><li><p>b</p></li></ol></li></ol>', 'c. a\n   i. b'],
    ['<p>Sign: <u>      </u></p>', 'Sign:       '],
    ['<p>12345678. is the <b>number</b></p>', '12345678. is the number'],
  ])('[CONT-1] %s is said in plain text as it is shown', (html, text) => {
    expect(accepted(html).text).toBe(text);
    expectStable(html);
  });

  it.each([
    ['<ol start="-2"><li>a</li><li>b</li></ol>', '-2. a\n-1. b'],
    ['<ol start="12345678"><li>a</li></ol>', '12345678. a'],
    ['<ol><li>a</li><li value="7">b</li><li>c</li></ol>', '1. a\n7. b\n8. c'],
    ['<ol reversed><li>a</li><li>b</li></ol>', '2. a\n1. b'],
    ['<ol style="list-style-type: upper-roman"><li>a</li><li>b</li></ol>', 'I. a\nII. b'],
    ['<ol><li style="list-style-type:lower-alpha" value="3">a</li></ol>', 'c. a'],
    ['<ol type="square" start="x"><li>a</li></ol>', '1. a'],
    ['<ol start="-1"><li><ul><li>a</li></ul></li></ol>', '-1.\n• a'],
  ])('[CONT-1] %s keeps its numbers, by a list or by words', (html, text) => {
    expect(accepted(html).text.replaceAll(/ +$/gm, '')).toBe(text);
    expectStable(html);
  });

  it('[CONT-1] is what is stored and what every reader of the contact center is shown', () => {
    fc.assert(
      fc.property(editorDocument, (blocks) => {
        fc.pre(hasContent(blocks));
        expect(shownInView(viewOf(editorHtml(blocks)))).toEqual(withoutEnd(shownInEditor(blocks)));
      }),
      runs,
    );
  });

  it('[CONT-3] is in the office the same words in the same lines, with the signs of lists and their levels', () => {
    fc.assert(
      fc.property(editorDocument.map(withLinksApart), (blocks) => {
        fc.pre(hasContent(blocks));
        // Spaces behind the last word of a line are not seen.
        const trimmed = (text: string): string => text.replaceAll(/[^\S\n]+$/gm, '').trimEnd();
        expect(trimmed(accepted(editorHtml(blocks)).text)).toBe(trimmed(plainLines(blocks).join('\n')));
      }),
      runs,
    );
  });

  it('[CONT-1] is stored as it is when it is sent once more', () => {
    fc.assert(
      fc.property(editorDocument, (blocks) => expectStable(editorHtml(blocks))),
      runs,
    );
  });
});
