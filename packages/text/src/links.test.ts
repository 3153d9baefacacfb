import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Letters } from './link-characters.ts';
import { linkCases } from './links.table.fixture.ts';
import { linksIn, partsOf } from './links.ts';

describe('the addresses of a text', () => {
  it('are tried with more than two hundred texts', () => expect(linkCases.length).toBeGreaterThan(200));

  it.each(linkCases)('[CONT-2] $text', ({ text, links }) => {
    const found = linksIn(text).map(({ from, to, href }) => [text.slice(from, to), href]);
    expect(found).toEqual(links.map((link) => (typeof link === 'string' ? [link, link] : link)));
  });

  it.each(linkCases.filter(({ links }) => links.length > 0))(
    '[CONT-2] $text: within a text it is the same link',
    ({ text, links }) => {
      const hrefs = links.map((link) => (typeof link === 'string' ? link : link[1]));
      for (const around of [`Hello,\n${text}`, `${text}\nand more`, `So: ${text}`])
        expect(linksIn(around).map(({ href }) => href)).toEqual(hrefs);
    },
  );
});

const letters = fc.string({
  unit: fc.constantFrom(...'ab.:/@-_*~<>()[]{}\'"?#&=%!,; \n0看ア는นשع👍é\u200b\u200d\u202e\ufe0f'),
});
const pieces = fc.constantFrom(
  ...[
    'http://',
    'https://',
    'HTTPS://',
    'www.',
    'mailto:',
    'tel:',
    'javascript:',
    'data:',
    '<https://',
    '<tel:',
  ],
  ...[
    'x.example',
    'bank.example@',
    '@',
    ':443',
    ':',
    '/a',
    '(',
    ')',
    '[::1]',
    '1.2.3',
    '\u200b',
    '谢谢',
    '👩‍🚀',
    '_',
    '\n',
  ],
);
const anyText = fc
  .array(fc.oneof(pieces, letters, fc.string({ unit: 'binary' })), { maxLength: 30 })
  .map((all) => all.join(''));

describe('whatever is written', () => {
  it('[CONT-2] an address is found the ten thousandth time as it was the first', () => {
    const texts = ['https://bücher.example/straße', 'https://harbor.example/a', 'https://例え.jp/'];
    for (let time = 0; time < 10_000; time += 1)
      expect(texts.filter((text) => linksIn(text).length !== 1)).toEqual([]);
  });

  it('[CONT-2] an address is of the web, of mail or of a telephone, and every parser reads it back as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { href } of linksIn(text)) {
          expect(href).toMatch(/^(?:https?:\/\/|mailto:|tel:)[!-~]+$/);
          const { href: again, username, password } = new URL(href);
          expect([again, username, password]).toEqual([href, '', '']);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('[CONT-2] the host that is reached is the one that is read', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = linksIn(text)
          .map(({ from, to, href }) => ({ words: text.slice(from, to).toLowerCase(), href }))
          .filter(({ words, href }) => href.startsWith('http') && /^[!-Z\\^-~]*$/.test(words))
          .map(({ words, href }) => [words.replace(/^https?:\/\//, ''), new URL(href).hostname] as const);
        expect(read.filter(([words, reached]) => !words.startsWith(reached))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('[CONT-2] no address reaches into another or over a line, and each line is read by itself', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const links = linksIn(text);
        expect(links.every(({ from, to }, at) => from < to && from >= (links[at - 1]?.to ?? 0))).toBe(true);
        let start = 0;
        const byLine = text.split('\n').flatMap((line) => {
          const found = linksIn(line).map(({ from, to, href }) => ({
            from: start + from,
            to: start + to,
            href,
          }));
          start += line.length + 1;
          return found;
        });
        expect(links).toEqual(byLine);
      }),
      { numRuns: 2000 },
    );
  });

  it('the parts of a text are all of it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parts = partsOf(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        expect(parts.flatMap(({ href }) => href ?? [])).toEqual(linksIn(text).map(({ href }) => href));
      }),
    );
  });

  const address = fc.constantFrom(
    ...[
      'https://harbor.example/a',
      'http://10.0.0.1:8080/x?y=z',
      'https://en.example.org/wiki/Dock_(harbour)',
    ],
    ...['mailto:ada+b@harbor.example', 'http://[2001:db8::1]:8080/x', 'https://xn--bcher-kva.example/'],
  );
  const before = fc.constantFrom('', ' ', '(', '„', '“', '«', '「', '\n', '看', '\u200e', 'So: ', '"', '<b>');
  const after = fc.constantFrom(
    '',
    ' ',
    ').',
    '“',
    '”',
    '»',
    '」',
    '\n',
    '。',
    '\u200e',
    ', and',
    '"',
    '…',
    '</b>',
  );
  it('[CONT-2] a planted address is found, whatever words are around it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(before, address, after), { maxLength: 8 }), (planted) => {
        const text = planted.map((parts) => parts.join('')).join(' | ');
        expect(linksIn(text).map(({ href }) => href)).toEqual(planted.map(([, href]) => href));
      }),
    );
  });
});

