/** What a program puts on a clipboard, and what becomes of it. */
export interface Clipboard {
  readonly name: string;
  readonly html?: string;
  readonly text?: string;
  /** In the editor. */
  readonly editor: string;
  /** In the console of the other; what is no more than text has its lines by breaks. */
  readonly arrives: string;
  /** In the office. */
  readonly plain: string;
}

const head =
  '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8"><style>@list l0:level1 {mso-level-text:"%1\\."}</style></head><body lang=DE><!--StartFragment-->';
const foot = '<!--EndFragment--></body></html>';
const gap = '<span style=\'font:7.0pt "Times New Roman"\'>&nbsp;&nbsp;&nbsp;&nbsp; </span>';

/** An item as Word writes it: its list and level in the style, its sign between two comments. */
function item(
  level: number,
  sign: string,
  words: string,
  { list = 'l0', lfo = 'lfo1', font = '' } = {},
): string {
  const style =
    font === '' ? 'mso-bidi-font-family:Calibri' : `font-family:${font};mso-fareast-font-family:${font}`;
  return `<p class=MsoListParagraphCxSpMiddle style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:${list} level${level} ${lfo}'><![if !supportLists]><span style='${style}'><span style='mso-list:Ignore'>${sign}${gap}</span></span><![endif]>${words}<o:p></o:p></p>\n`;
}
const word = (...paragraphs: string[]): string => `${head}${paragraphs.join('')}${foot}`;
const normal = (words: string): string => `<p class=MsoNormal>${words}<o:p></o:p></p>\n`;

