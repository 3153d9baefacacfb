// @environment page
import { describe, expect, it } from 'vitest';
import { isFromEditor, repairPasted } from './paste.ts';
import { keepWordSigns } from './paste-word.ts';

const ours = '/files/console/0a1b2c3d-0000-4000-8000-00000000000a/0a1b2c3d-0000-4000-8000-00000000000b';

/** A paragraph as Word writes an item of a list. */
const item = (sign: string, text: string, level = 1, list = 'l0') =>
  `<p style="mso-list:${list} level${level} lfo1"><!--[if !supportLists]-->${sign}<!--[endif]-->${text}</p>`;

/** [what was copied, as it is pasted] */
type Case = [string, string];

/** Without the cleaning before, for which these documents are too simple: browser tests prove it. */
function repaired(copied: string): string {
  const page = document.createElement('div');
  page.innerHTML = keepWordSigns(copied);
  repairPasted(page, isFromEditor(copied));
  return page.innerHTML;
}

const expectCase = (copied: string, pasted: string) => expect(repaired(copied)).toBe(pasted);

describe('[CONT-1] what is pasted', () => {
  it.each<Case>([
    ['<h2>Title</h2><p>words</p>', '<p><strong>Title</strong></p><p>words</p>'],
    [
      '<h1><span style="color: red; font-weight: 400">Docs</span></h1>',
      '<p><strong><span style="color: red;">Docs</span></strong></p>',
    ],
  ])('has bold lines for headings: %s', (copied, pasted) => expectCase(copied, pasted));

  it.each<Case>([
    [
      '<table><tbody><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></tbody></table>',
      '<p><strong>A</strong> | <strong>B</strong></p><p>1 | 2</p>',
    ],
    ['<table><tbody><tr><td><p>all</p></td></tr></tbody></table>', '<div><p>all</p></div>'],
    [
      '<table><tbody><tr><td><ul><li>a</li></ul></td><td>b</td></tr></tbody></table>',
      '<div><ul><li>a</li></ul></div><div>b</div>',
    ],
    [
      '<table><caption>Prices</caption><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
      '<div>Prices</div><p>1 | 2</p>',
    ],
  ])('has lines for the rows of a table: %s', (copied, pasted) => expectCase(copied, pasted));

  it.each<Case>([
    ['<p>10<sup>6</sup></p>', '<p>10⁶</p>'],
    ['<p>H<sub>2</sub>O</p>', '<p>H₂O</p>'],
    ['<p>x<sup>−1</sup></p>', '<p>x⁻¹</p>'],
    ['<p>1<sup>st</sup></p>', '<p>1<sup>st</sup></p>'],
  ])('keeps raised and lowered digits: %s', (copied, pasted) => expectCase(copied, pasted));

  it.each<Case>([
    [`<p><img src="${ours}" alt="plan"></p>`, `<p><img src="${ours}" alt="plan"></p>`],
    ['<p>a <img src="https://evil.test/x.png" alt=" plan "></p>', '<p>a plan</p>'],
    ['<p>a<img src="https://evil.test/x.png"></p>', '<p>a</p>'],
    ['<p><img data-upload="1" alt="own"></p>', '<p><img data-upload="1" alt="own"></p>'],
  ])('has images of ours alone, and the words of others: %s', (copied, pasted) => expectCase(copied, pasted));
});

describe('[CONT-1] lists of Word', () => {
  it('are lists, by what Word says of them', () => {
    expectCase(item('·', 'one') + item('·', 'two'), '<ul><li>one</li><li>two</li></ul>');
    expectCase(item('1.', 'one') + item('2.', 'two'), '<ol type="1" start="1"><li>one</li><li>two</li></ol>');
  });

  it('stand within each other', () => {
    expectCase(
      item('·', 'one') + item('a.', 'inner', 2) + item('·', 'two'),
      '<ul><li>one<ol type="a" start="1"><li>inner</li></ol></li><li>two</li></ul>',
    );
  });

  it('begin anew where the numbers do, or where a paragraph stands between', () => {
    expectCase(
      item('1.', 'one') + item('1.', 'again'),
      '<ol type="1" start="1"><li>one</li></ol><ol type="1" start="1"><li>again</li></ol>',
    );
    expectCase(
      `${item('3.', 'three')}<p>words</p>${item('4.', 'four')}`,
      '<ol type="1" start="3"><li>three</li></ol><p>words</p><ol type="1" start="4"><li>four</li></ol>',
    );
  });

  it('keep a sign that no list can show in front of its words', () => {
    const pasted = repaired(item('1.1.', 'part'));
    expect(pasted).toContain('1.1. part');
    expect(pasted).not.toContain('<li>');
  });

  it('are none where only the looks are those of one', () => {
    expectCase('<p>1. one</p><p>2. two</p>', '<p>1. one</p><p>2. two</p>');
  });
});

describe('[CONT-1] lists of pages', () => {
  it.each<Case>([
    ['<ul><li>a</li><ul><li>b</li></ul></ul>', '<ul><li>a<ul><li>b</li></ul></li></ul>'],
    [
      '<ol><li>a</li><li value="5">b</li></ol>',
      '<ol type="1" start="1"><li>a</li></ol><ol type="1" start="5"><li>b</li></ol>',
    ],
    [
      '<ol style="list-style-type:upper-roman"><li>a</li></ol>',
      '<ol style="list-style-type:upper-roman" type="I" start="1"><li>a</li></ol>',
    ],
  ])('keep their numbers and their levels: %s', (copied, pasted) => expectCase(copied, pasted));
});

describe('[CONT-1] lines of what is pasted', () => {
  it.each<Case>([
    ['<div>a<br></div><div>b</div>', '<div>a</div><div>b</div>'],
    ['<div>a</div><div><br></div><div>b</div>', '<div>a</div><div><p></p></div><div>b</div>'],
    ['<p>a<br><br></p><p>b</p>', '<p>a</p><p></p><p>b</p>'],
    ['<p>a<br>b</p>', '<p>a<br>b</p>'],
    ['<p>a</p><br class="Apple-interchange-newline">', '<p>a</p>'],
  ])('are blank where they are shown so: %s', (copied, pasted) => expectCase(copied, pasted));

  it('keep each break of a text that comes from an editor of ours', () => {
    const copied = '<p data-pm-slice="1 1 []">a<br></p>';
    expect(repaired(copied)).toContain('a<br>');
    expect(repaired('<p>a<br></p>')).toBe('<p>a</p>');
  });

  it('keep spaces that are meant', () => {
    expect(repaired('<p style="white-space-collapse: preserve">a  b</p>')).toMatch(/white-space: pre-wrap/);
  });
});