/** Counts what is read of a text. */
class CountedLetters implements Letters {
  readonly #text: string;
  looks = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get length(): number {
    return this.#text.length;
  }

  charCodeAt(at: number): number {
    this.looks += 1;
    return this.#text.charCodeAt(at);
  }

  codePointAt(at: number): number | undefined {
    this.looks += 1;
    return this.#text.codePointAt(at);
  }

  slice(from: number, to: number): string {
    this.looks += Math.max(0, Math.min(to, this.#text.length) - from);
    return this.#text.slice(from, to);
  }
}

describe('a text of a megabyte that was made to take long', () => {
  const megabyte = 1_048_576;
  /** Looks at each letter, at most; what is quadratic needs thousands. */
  const most = 20;
  const again = (start: string, part: string): string =>
    (start + part.repeat(Math.ceil(megabyte / part.length))).slice(0, megabyte);

  it.each([
    ['', 'http://'],
    ['', 'www.'],
    ['', 'www.a.bb:'],
    ['', 'www.a.bb%'],
    ['', 'www.a.bb\u200b'],
    ['', '@'],
    ['', 'a@'],
    ['', 'a@b.cc'],
    ['', `${'a'.repeat(63)}@`],
    ['', `a@${'b.'.repeat(120)}`],
    ['', 'mailto:a@b.cc?'],
    ['', 'mailto:'],
    ['', '<'],
    ['', '<https://a/'],
    ['', '<https://a/('],
    ['', 'https://a/('],
    ['', '/https://a/('],
    ['https://a/', '('],
    ['', 'mailto:a@b.cc?('],
    ['', 'https://a/(www.a.bb/('],
    ['', 'https://a/(x/mailto:a@b.cc?(/'],
    ['https://a/', '(]'],
    ['https://a/', '.'],
    ['', 'https://a/.,'],
    ['https://a/', 'a谢'],
    ['https://a/a', '谢'],
    ['', 'https://a/a谢谢'],
    ['', 'https://a.bb谢谢谢谢谢谢'],
    ['', 'https://a👍👍👍'],
    ['https://a', '.b'],
    ['https://a:', 'a'],
    ['', 'https://a:b:c:d'],
    ['', 'http://[::1]:'],
    ['', 'http://[[['],
    ['', '\u200b'],
    ['', "'https://a/b'"],
    ['', '_a ~b '],
    ['', 'hwm@'],
    ['https://a/', '👩‍🚀'],
    ['', 'hello, world '],
  ])('[CONT-2] %j and then again and again %j', (start, part) => {
    const text = new CountedLetters(again(start, part));
    linksIn(text);
    expect(text.looks).toBeGreaterThanOrEqual(megabyte);
    expect(text.looks).toBeLessThanOrEqual(most * megabyte);
  });

  it('[CONT-2] is read to its end', () => {
    const text = again('', 'www.a.bb: ');
    expect(linksIn(`${text} https://harbor.example/`).at(-1)?.href).toBe('https://harbor.example/');
  });
});