const ofWord: readonly Clipboard[] = [
  {
    name: 'Word: letters within numbers',
    html: word(item(1, '1.', 'One'), item(2, 'a.', 'First'), item(2, 'b.', 'Second'), item(1, '2.', 'Two')),
    editor:
      '<ol><li><p>One</p><ol type="a"><li><p>First</p></li><li><p>Second</p></li></ol></li><li><p>Two</p></li></ol>',
    arrives: '<ol><li>One<ol type="a"><li>First</li><li>Second</li></ol></li><li>Two</li></ol>',
    plain: '1. One\n   a. First\n   b. Second\n2. Two',
  },
  {
    name: 'Word: Roman numbers, from the third on',
    html: word(item(1, 'iii.', 'Third'), item(1, 'iv.', 'Fourth')),
    editor: '<ol start="3" type="i"><li><p>Third</p></li><li><p>Fourth</p></li></ol>',
    arrives: '<ol start="3" type="i"><li>Third</li><li>Fourth</li></ol>',
    plain: 'iii. Third\niv. Fourth',
  },
  {
    name: 'Word: numbers of chapters, which no list can show',
    html: word(
      item(1, '1.', 'Chapter'),
      item(2, '1.1.', 'Part'),
      item(2, '1.2.', 'Other part'),
      item(1, '2.', 'Next'),
    ),
    editor: '<ol><li><p>Chapter</p><p>1.1. Part</p><p>1.2. Other part</p></li><li><p>Next</p></li></ol>',
    arrives: '<ol><li><p>Chapter</p><p>1.1. Part</p><p>1.2. Other part</p></li><li>Next</li></ol>',
    plain: '1. Chapter\n   1.1. Part\n   1.2. Other part\n2. Next',
  },
  {
    name: 'Word: a list that begins at seven, and goes on behind a paragraph',
    html: word(item(1, '7.', 'Seven'), item(1, '8.', 'Eight'), normal('Between'), item(1, '9.', 'Nine')),
    editor:
      '<ol start="7"><li><p>Seven</p></li><li><p>Eight</p></li></ol><p>Between</p><ol start="9"><li><p>Nine</p></li></ol>',
    arrives: '<ol start="7"><li>Seven</li><li>Eight</li></ol><p>Between</p><ol start="9"><li>Nine</li></ol>',
    plain: '7. Seven\n8. Eight\nBetween\n9. Nine',
  },
  {
    name: 'Word: bullets of Symbol, Courier and Wingdings, and words that begin with the same letters',
    html: word(
      item(1, '·', 'offers', { font: 'Symbol' }),
      item(2, 'o', 'orders', { font: '"Courier New"' }),
      item(3, '§', 'papers', { font: 'Wingdings' }),
      item(1, 'ü', 'über all', { list: 'l1', lfo: 'lfo2', font: 'Wingdings' }),
      item(1, '-', 'o', { list: 'l2', lfo: 'lfo3' }),
    ),
    editor:
      '<ul><li><p>offers</p><ul><li><p>orders</p><ul><li><p>papers</p></li></ul></li></ul></li></ul><ul><li><p>über all</p></li></ul><ul><li><p>o</p></li></ul>',
    arrives:
      '<ul><li>offers<ul><li>orders<ul><li>papers</li></ul></li></ul></li></ul><ul><li>über all</li></ul><ul><li>o</li></ul>',
    plain: '• offers\n  • orders\n    • papers\n• über all\n• o',
  },
  {
    name: 'Word: two lists, one behind the other, and signs in brackets',
    html: word(
      item(1, '1.', 'a'),
      item(1, '1.', 'b', { list: 'l3', lfo: 'lfo4' }),
      item(1, '2)', 'c', { list: 'l4', lfo: 'lfo5' }),
      item(1, '(3)', 'd', { list: 'l5', lfo: 'lfo6' }),
      item(1, 'Article&nbsp;I.', 'e', { list: 'l6', lfo: 'lfo7' }),
    ),
    editor: '<ol><li><p>a</p></li></ol><ol><li><p>b</p></li></ol><p>2) c</p><p>(3) d</p><p>Article I. e</p>',
    arrives: '<ol><li>a</li></ol><ol><li>b</li></ol><p>2) c</p><p>(3) d</p><p>Article I. e</p>',
    plain: '1. a\n1. b\n2) c\n(3) d\nArticle I. e',
  },
  {
    name: 'Word: a heading with its number, a blank line, and a paragraph that looks like an item',
    html: word(
      "<h1 style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>3.</span><![endif]>Returns</h1>",
      normal('<o:p>&nbsp;</o:p>'),
      normal('o. K. is fine'),
    ),
    editor: '<p><strong>3. Returns</strong></p><p> </p><p>o. K. is fine</p>',
    arrives: '<p><strong>3. Returns</strong></p><p></p><p>o. K. is fine</p>',
    plain: '3. Returns\n\no. K. is fine',
  },
  {
    name: 'Outlook: a list that says it is one of Word as well',
    html: word(
      "<ol style='margin-top:0cm' start=4 type=1><li class=MsoListParagraph style='mso-list:l0 level1 lfo1'>Four</li><ol style='margin-top:0cm' start=1 type=a><li class=MsoListParagraph style='mso-list:l0 level2 lfo1'>Below</li></ol></ol>",
    ),
    editor: '<ol start="4"><li><p>Four</p><ol type="a"><li><p>Below</p></li></ol></li></ol>',
    arrives: '<ol start="4"><li>Four<ol type="a"><li>Below</li></ol></li></ol>',
    plain: '4. Four\n   a. Below',
  },
];

const online = (level: number, list: string, words: string): string =>
  `<div class="ListContainerWrapper">${list.replace('>', ' role="list">')}<li data-aria-level="${level}" role="listitem"><p class="Paragraph"><span>${words}</span></p></li>${list.replace(/<(\w+).*/, '</$1>')}</div>`;

