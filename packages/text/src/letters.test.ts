import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginningOf, cutMiddle, firstLetterOf, lettersOf } from './letters.ts';

const family = '👩‍👩‍👧‍👦';
const zalgo = `Z${'\u0335\u0322\u0353'.repeat(33)}`;

describe('a letter', () => {
  it.each([
    ['an accent of its own', 'e\u0301'],
    ['two accents', 'e\u0302\u0323'],
    ['a family', family],
    ['a kiss of two skin tones', '👩🏽‍❤️‍💋‍👨🏾'],
    ['a skin tone', '👍🏿'],
    ['a flag', '🇳🇴'],
    ['the flag of a region', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['a keycap', '1\ufe0f\u20e3'],
    ['a red heart', '❤️'],
    ['a syllable of Hangul', '각'],
    ['a syllable in pieces', '\u1100\u1161\u11a8'],
    ['an old syllable in pieces', '\u1102\u1103\u1161\u11a8\u11af'],
    ['consonants that are joined', 'क्ष'],
    ['a Tamil vowel', 'நி'],
    ['a Thai letter with vowel and tone', 'นี่'],
    ['a Tibetan stack', 'སྐྱོ'],
    ['an end of line', '\r\n'],
    ['a number under an Arabic sign', '\u06dd٣'],
    ['many marks', zalgo],
  ])('is %s', (_what, text) => {
    expect(lettersOf(`x${text}y${text}${text}`)).toEqual(['x', text, 'y', text, text]);
  });

  it('is not what stands beside it', () => {
    expect(lettersOf('🇳🇴🇸🇪🇩')).toEqual(['🇳🇴', '🇸🇪', '🇩']);
    expect(lettersOf('a\u200bb\u2028c')).toEqual(['a', '\u200b', 'b', '\u2028', 'c']);
    expect(lettersOf('👩👧')).toEqual(['👩', '👧']);
    expect(lettersOf('')).toEqual([]);
  });

  const pieces = [
    ...[
      'a',
      'é',
      'e',
      ' ',
      '\u0301',
      '\u0323',
      '👨',
      '👩',
      '👧',
      '🏽',
      '©',
      '\u200d',
      '\u200c',
      '\ufe0f',
      '\u20e3',
    ],
    ...['🇩', '🇪', '🇫', 'ᄀ', 'ᅡ', 'ᆨ', '가', '각', 'क', '्', 'ष', 'ि', 'ा', 'น', 'ี', '่', 'ཀ', 'ྐ', '\r', '\n'],
    ...['\u0600', '٣', '🏴', '\u{e0067}', '\u{e007f}', '\u200b', '\u2028', '\u{11000}', 'க', '்', 'ß', '谢'],
  ];

  it('is never torn apart, whatever stands in a row', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    const endsOf = (letters: readonly string[]): number[] => {
      let length = 0;
      return letters.map((letter) => (length += letter.length));
    };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (row) => {
        const text = row.join('');
        const letters = lettersOf(text);
        expect(letters.join('')).toBe(text);
        const whole = endsOf(Array.from(segmenter.segment(text), ({ segment }) => segment));
        expect(whole).toEqual(expect.arrayContaining(endsOf(letters)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the beginning of a text', () => {
  it.each([
    ['abc', 3, 'abc', true],
    ['abc', 2, 'ab', false],
    ['ab\u0301', 2, 'ab\u0301', true],
    ['ab\u0301c', 2, 'ab\u0301', false],
    [family.repeat(3), 2, family.repeat(2), false],
    [family.repeat(2), 2, family.repeat(2), true],
    ['🇳🇴🇸🇪🇩🇪', 2, '🇳🇴🇸🇪', false],
    ['🙂🙂', 1, '🙂', false],
    ['', 5, '', true],
  ])('%j to %i letters is %j', (text, count, start, isWhole) => {
    expect(beginningOf(text, count)).toEqual({ text: start, isWhole });
  });

  it('holds fewer letters where they have more marks than any script', () => {
    const { text, isWhole } = beginningOf(zalgo.repeat(1000), 40);
    expect(isWhole).toBe(false);
    expect(text).toBe(zalgo.repeat(12));
  });

  it('leaves out marks, and never half of a pair, where a single letter goes on and on', () => {
    const { text } = beginningOf(`a${'\u{1d165}'.repeat(1000)}`, 2);
    expect(text).toBe(`a${'\u{1d165}'.repeat(31)}`);
  });

  it('looks at no more than it can need', () => {
    let looked = 0;
    class Long extends String {
      override slice(from?: number, to?: number): string {
        looked = Math.max(looked, to ?? this.length);
        return super.slice(from, to);
      }
    }
    const text = new Long('🙂'.repeat(100_000)) as unknown as string;
    expect(beginningOf(text, 10).text).toBe('🙂'.repeat(10));
    expect(looked).toBeLessThan(1000);
  });

  it('is of the first letter for initials', () => {
    expect(firstLetterOf('🇳🇴 Norway')).toBe('🇳🇴');
    expect(firstLetterOf('e\u0301ric')).toBe('e\u0301');
    expect(firstLetterOf('')).toBe('');
  });
});

describe('a text cut in its middle', () => {
  it.each([
    ['abcdef', 6, 2, 'abcdef'],
    ['abcdefg', 6, 2, 'abc…fg'],
    ['🇳🇴🇸🇪🇩🇪.pdf', 8, 4, '🇳🇴….pdf'],
    [`${family}${family}.png`, 10, 4, '….png'],
    [`${family}${family}.png`, 12, 4, `${family}….png`],
  ])('%j with room for %i and %i at its end is %j', (text, most, kept, cut) => {
    expect(cutMiddle(text, most, kept)).toBe(cut);
  });
});
