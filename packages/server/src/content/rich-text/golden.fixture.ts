/** Formatted text as programs really write it: what comes in, what is stored of it, and what it says in plain text. */
export interface Golden {
  readonly name: string;
  readonly source: string;
  readonly html: string | null;
  readonly text: string;
}

const link = (href: string, label: string): string =>
  `<a href="${href}" rel="noopener noreferrer nofollow" target="_blank">${label}</a>`;

const editor: readonly Golden[] = [
  {
    name: 'one line',
    source: '<p>Hello there</p>',
    html: null,
    text: 'Hello there',
  },
  {
    name: 'bold and italic',
    source: '<p>This is <strong>important</strong> and <em>urgent</em>.</p>',
    html: '<p>This is <strong>important</strong> and <em>urgent</em>.</p>',
    text: 'This is important and urgent.',
  },
  {
    name: 'all marks at once',
    source: '<p><strong><em><u><s><code>x</code></s></u></em></strong></p>',
    html: '<p><strong><em><u><s><code>x</code></s></u></em></strong></p>',
    text: 'x',
  },
  {
    name: 'marks that overlap',
    source: '<p><strong>a<em>b</em></strong><em>c</em></p>',
    html: '<p><strong>a<em>b</em></strong><em>c</em></p>',
    text: 'abc',
  },
  {
    name: 'a blank line between paragraphs',
    source: '<p>One</p><p></p><p><strong>Two</strong></p>',
    html: '<p>One</p><p></p><p><strong>Two</strong></p>',
    text: 'One\n\nTwo',
  },
  {
    name: 'a bullet list as the editor writes it',
    source: '<ul><li><p>One</p></li><li><p>Two</p></li></ul>',
    html: '<ul><li>One</li><li>Two</li></ul>',
    text: '• One\n• Two',
  },
  {
    name: 'a numbered list that begins at three',
    source: '<ol start="3"><li><p>Three</p></li><li><p>Four</p></li></ol>',
    html: '<ol start="3"><li>Three</li><li>Four</li></ol>',
    text: '3. Three\n4. Four',
  },
  {
    name: 'a list within a list',
    source:
      '<ul><li><p>Fruit</p><ul><li><p>Apple</p></li><li><p>Pear</p></li></ul></li><li><p>Bread</p></li></ul>',
    html: '<ul><li>Fruit<ul><li>Apple</li><li>Pear</li></ul></li><li>Bread</li></ul>',
    text: '• Fruit\n  • Apple\n  • Pear\n• Bread',
  },
  {
    name: 'an item of two paragraphs',
    source: '<ul><li><p>One</p><p>More of it</p></li></ul>',
    html: '<ul><li><p>One</p><p>More of it</p></li></ul>',
    text: '• One\n  More of it',
  },
  {
    name: 'a quote',
    source: '<blockquote><p>Where is my order?</p></blockquote><p>On its way.</p>',
    html: '<blockquote><p>Where is my order?</p></blockquote><p>On its way.</p>',
    text: '> Where is my order?\nOn its way.',
  },
  {
    name: 'a list in a quote',
    source: '<blockquote><ol><li><p>Router</p></li><li><p>Cable</p></li></ol></blockquote>',
    html: '<blockquote><ol><li>Router</li><li>Cable</li></ol></blockquote>',
    text: '> 1. Router\n> 2. Cable',
  },
  {
    name: 'a block of code keeps its lines and spaces',
    source: '<pre><code class="language-js">if (a &lt; b) {\n    go();\n}</code></pre>',
    html: '<pre><code>if (a &lt; b) {\n    go();\n}</code></pre>',
    text: 'if (a < b) {\n    go();\n}',
  },
  {
    name: 'code in a line',
    source: '<p>Run <code>ipconfig /all</code> first</p>',
    html: '<p>Run <code>ipconfig /all</code> first</p>',
    text: 'Run ipconfig /all first',
  },
  {
    name: 'a link under words',
    source:
      '<p>See <a target="_blank" rel="x" href="https://help.example/reset?a=1&amp;b=2">the steps</a>.</p>',
    html: `<p>See ${link('https://help.example/reset?a=1&amp;b=2', 'the steps')}.</p>`,
    text: 'See the steps (https://help.example/reset?a=1&b=2).',
  },
  {
    name: 'a link under its own address',
    source: '<p><a href="https://help.example/">https://help.example</a></p>',
    html: null,
    text: 'https://help.example',
  },
  {
    name: 'a mail address and a telephone number',
    source: '<p><a href="mailto:a@x.example">a@x.example</a>, <a href="tel:+4912345">call</a></p>',
    html: `<p>${link('mailto:a@x.example', 'a@x.example')}, ${link('tel:+4912345', 'call')}</p>`,
    text: 'a@x.example, call <tel:+4912345>',
  },
  {
    name: 'a bold word in a link',
    source: '<p><a href="https://x.example/a">the <strong>new</strong> form</a></p>',
    html: `<p><a href="https://x.example/a" rel="noopener noreferrer nofollow" target="_blank">the <strong>new</strong> form</a></p>`,
    text: 'the new form (https://x.example/a)',
  },
  {
    name: 'lines broken by hand',
    source: '<p>Kind regards<br>Maya<br><br>Tariff team</p>',
    html: null,
    text: 'Kind regards\nMaya\n\nTariff team',
  },
  {
    name: 'letters that mean something in HTML',
    source: '<p>5 &lt; 6 &amp; <strong>"7" &gt; \'6\'</strong>&nbsp;€</p>',
    html: '<p>5 &lt; 6 &amp; <strong>"7" &gt; \'6\'</strong>&nbsp;€</p>',
    text: '5 < 6 & "7" > \'6\'\u00a0€',
  },
  {
    name: 'emoji, Arabic and combining letters',
    source: '<p><strong>👩‍👩‍👧 مرحبا</strong> e\u0301</p>',
    html: '<p><strong>👩‍👩‍👧 مرحبا</strong> e\u0301</p>',
    text: '👩‍👩‍👧 مرحبا e\u0301',
  },
];