const ofOthers: readonly Clipboard[] = [
  {
    name: 'Word in a browser: a list for each item, with its level',
    html: [
      online(1, '<ol start="1">', 'One'),
      online(2, '<ol start="1" style="list-style-type: lower-alpha;">', 'First'),
      online(3, '<ul>', 'below'),
      online(2, '<ol start="2" style="list-style-type: lower-alpha;">', 'Second'),
      online(1, '<ol start="2">', 'Two'),
    ].join(''),
    editor:
      '<ol><li><p>One</p><ol type="a"><li><p>First</p><ul><li><p>below</p></li></ul></li></ol><ol start="2" type="a"><li><p>Second</p></li></ol></li></ol><ol start="2"><li><p>Two</p></li></ol>',
    arrives:
      '<ol><li>One<ol type="a"><li>First<ul><li>below</li></ul></li></ol><ol start="2" type="a"><li>Second</li></ol></li></ol><ol start="2"><li>Two</li></ol>',
    plain: '1. One\n   a. First\n      • below\n   b. Second\n2. Two',
  },
  {
    name: 'raised and lowered digits',
    html: '<p>10<sup>6</sup> m<sup>2</sup> of CO<sub>2</sub>, the 4<sup>th</sup><sup>[1]</sup></p>',
    editor: '<p>10⁶ m² of CO₂, the 4th[1]</p>',
    arrives: '10⁶ m² of CO₂, the 4th[1]',
    plain: '10⁶ m² of CO₂, the 4th[1]',
  },
  {
    name: 'Google Docs: a list within a list, beside its item',
    html: '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><ol style="margin-top:0" start="5"><li dir="ltr" style="list-style-type:decimal;font-weight:400" aria-level="1"><p dir="ltr"><span style="font-weight:700">Five</span></p></li><ol><li dir="ltr" style="list-style-type:lower-alpha" aria-level="2"><p dir="ltr"><span>Below</span></p></li></ol><li dir="ltr" style="list-style-type:decimal" aria-level="1"><p dir="ltr"><span>Six</span></p></li></ol><br><p dir="ltr"><span>End</span></p></b><br class="Apple-interchange-newline">',
    editor:
      '<ol start="5"><li><p><strong>Five</strong></p><ol type="a"><li><p>Below</p></li></ol></li><li><p>Six</p></li></ol><p></p><p>End</p>',
    arrives:
      '<ol start="5"><li><strong>Five</strong><ol type="a"><li>Below</li></ol></li><li>Six</li></ol><p></p><p>End</p>',
    plain: '5. Five\n   a. Below\n6. Six\n\nEnd',
  },
  {
    name: 'LibreOffice: lists and numbers that items have',
    html: '<html><body lang="en" dir="ltr"><ol start="7">\n\t<li><p style="margin-bottom: 0in">Seven</p></li>\n\t<ol type="I">\n\t\t<li><p>Inner</p></li>\n\t</ol>\n\t<li value="12"><p>Twelve</p></li>\n</ol>\n<p><br/>\n\n</p>\n<p>End</p></body></html>',
    editor:
      '<ol start="7"><li><p>Seven</p><ol type="I"><li><p>Inner</p></li></ol></li></ol><ol start="12"><li><p>Twelve</p></li></ol><p></p><p>End</p>',
    arrives:
      '<ol start="7"><li>Seven<ol type="I"><li>Inner</li></ol></li></ol><ol start="12"><li>Twelve</li></ol><p></p><p>End</p>',
    plain: '7. Seven\n   I. Inner\n12. Twelve\n\nEnd',
  },
  {
    name: 'numbers that no list begins with',
    html: '<ol start="12345678"><li>is the number</li></ol><ol start="-2"><li><p>below</p></li><li><b>more</b></li></ol>',
    editor: '<p>12345678. is the number</p><p>-2. below</p><p>-1. <strong>more</strong></p>',
    arrives: '<p>12345678. is the number</p><p>-2. below</p><p>-1. <strong>more</strong></p>',
    plain: '12345678. is the number\n-2. below\n-1. more',
  },
  {
    name: 'a mail: blank lines of every kind',
    html: '<div dir="ltr">Hi<div><br></div><div><span>Please <b>call</b><br><br></span></div><div>a<br>b<br></div><br><div>Bye<br></div></div>',
    editor: '<p>Hi</p><p></p><p>Please <strong>call</strong></p><p></p><p>a<br>b</p><p></p><p>Bye</p>',
    arrives: '<p>Hi</p><p></p><p>Please <strong>call</strong></p><p></p><p>a<br>b</p><p></p><p>Bye</p>',
    plain: 'Hi\n\nPlease call\n\na\nb\n\nBye',
  },
  {
    name: 'a source that shows its own white space',
    html: '<div style="color: #000; white-space: pre;"><div><span>if (a) {</span></div><br><div><span>    go(</span><b>1</b><span>);</span></div><div>\tend</div></div>',
    editor: '<p>if (a) {</p><p></p><p>    go(<strong>1</strong>);</p><p>\tend</p>',
    arrives: '<p>if (a) {</p><p></p><p>    go(<strong>1</strong>);</p><p>\tend</p>',
    plain: 'if (a) {\n\n    go(1);\n\tend',
  },
  {
    name: 'a message that a browser copies with the white space that it shows',
    html: '<meta charset="utf-8"><p style="color: rgb(0, 0, 0); white-space-collapse: preserve;">  two  spaces</p><span style="white-space-collapse: collapse;">\n  none  </span>',
    editor: '<p>  two  spaces</p><p>none</p>',
    arrives: '  two  spaces<br>none',
    plain: '  two  spaces\nnone',
  },
  {
    name: 'a table with a caption, and breaks in its cells',
    html: '<table><caption>Tariffs</caption><tr><th>Name</th><th>Price</th></tr><tr><td>S</td><td>5<br>6</td></tr></table>',
    editor: '<p>Tariffs</p><p><strong>Name</strong> | <strong>Price</strong></p><p>S | 5<br>6</p>',
    arrives: '<p>Tariffs</p><p><strong>Name</strong> | <strong>Price</strong></p><p>S | 5<br>6</p>',
    plain: 'Tariffs\nName | Price\nS | 5\n6',
  },
];

