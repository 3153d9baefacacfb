/** A text as the recogniser reads it. A string is one; a test can count what is read of another. */
export interface Letters {
  readonly length: number;
  charCodeAt(at: number): number;
  codePointAt(at: number): number | undefined;
  slice(from: number, to: number): string;
}

/**
 * What a character is to an address.
 * `word`: a letter, mark or digit of a script that puts spaces between its words.
 * `glued`: one of a script whose words stand beside an address without a space.
 * `sign`: an emoji or the like.
 */
export type Kind = 'word' | 'glued' | 'sign' | 'other';

const words = /[\p{L}\p{M}\p{Nd}]/u;
const glued = new RegExp(
  [
    String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Bopomofo}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}`,
    String.raw`\p{sc=Myanmar}\p{sc=Tibetan}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}`,
    // Marks and digits that several scripts share.
    String.raw`\u064b-\u0655\u0660-\u0669\u0670\u3099\u309a\u30fc\uff70]`,
  ].join(''),
  'u',
);
const signs = /[\p{So}\p{Sc}\u{1f3fb}-\u{1f3ff}]|\u20e3|\ufe0e|\ufe0f/u;
/** They are seen as nothing, or turn round what is seen. */
const invisible =
  /[\p{Cf}\p{Cc}\u115f\u1160\u2800\u3164\uffa0]|\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0d]/u;

export function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** `undefined` is the end of the text. */
export function kindOf(point: number | undefined): Kind {
  if (point === undefined) return 'other';
  if (point < 128) return isAlphanumeric(point) ? 'word' : 'other';
  const character = String.fromCodePoint(point);
  // An object that stands in the text, and what could not be decoded.
  if (point === 0xfffc || point === 0xfffd || invisible.test(character)) return 'other';
  if (signs.test(character)) return 'sign';
  if (!words.test(character)) return 'other';
  return glued.test(character) ? 'glued' : 'word';
}

export function isInvisible(point: number | undefined): boolean {
  return point !== undefined && !isSpace(point) && invisible.test(String.fromCodePoint(point));
}

/** White space, where every address ends. */
export function isSpace(point: number): boolean {
  return point <= 32 || (point > 127 && /\s/.test(String.fromCodePoint(point)));
}

export const widthOf = (point: number): number => (point > 0xffff ? 2 : 1);

/** The character that ends where another begins. */
export function pointBefore(text: Letters, at: number): number | undefined {
  if (at <= 0) return undefined;
  const pair = at >= 2 ? text.codePointAt(at - 2) : undefined;
  return pair !== undefined && pair > 0xffff ? pair : text.charCodeAt(at - 1);
}

/** Whether the text goes on with these small letters, in whatever case. */
export function startsWith(text: Letters, at: number, small: string): boolean {
  for (let index = 0; index < small.length; index += 1) {
    const code = text.charCodeAt(at + index);
    const lower = code >= 65 && code <= 90 ? code + 32 : code;
    if (lower !== small.charCodeAt(index)) return false;
  }
  return true;
}

/** Where a run of characters that are neither spaced words nor signs of an address ends. */
export function endOfGlued(text: Letters, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    const point = text.codePointAt(at);
    const kind = kindOf(point);
    if (point === undefined || (kind !== 'glued' && kind !== 'sign')) return at;
    at += widthOf(point);
  }
  return at;
}