const pages: readonly Golden[] = [
  {
    name: 'old names of marks',
    source: '<p><b>a</b> <i>b</i> <ins>c</ins> <del>d</del> <strike>e</strike> <kbd>f</kbd> <tt>g</tt></p>',
    html: '<p><strong>a</strong> <em>b</em> <u>c</u> <s>d</s> <s>e</s> <code>f</code> <code>g</code></p>',
    text: 'a b c d e f g',
  },
  {
    name: 'headings',
    source: '<h1>Returns</h1><h2 class="x">Within <em>14</em> days</h2><p>Free.</p>',
    html: '<p><strong>Returns</strong></p><p><strong>Within <em>14</em> days</strong></p><p>Free.</p>',
    text: 'Returns\nWithin 14 days\nFree.',
  },
  {
    name: 'sections and divisions',
    source: '<section><div>One<div>Two</div></div><article><p>Three</p></article></section>',
    html: null,
    text: 'One\nTwo\nThree',
  },
  {
    name: 'a source that is set out by hand',
    source: '<ul>\n    <li>\n        <b>One</b>\n        more\n    </li>\n</ul>\n',
    html: '<ul><li><strong>One</strong> more</li></ul>',
    text: '• One more',
  },
  {
    name: 'a definition list',
    source: '<dl><dt>Tariff</dt><dd>S, 5 GB</dd><dt>Term</dt><dd>24 months</dd></dl>',
    html: '<p><strong>Tariff</strong></p><p>S, 5 GB</p><p><strong>Term</strong></p><p>24 months</p>',
    text: 'Tariff\nS, 5 GB\nTerm\n24 months',
  },
  {
    name: 'a table of data',
    source:
      '<table><thead><tr><th>Tariff</th><th>Price</th></tr></thead><tbody><tr><td>S</td><td>5 €</td></tr><tr><td>M</td><td>9 €</td></tr></tbody></table>',
    html: '<p><strong>Tariff</strong> | <strong>Price</strong></p><p>S | 5 €</p><p>M | 9 €</p>',
    text: 'Tariff | Price\nS | 5 €\nM | 9 €',
  },
  {
    name: 'a table with an empty cell',
    source: '<table><tr><td>a</td><td></td><td><b>c</b></td></tr></table>',
    html: '<p>a |  | <strong>c</strong></p>',
    text: 'a |  | c',
  },
  {
    name: 'a table with a list in a cell',
    source: '<table><tr><td><b>Steps</b></td><td><ol><li>Off</li><li>On</li></ol></td></tr></table>',
    html: '<p><strong>Steps</strong></p><ol><li>Off</li><li>On</li></ol>',
    text: 'Steps\n1. Off\n2. On',
  },
  {
    name: 'a list within a list, beside its item',
    source: '<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>',
    html: '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>',
    text: '• a\n  • b\n• c',
  },
  {
    name: 'a list without an end',
    source: '<ul><li>a<li>b<p>c',
    html: '<ul><li>a</li><li><p>b</p><p>c</p></li></ul>',
    text: '• a\n• b\n  c',
  },
  {
    name: 'a mark around blocks',
    source: '<b><p>a</p><p>b</p></b>',
    html: '<p><strong>a</strong></p><p><strong>b</strong></p>',
    text: 'a\nb',
  },
  {
    name: 'a picture, a film and a frame',
    source:
      '<p><b>See</b><img src="https://x.example/a.png"><iframe src="https://x.example"></iframe><video src="a"></video></p>',
    html: '<p><strong>See</strong></p>',
    text: 'See',
  },
  {
    name: 'a form',
    source: '<form action="https://x.example"><b>Name</b> <input name="a"><button>Send</button></form>',
    html: '<p><strong>Name</strong> Send</p>',
    text: 'Name Send',
  },
  {
    name: 'a rule between two parts',
    source: '<p><b>a</b></p><hr><p>b</p>',
    html: '<p><strong>a</strong></p><p>b</p>',
    text: 'a\nb',
  },
  {
    name: 'code of a page that colours it',
    source: '<pre class="hl"><span class="k">let</span> a = <span class="n">1</span>;<br>go();</pre>',
    html: '<pre><code>let a = 1;\ngo();</code></pre>',
    text: 'let a = 1;\ngo();',
  },
];

