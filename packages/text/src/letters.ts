/** What nothing belongs to: ends of lines, and signs that steer a text. */
const control =
  '\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff0-\\ufffb';
const mark = '\\p{Grapheme_Extend}\\p{Emoji_Modifier}\\u200d';
/** Hangul in pieces: what a syllable begins with, and what it goes on with. */
const initial = '\\u1100-\\u115f\\ua960-\\ua97c';
const rest = '\\u1160-\\u11ff\\ud7b0-\\ud7fb';
/** What joins two consonants of a script of India, and those consonants. */
const virama = '\\u094d\\u09cd\\u0acd\\u0b4d\\u0c4d\\u0d4d';
const consonant =
  '\\u0915-\\u0939\\u0958-\\u095f\\u0978-\\u097f\\u0995-\\u09b9\\u09dc-\\u09df\\u09f0\\u09f1\\u0a95-\\u0ab9\\u0af9' +
  '\\u0b15-\\u0b39\\u0b5c-\\u0b5f\\u0b71\\u0c15-\\u0c39\\u0c58-\\u0c5a\\u0d15-\\u0d3a';
/** Arabic signs that stand around the number behind them. */
const before = '\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}';

const bases = [
  '\\p{Regional_Indicator}{2}',
  `[${initial}]*[\\uac00-\\ud7a3][${rest}]*`,
  `[${initial}]+[${rest}]*`,
  `[${rest}]+`,
  `\\p{Extended_Pictographic}(?:[${mark}]*\\u200d\\p{Extended_Pictographic})*`,
  // Bounded, so that a long row of marks is looked at once.
  `[${consonant}](?:[${mark}]{0,3}[${virama}][${mark}]{0,3}[${consonant}])*`,
  `[^${control}]`,
];

/**
 * A letter as a person counts it, which Unicode calls an extended grapheme cluster: what it consists of, and behind it
 * the marks that belong to it. `Intl.Segmenter` knows them as well, but takes twenty times as long where there are
 * many emoji, and another version of it ends them elsewhere.
 */
const letter = new RegExp(`\\r\\n|[${control}]|[${before}]*(?:${bases.join('|')})[${mark}\\p{Mc}]*`, 'gu');

/** Units that the longest letter of any script takes: a family with four skin tones has 26. */
const longestLetter = 32;

/** Letters as a person counts them: a flag, a family of emoji or a letter with its accents is one. */
export function lettersOf(text: string): string[] {
  return text.match(letter) ?? [];
}

/** The beginning of a text, and whether it is all of it. */
export interface Beginning {
  readonly text: string;
  readonly isWhole: boolean;
}

/** Each of these is a letter of its own, whatever stands beside it. */
const simple = /^[\n\x20-\x7e]*$/;

/**
 * The first letters of a text, at most `count`, none of them torn apart. Costs what it returns, however long the text
 * is: where letters carry so many marks that they are beyond any script, fewer of them are returned.
 */
export function beginningOf(text: string, count: number): Beginning {
  if (text.length <= count) return { text, isWhole: true };
  if (simple.test(text.slice(0, count + 1))) return { text: text.slice(0, count), isWhole: false };
  const reach = longestLetter * count;
  const part = text.slice(0, reach);
  let letters = 0;
  let length = 0;
  for (const { index } of part.matchAll(letter)) {
    length = index;
    if (letters === count) return { text: part.slice(0, length), isWhole: false };
    letters += 1;
  }
  if (part === text) return { text, isWhole: true };
  // What stands last may go on behind the reach. If there is nothing else, marks are left out and no half of a pair.
  const start = length > 0 ? part.slice(0, length) : part.replace(/[\ud800-\udbff]$/, '');
  return { text: start, isWhole: false };
}

/** The first letter of a text with its marks, such as for initials; empty where there is none. */
export function firstLetterOf(text: string): string {
  return beginningOf(text, 1).text;
}

/**
 * A text of at most `most` characters (code points), cut in its middle where it is longer: its last `kept` stay, for
 * the ending of a file's name. No letter is torn apart.
 */
export function cutMiddle(text: string, most: number, kept: number): string {
  if (lengthOf(text) <= most) return text;
  const letters = lettersOf(text);
  const ending = fitting(letters.toReversed(), kept).toReversed().join('');
  return `${fitting(letters, most - 1 - lengthOf(ending)).join('')}…${ending}`;
}

const lengthOf = (text: string): number => Array.from(text).length;

/** As many of the first letters as have room in `most` characters. */
function fitting(letters: readonly string[], most: number): readonly string[] {
  let length = 0;
  const beyond = letters.findIndex((one) => (length += lengthOf(one)) > most);
  return beyond < 0 ? letters : letters.slice(0, beyond);
}
