import { projectFormatted, projectMessage, type StoredBody, type StoredMessage } from '@tieline/domain';
import type { ClientId, ConversationId, SeatId } from '@tieline/protocol';
import { richText } from '@tieline/protocol';
import { linksIn } from '@tieline/text';
import fc from 'fast-check';
import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { describe, expect, it } from 'vitest';
import { acceptBody } from '../accept-body.ts';
import { accepted, expectStable } from './harmless.fixture.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const link = (href: string, words: string): string => `<a href="${escaped(href)}">${words}</a>`;

/** Where the links of a page lead, in their order; pieces of one that look different are one. */
function hrefsOf(nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): string[] {
  return nodes.flatMap((node) => {
    if (!('tagName' in node)) return [];
    const href = node.tagName === 'a' ? node.attrs.find(({ name }) => name === 'href')?.value : undefined;
    return href === undefined ? hrefsOf(node.childNodes) : [href];
  });
}
/** Addresses that are alike and follow each other are one link, also over a line. */
const apart = (hrefs: readonly string[]): string[] => hrefs.filter((href, at) => href !== hrefs[at - 1]);
const inHtml = (html: string): string[] => hrefsOf(parseFragment(html).childNodes);
const inText = (text: string): string[] => linksIn(text).map(({ href }) => href);

describe('the plain form of a link', () => {
  it.each([
    [
      'Mail to info@harbor.example',
      'https://harbor.example/',
      'Mail to info@harbor.example (https://harbor.example/)',
    ],
    ['harbor.example', 'https://harbor.example/', 'harbor.example (https://harbor.example/)'],
    ['https://harbor.example', 'https://harbor.example/', 'https://harbor.example'],
    ['HTTPS://Harbor.example/', 'https://harbor.example/', 'HTTPS://Harbor.example/'],
    ['www.harbor.example', 'https://www.harbor.example/', 'www.harbor.example'],
    [
      'https://harbor.example/a',
      'https://harbor.example/',
      'https://harbor.example/a (https://harbor.example/)',
    ],
    ['https://bank.example/', 'https://evil.example/', 'https://bank.example/ (https://evil.example/)'],
    ['the list', 'https://harbor.example/list.', 'the list <https://harbor.example/list.>'],
    [
      'https://harbor.example/list.',
      'https://harbor.example/list.',
      'https://harbor.example/list. <https://harbor.example/list.>',
    ],
    ['the dock', 'https://en.example/Dock_(harbour)', 'the dock (https://en.example/Dock_(harbour))'],
    ['half', 'https://en.example/a)b', 'half <https://en.example/a)b>'],
    ['open', 'https://en.example/a(b', 'open <https://en.example/a(b>'],
    ['both', 'https://a.example/x,https://b.example/y', 'both <https://a.example/x,https://b.example/y>'],
    ['write', 'mailto:ada@harbor.example', 'write (ada@harbor.example)'],
    ['ada@harbor.example', 'mailto:ada@harbor.example', 'ada@harbor.example'],
    ['write', 'mailto:ada@harbor.example?subject=Hi', 'write (mailto:ada@harbor.example?subject=Hi)'],
    ['all', 'mailto:a@x.example,b@x.example', 'all <mailto:a@x.example,b@x.example>'],
    ['nobody', 'mailto:?subject=Hi', 'nobody <mailto:?subject=Hi>'],
    ['call', 'tel:+4912345', 'call <tel:+4912345>'],
    ['port', 'http://[2001:db8::1]:8080/x', 'port (http://[2001:db8::1]:8080/x)'],
    ['bank', 'https://bank.example@evil.example/', 'bank (https://evil.example/)'],
    ['pipe', 'https://harbor.example/a|b?c={d}', 'pipe (https://harbor.example/a%7Cb?c=%7Bd%7D)'],
    [
      'https://harbor.exa<br>mple/',
      'https://harbor.example/',
      'https://harbor.exa\nmple/ (https://harbor.example/)',
    ],
  ])('[CONT-3] %s to %s says %s', (words, href, text) => {
    const forms = accepted(`<p>${link(href, words)}</p>`);
    expect(forms.text).toBe(text);
    expect(inText(forms.text)).toContain(inHtml(forms.html ?? `<a href="${escaped(href)}"></a>`)[0]);
  });

  it.each([
    [
      `<p>${link('https://a.example/x', 'https://a.example/x')}and more<b>.</b></p>`,
      'https://a.example/x and more.',
    ],
    [`<p>so${link('https://a.example/x', 'https://a.example/x')}<b>.</b></p>`, 'so https://a.example/x.'],
    [
      `<p>https://b.example/${link('https://a.example/x', '<b>here</b>')}</p>`,
      'https://b.example/ here (https://a.example/x)',
    ],
    [
      `<p>_so ${link('https://a.example/x_', 'https://a.example/x_')}</p>`,
      '_so https://a.example/x_ <https://a.example/x_>',
    ],
  ])('[CONT-3] %s is kept apart from the words around it', (html, text) => {
    expect(accepted(html).text).toBe(text);
  });
});

