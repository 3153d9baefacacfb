import { describe, expect, it } from 'vitest';
import { isBlank, isBlankHtml } from './blank.ts';

const named = (from: number, to = from): [string, string][] =>
  Array.from({ length: to - from + 1 }, (_, at) => {
    const code = from + at;
    return [`U+${code.toString(16).toUpperCase().padStart(4, '0')}`, String.fromCodePoint(code)];
  });

describe('blank is', () => {
  it.each([
    ['nothing', ''],
    ...named(0x09, 0x0d),
    ...named(0x20),
    ...named(0x85),
    ...named(0xa0),
    ...named(0x1680),
    ...named(0x2000, 0x200a),
    ...named(0x2028, 0x2029),
    ...named(0x202f),
    ...named(0x205f),
    ...named(0x3000),
    // Control characters.
    ...named(0x00),
    ...named(0x07),
    ...named(0x1b),
    ...named(0x7f),
    ...named(0x9f),
    // Zero-width and steering ones.
    ...named(0xad),
    ...named(0x34f),
    ...named(0x61c),
    ...named(0x180e),
    ...named(0x200b, 0x200f),
    ...named(0x202a, 0x202e),
    ...named(0x2060, 0x206f),
    ...named(0xfeff),
    ...named(0xfff9, 0xfffb),
    // Fillers and blank signs.
    ...named(0x115f, 0x1160),
    ...named(0x17b4, 0x17b5),
    ...named(0x2800),
    ...named(0x3164),
    ...named(0xffa0),
    ...named(0x1d159),
    ...named(0x1d173, 0x1d17a),
    ...named(0x16fe4),
    // Variation selectors and tags, on nothing.
    ...named(0x180b, 0x180d),
    ...named(0xfe00, 0xfe0f),
    ...named(0xe0001),
    ...named(0xe0020, 0xe007f),
    ...named(0xe0100),
    ['several of them', ' \u200b\n\u2800\u3164\u00ad\u200f\t'],
  ])('%s', (_what, text) => {
    expect(isBlank(text)).toBe(true);
    expect(isBlank(`${text}a`)).toBe(false);
  });
});

describe('something is', () => {
  it.each([
    ['a letter', 'a'],
    ['a full stop', '.'],
    ['an emoji that is joined', '👩‍👩‍👧'],
    ['a heart with its selector', '❤️'],
    ['a flag', '🇳🇴'],
    ['the flag of a region', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['a keycap', '1\ufe0f\u20e3'],
    ['a Persian word with a joiner in it', 'می\u200cخواهم'],
    ['a letter among joiners', '\u200d\u0915\u200d'],
    ['an accent without a letter', '\u0301'],
    ['a Thai vowel without a letter', '\u0e34'],
    ['a braille cell with a dot', '\u2801'],
    ['a letter of Hangul', 'ㅤㅏ'],
    ['the sign for what is broken', '\ufffd'],
    ['half of a pair', '\ud83d'],
    ['a letter of somebody’s own', '\ue000'],
  ])('%s', (_what, text) => {
    expect(isBlank(text)).toBe(false);
  });
});

describe('blank HTML is', () => {
  it.each([
    ['', true],
    ['<p></p>', true],
    ['<p>&nbsp;\u200b</p>', true],
    ['<ul><li></li><li><p>\u2800</p></li></ul>', true],
    ['<blockquote><p><br></p></blockquote>', true],
    ['<pre><code>\u00ad</code></pre>', true],
    ['<p><a href="https://harbor.example/">\u3164</a></p>', true],
    ['<p>&lt;</p>', false],
    ['<p>a</p>', false],
    ['<p><img src="image:7" alt=""></p>', false],
  ])('%s: %s', (html, answer) => {
    expect(isBlankHtml(html)).toBe(answer);
  });
});