const office: readonly Golden[] = [
  {
    name: 'a paragraph of Word',
    source:
      '<p class=MsoNormal style="margin:0cm;line-height:107%"><b style="mso-bidi-font-weight:normal">Dear team<o:p></o:p></b></p>',
    html: '<p><strong>Dear team</strong></p>',
    text: 'Dear team',
  },
  {
    name: 'blank lines of Word',
    source:
      '<p class=MsoNormal>One<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal><i>Two</i></p>',
    html: '<p>One</p><p></p><p><em>Two</em></p>',
    text: 'One\n\nTwo',
  },
  {
    name: 'a table of Word',
    source:
      '<table class=MsoTableGrid border=1 cellspacing=0><tr style="mso-yfti-irow:0"><td width=200 valign=top style="border:solid windowtext 1.0pt"><p class=MsoNormal><b>Name</b><o:p></o:p></p></td><td><p class=MsoNormal>Line 2<o:p></o:p></p></td></tr></table>',
    html: '<p><strong>Name</strong> | Line 2</p>',
    text: 'Name | Line 2',
  },
  {
    name: 'a head of Word with its styles',
    source:
      '<html><head><title>Doc</title><style>p.MsoNormal{color:red}</style><!--[if gte mso 9]><xml>x</xml><![endif]--></head><body lang=DE><p><b>Text</b></p></body></html>',
    html: '<p><strong>Text</strong></p>',
    text: 'Text',
  },
  {
    name: 'Google Docs, which is bold by its style and not by its b',
    source:
      '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:700;text-decoration:none">Bold</span><span style="font-weight:400"> not</span></p></b>',
    html: '<p><strong>Bold</strong> not</p>',
    text: 'Bold not',
  },
  {
    name: 'italic, underlined and struck out by style',
    source:
      '<p><span style="font-style:italic">a</span> <span style="text-decoration:underline">b</span> <span style="text-decoration: line-through">c</span></p>',
    html: '<p><em>a</em> <u>b</u> <s>c</s></p>',
    text: 'a b c',
  },
  {
    name: 'a list of Google Docs',
    source:
      '<ul style="margin-top:0"><li dir="ltr" style="list-style-type:disc;font-weight:400" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400">One</span></p></li><li dir="ltr"><p><span style="font-weight:700">Two</span></p></li></ul>',
    html: '<ul><li>One</li><li><strong>Two</strong></li></ul>',
    text: '• One\n• Two',
  },
  {
    name: 'cells of a spreadsheet',
    source:
      '<google-sheets-html-origin><table><colgroup><col width="100"></colgroup><tbody><tr><td data-sheets-value="x">4711</td><td style="font-weight:bold">open</td></tr></tbody></table></google-sheets-html-origin>',
    html: '<p>4711 | <strong>open</strong></p>',
    text: '4711 | open',
  },
];