describe('an address that was typed without a link', () => {
  it.each([
    ['<p><b>See</b> https://harbor.example/a.</p>', ['https://harbor.example/a']],
    [
      '<p>https://<b>harbor</b>.example/a</p>',
      ['https://harbor.example/a', 'https://harbor.example/a', 'https://harbor.example/a'],
    ],
    ['<p><code>curl https://harbor.example/a</code></p>', ['https://harbor.example/a']],
    [
      '<pre>curl https://harbor.example/a?b=c&amp;d=e\nada@harbor.example</pre>',
      ['https://harbor.example/a?b=c&d=e', 'mailto:ada@harbor.example'],
    ],
    [
      '<ul><li>www.harbor.example</li></ul><blockquote>ada@harbor.example</blockquote>',
      ['https://www.harbor.example/', 'mailto:ada@harbor.example'],
    ],
    [`<p>${link('https://a.example/', 'https://b.example/')} <b>README.md</b></p>`, ['https://a.example/']],
    ['<p><b>So</b> &lt;https://a.example/x)&gt;</p>', ['https://a.example/x)']],
    ['<p><b>https://a.example</b>/x<br>y</p>', ['https://a.example/x']],
  ])('[CONT-1] %s is stored with it', (html, hrefs) => {
    expect([...new Set(inHtml(accepted(html).html ?? ''))]).toEqual([...new Set(hrefs)]);
    expectStable(html);
  });

  it('[CONT-1] makes no formatted message of what is mere text', () => {
    for (const html of [
      '<p>See https://harbor.example/a</p>',
      `<p>See ${link('https://harbor.example/a', 'https://harbor.example/a')}</p>`,
    ])
      expect(accepted(html)).toMatchObject({ html: null, text: 'See https://harbor.example/a' });
    expect(accepted(`<p>See ${link('https://harbor.example/a', 'this')}</p>`).html).not.toBeNull();
  });
});

const message = (body: StoredBody): StoredMessage => ({
  conversation: '0a1b2c3d-0000-4000-8000-00000000000a' as ConversationId,
  seq: 1,
  rev: 1,
  at: '2026-01-01T00:00:00.000Z',
  sender: { seat: 's' as SeatId, kind: 'agent', name: 'Ada' },
  clientId: 'from-ada' as ClientId,
  body,
  missed: false,
  edited: false,
  sentHash: null,
  reactions: [],
});

/** The addresses that each reader of a message finds in it. */
function readersOf(stored: StoredBody): Record<string, string[]> {
  const [office, agent, monitor, widget] = (['office', 'console', 'monitor', 'widget'] as const).map(
    (surface) => projectMessage(surface, message(stored)),
  );
  const formatted = projectFormatted(message(stored), String);
  return {
    office: inText(office && 'text' in office ? office.text : ''),
    console: inHtml(agent && 'html' in agent ? agent.html : ''),
    monitor: inHtml(monitor && 'html' in monitor ? monitor.html : ''),
    widget: inHtml(widget && 'html' in widget ? widget.html : ''),
    ...(formatted === null ? {} : { formatted: inHtml(formatted.html) }),
  };
}

const stored = (body: Parameters<typeof acceptBody>[0]): StoredBody => {
  const answer = acceptBody(body);
  if (!answer.ok) throw new Error(answer.error);
  return answer.body;
};