const ofText: readonly Clipboard[] = [
  {
    name: 'text: blank lines, indents, tabs',
    text: '\n\n  first\n\n\tsecond  third\r\n\r\n    fourth\n',
    editor: '<p></p><p></p><p>  first</p><p></p><p>\tsecond  third</p><p></p><p>    fourth</p>',
    arrives: '<br><br>  first<br><br>\tsecond  third<br><br>    fourth',
    plain: '\n\n  first\n\n\tsecond  third\n\n    fourth',
  },
  {
    name: 'text: what looks like lists and formatting stays what it is',
    text: '12345678. is the number\n12345679. is the next\n\n2 * 3 * 4, **kwargs**, __init__, `x`\n- 5 degrees\n> 3',
    editor:
      '<p>12345678. is the number</p><p>12345679. is the next</p><p></p><p>2 * 3 * 4, **kwargs**, __init__, `x`</p><p>- 5 degrees</p><p>&gt; 3</p>',
    arrives:
      '12345678. is the number<br>12345679. is the next<br><br>2 * 3 * 4, **kwargs**, __init__, `x`<br>- 5 degrees<br>&gt; 3',
    plain:
      '12345678. is the number\n12345679. is the next\n\n2 * 3 * 4, **kwargs**, __init__, `x`\n- 5 degrees\n> 3',
  },
  {
    name: 'text: a numbered list with blank lines',
    text: '1. one\n\n2. two\n  a. below',
    editor: '<p>1. one</p><p></p><p>2. two</p><p>  a. below</p>',
    arrives: '1. one<br><br>2. two<br>  a. below',
    plain: '1. one\n\n2. two\n  a. below',
  },
  {
    name: 'text: cells of Excel',
    text: '4711\topen\t\r\n4712\t\tclosed\r\n',
    editor: '<p>4711\topen\t</p><p>4712\t\tclosed</p>',
    arrives: '4711\topen\t<br>4712\t\tclosed',
    plain: '4711\topen\t\n4712\t\tclosed',
  },
  {
    name: 'frames with text beside them',
    html: '<frameset cols="50%,50%"><frame src="a.html"><frame src="b.html"></frameset>',
    text: 'two frames',
    editor: '<p>two frames</p>',
    arrives: 'two frames',
    plain: 'two frames',
  },
  {
    name: 'frames with words around them',
    html: '<html><head><title>x</title></head><frameset><frame></frameset><noframes>for old browsers</noframes><p>words</p></html>',
    text: 'other',
    editor: '<p>words</p>',
    arrives: 'words',
    plain: 'words',
  },
];

/** What real programs put on a clipboard. */
export const clipboards: readonly Clipboard[] = [...ofWord, ...ofOthers, ...ofText];
