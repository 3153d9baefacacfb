import { beginsLink, beginsScheme, signOfMail } from './beginnings.ts';
import { endOfGlued, isInvisible, isSpace, kindOf, type Letters, widthOf } from './link-characters.ts';

/** A name has at most 253 letters, a part of it 63 (RFC 1035). */
const longest = 253;
const names = /^[^.\-_][^.]{0,62}(?:\.[^.]{1,63})*$/;
const ipv6 = /^\[[0-9a-f:.]{2,45}\]/i;

const dot = 46;
const dash = 45;
const underscore = 95;
/** Browsers read them as the dot between the parts of a name; in no script do they end a sentence. */
const otherDots = [0x2024, 0xff0e];
const betweenWords = [dot, dash, underscore];

/**
 * The end of the name of a host that begins here; where it begins, if there is none. Text of a script without spaces
 * that stands behind it is no part of it.
 */
export function endOfHost(text: Letters, from: number): number {
  if (text.charCodeAt(from) === 91) return from + (ipv6.exec(text.slice(from, from + 48))?.[0].length ?? 0);
  const end = endOfRun(text, from);
  if (end - from > longest) return from;
  const last = lastLetterOf(text, from, end);
  return names.test(text.slice(from, last)) ? last : from;
}

function endOfRun(text: Letters, from: number): number {
  const limit = Math.min(text.length, from + longest + 1);
  let at = from;
  let isWord = false;
  while (at < limit) {
    const point = text.codePointAt(at);
    if (point === undefined) break;
    const kind = kindOf(point);
    if (kind === 'glued') {
      const end = endOfGlued(text, at, limit);
      if (isWord && !(text.charCodeAt(end) === dot && kindOf(text.codePointAt(end + 1)) !== 'other')) break;
      at = end;
    } else if (kind === 'word' || (betweenWords.includes(point) && !isBeforeLink(text, at, point)))
      at += widthOf(point);
    else break;
    isWord = kind === 'word';
  }
  return at;
}

/** A sign behind which another address begins belongs to neither. */
function isBeforeLink(text: Letters, at: number, point: number): boolean {
  return point === underscore ? beginsLink(text, at + 1) : beginsScheme(text, at + 1);
}

function lastLetterOf(text: Letters, from: number, end: number): number {
  let at = end;
  while (at > from && betweenWords.includes(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** Whether the last part of a name is one that names of the public network end with: letters, or their ASCII form. */
export function isPublicName(name: string): boolean {
  return /[^.]\.(?:xn--[a-z0-9-]{2,59}|[\p{L}\p{M}]{2,63})$/iu.test(name) && !name.includes('_');
}

/**
 * Whether a name goes on behind its end in a way that would make another address of it than the one that is read: a
 * password, an escape, another kind of dot, or letters behind something that is not seen.
 */
export function goesOnUnseen(text: Letters, end: number): boolean {
  const next = text.charCodeAt(end);
  if (next === 64 || next === 37) return true;
  let at = otherDots.includes(next) ? end + 1 : end;
  // Nobody writes more of them by accident; what hides behind more is not looked for.
  while (at < end + 64 && isInvisible(text.codePointAt(at))) at += widthOf(text.codePointAt(at) ?? 0);
  if (at === end) return false;
  const behind = text.codePointAt(at);
  if (behind === undefined || isSpace(behind)) return false;
  // What begins an address of its own makes none of this one.
  if (beginsLink(text, at) || signOfMail(text, at) !== null) return false;
  return kindOf(behind) === 'word' || [...betweenWords, 47, 58, 64].includes(behind);
}