const address = fc.constantFrom(
  ...[
    'https://harbor.example/a',
    'http://10.0.0.1:8080/x?y=z&w=1',
    'https://en.example.org/wiki/Dock_(harbour)',
  ],
  ...[
    'www.harbor.example/a',
    'ada+b@harbor.example',
    'http://[2001:db8::1]:8080/x',
    'https://bücher.example/straße',
  ],
  ...[
    'README.md',
    'https://bank.example@evil.example/',
    'javascript:alert(1)',
    'foo@bar',
    'https://a.example/x_',
  ],
);
const around = fc.oneof(
  fc.constantFrom(
    ...[
      '„',
      '“',
      '(',
      ')',
      '。',
      '谢谢',
      ', ',
      '. ',
      ' ',
      '\n',
      '_',
      '*',
      '<',
      '>',
      '&',
      '"',
      "'",
      '\u200b',
      '👍',
    ],
  ),
  fc.string({ maxLength: 5 }).map((text) => text.replace(/[\r\n\t\f\v\0]/g, ' ')),
);
const planted = fc
  .array(fc.oneof(address, around), { minLength: 1, maxLength: 14 })
  .map((parts) => `Hello ${parts.join('')}`.trim())
  .filter((text) => text.length < 500);

describe('every reader', () => {
  it('[CONT-2, CONT-7, CONT-8] finds the same addresses in plain text', () => {
    fc.assert(
      fc.property(planted, (text) => {
        const hrefs = inText(text);
        for (const found of Object.values(readersOf(stored({ kind: 'plain', text }))))
          expect(found).toEqual(hrefs);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['p', 'pre', 'blockquote'])(
    '[CONT-1, CONT-3, CONT-8] finds the same addresses in formatted text, where no links were made in its <%s>',
    (element) => {
      fc.assert(
        fc.property(planted, (text) => {
          const lines = element === 'pre' ? escaped(text) : escaped(text).replaceAll('\n', '<br>');
          const html = `<p><b>All</b></p><${element}>${lines}</${element}>`;
          const readers = readersOf(stored({ kind: 'rich', html }));
          expect(Object.keys(readers)).toContain('formatted');
          for (const found of Object.values(readers)) expect(apart(found)).toEqual(apart(inText(text)));
        }),
        { numRuns: 300 },
      );
    },
  );

  it('[CONT-3] finds an address that is hidden by how the one before it had to be written', () => {
    const { html, text } = accepted(
      `<p>${link('https://a.example/x', 'https://a.example/x')}<code>_</code><b>„</b>${link('http://a.aa#_', 'http://a.aa#_')}</p>`,
    );
    expect(inHtml(html ?? '')).toEqual(['https://a.example/x', 'http://a.aa/#_']);
    expect(inText(text)).toEqual(expect.arrayContaining(inHtml(html ?? '')));
  });

  it('[CONT-3] finds every address of a document in its plain form', () => {
    const href = fc.oneof(
      fc.constantFrom(
        'https://a.example/x',
        'https://a.example/list.',
        'https://a.example/a)b',
        'https://a.example/?q=:(',
      ),
      fc.constantFrom(
        'mailto:ada@x.example',
        'mailto:?to=a b',
        'mailto:a"b@x.example',
        'tel:+49123',
        'http://[::1]/',
        'https://u:p@b.example/',
      ),
      fc.string({ maxLength: 12 }).map((path) => `https://a.example/${path}`),
      fc.string({ maxLength: 12 }).map((path) => `mailto:${path}`),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
    );
    const words = fc.oneof(address, around).map(escaped);
    const piece = fc.oneof(
      words,
      words.map((text) => `<b>${text}</b>`),
      words.map((text) => `<code>${text}</code>`),
      fc
        .tuple(href, words, fc.constantFrom('', '<br>', '<i>b</i>'))
        .map(([to, text, more]) => link(to, text + more)),
      href.map((to) => link(to, escaped(to))),
    );
    const line = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    const block = fc.oneof(
      line.map((text) => `<p>${text}</p>`),
      line.map((text) => `<ol start="7"><li>${text}</li><li>${text}</li></ol>`),
      line.map((text) => `<blockquote>${text}</blockquote>`),
      line.map((text) => `<pre>${text}</pre>`),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 4 }), (blocks) => {
        const { html, text } = accepted(blocks.join(''));
        const found = inText(text);
        expect(inHtml(html ?? '').filter((wanted) => !found.includes(wanted))).toEqual([]);
        expectStable(blocks.join(''));
      }),
      { numRuns: 400 },
    );
  });

  it('[CONT-1] reads links of the schemes that are listed, as they are', () => {
    expect(
      richText.schemes.map((scheme) =>
        inText(`<${scheme}:${scheme.startsWith('http') ? '//a.example/' : '1'}>`),
      ),
    ).toEqual([['http://a.example/'], ['https://a.example/'], ['mailto:1'], ['tel:1']]);
  });
});