const mails: readonly Golden[] = [
  {
    name: 'a mail of Gmail',
    source: '<div dir="ltr">Hi<div><br></div><div>Please <b>call back</b>.</div></div>',
    html: '<p>Hi</p><p></p><p>Please <strong>call back</strong>.</p>',
    text: 'Hi\n\nPlease call back.',
  },
  {
    name: 'a mail that quotes another',
    source:
      '<div>Thanks!</div><div class="gmail_quote"><div class="gmail_attr">On Monday Ada wrote:<br></div><blockquote class="gmail_quote" style="border-left:1px solid"><div>The <b>order</b> left.</div></blockquote></div>',
    html: '<p>Thanks!</p><p>On Monday Ada wrote:</p><blockquote><p>The <strong>order</strong> left.</p></blockquote>',
    text: 'Thanks!\nOn Monday Ada wrote:\n> The order left.',
  },
  {
    name: 'quotes within quotes',
    source: '<blockquote>a<blockquote>b<blockquote>c</blockquote></blockquote></blockquote>',
    html: '<blockquote><p>a</p><blockquote><p>b</p><blockquote><p>c</p></blockquote></blockquote></blockquote>',
    text: '> a\n> > b\n> > > c',
  },
  {
    name: 'a mail laid out by tables',
    source:
      '<table width="100%"><tr><td align="center"><table width="600"><tr><td><h1>Your bill</h1></td></tr><tr><td><p>It is <b>due</b>.</p></td></tr></table></td></tr></table>',
    html: '<p><strong>Your bill</strong></p><p>It is <strong>due</strong>.</p>',
    text: 'Your bill\nIt is due.',
  },
  {
    name: 'a signature of Outlook',
    source:
      '<div><p class="MsoNormal"><span style="font-size:11.0pt;font-family:&quot;Calibri&quot;">Regards,<br><b>Ada Byron</b><br><a href="mailto:ada@x.example">ada@x.example</a></span></p></div>',
    html: `<p>Regards,<br><strong>Ada Byron</strong><br>${link('mailto:ada@x.example', 'ada@x.example')}</p>`,
    text: 'Regards,\nAda Byron\nada@x.example',
  },
  {
    name: 'an answer below a line of Apple Mail',
    source:
      '<div><br></div><div><br><blockquote type="cite"><div>On 1 May, Tom &lt;<a href="mailto:tom@x.example">tom@x.example</a>&gt; wrote:</div><br class="Apple-interchange-newline"><div>Any <i>news</i>?</div></blockquote></div>',
    html: `<blockquote><p>On 1 May, Tom &lt;${link('mailto:tom@x.example', 'tom@x.example')}&gt; wrote:</p><p>Any <em>news</em>?</p></blockquote>`,
    text: '> On 1 May, Tom <tom@x.example> wrote:\n> Any news?',
  },
  {
    name: 'font elements of an old mail',
    source: '<font face="Arial" size="2" color="#333"><b>Note:</b> closed on <center>Friday</center></font>',
    html: '<p><strong>Note:</strong> closed on</p><p>Friday</p>',
    text: 'Note: closed on\nFriday',
  },
];

const one = '0a1b2c3d-0000-4000-8000-00000000000a';
const two = '0a1b2c3d-0000-4000-8000-00000000000b';

const images: readonly Golden[] = [
  {
    name: 'an image alone, as the editor writes it',
    source: `<p><img src="/files/console/${one}/${two}" alt="Plan of gate 4" width="640" height="480"></p>`,
    html: `<p><img src="image:${two}" alt="Plan of gate 4" width="640" height="480"></p>`,
    text: '[Plan of gate 4]',
  },
  {
    name: 'an image without a description or a size, between words',
    source: `<p>See <img src="/files/office/${one}/${two}"> <strong>there</strong></p>`,
    html: `<p>See <img src="image:${two}" alt=""> <strong>there</strong></p>`,
    text: 'See [Image] there',
  },
  {
    name: 'images in a list, a quote and a heading',
    source: `<h2>Steps <img src="image:${one}" alt="1"></h2><ol><li><p>Off<br><img src="image:${one}" alt="2"></p></li></ol><blockquote><img src="image:${two}" alt="3"></blockquote>`,
    html: `<p><strong>Steps </strong><img src="image:${one}" alt="1"></p><ol><li>Off<br><img src="image:${one}" alt="2"></li></ol><blockquote><p><img src="image:${two}" alt="3"></p></blockquote>`,
    text: 'Steps [1]\n1. Off\n   [2]\n> [3]',
  },
  {
    name: 'an image that leads somewhere, which leads nowhere any more',
    source: `<p><a href="https://x.example/">a<img src="image:${one}" alt="b">c</a></p>`,
    html: `<p>${link('https://x.example/', 'a')}<img src="image:${one}" alt="b">${link('https://x.example/', 'c')}</p>`,
    text: 'a [b] c (https://x.example/)',
  },
  {
    name: 'a mail with images from elsewhere and a pixel that counts its readers',
    source:
      '<div><img src="https://cdn.x.example/logo.png" alt=" The  Harbor\n company " width="120"><div>Your <b>parcel</b> is here.</div><img src="cid:part1.2@x.example" alt="Map"><img src="https://t.x.example/open?u=1" width="1" height="1" alt=""></div>',
    html: '<p>The Harbor company</p><p>Your <strong>parcel</strong> is here.</p><p>Map</p>',
    text: 'The Harbor company\nYour parcel is here.\nMap',
  },
  {
    name: 'images that carry their content along, of this page and of disks',
    source:
      '<p><u>a</u><img src="data:image/png;base64,iVBORw0KGgo=" alt="Screenshot"><img src="blob:https://x.example/1"><img src="file:///C:/a.png" alt=" b"></p>',
    html: '<p><u>a</u>Screenshotb</p>',
    text: 'aScreenshotb',
  },
];

/** Pieces of real life: by the editor, from pages, from Word and Google, from mails. */
export const golden: readonly Golden[] = [...editor, ...pages, ...office, ...mails, ...images];
