import { beginsLink } from './beginnings.ts';
import { endOfGlued, isAlphanumeric, kindOf, type Letters, pointBefore, widthOf } from './link-characters.ts';

/** What an address holds besides letters, of ASCII. The rest of ASCII is never in one. */
const inAddress = new Set(Array.from("-._~:/?#@!$&'()*+,;=%[]{}", (sign) => sign.charCodeAt(0)));
/** Behind these a word of an address begins, of whatever script. */
const beforeWords = new Set(Array.from('/=_-#&+~([{@:%', (sign) => sign.charCodeAt(0)));
/** Behind these an address within an address begins. */
const beforeInner = new Set(Array.from('/=&?#:@-_.+%~', (sign) => sign.charCodeAt(0)));
/** With a word behind them they show that letters before them belong to the address. */
const betweenWords = new Set(Array.from('?#&=%', (sign) => sign.charCodeAt(0)));
/** Signs of words, not of sentences: between two letters they are a part of an address. */
const withinWords = new Set(Array.from('–·・׳״־\u200c\u200d', (sign) => sign.codePointAt(0)));
/** What ends a sentence or a quotation stands behind an address, not in it. */
const endings = new Set(Array.from(".,;:!?'*", (sign) => sign.charCodeAt(0)));
const closings = new Map(['()', '[]', '{}'].map((pair) => [pair.charCodeAt(1), pair.charCodeAt(0)]));
const openings = new Set(closings.values());

const quote = 39;
const slash = 47;

/**
 * The end of an address whose path, query or fragment begins at `from`. Balanced brackets belong to it, what closes a
 * bracket or a quote that stands before it does not. `isEmphasis`: whether a sign was typed to begin emphasis.
 */
export function endOfPath(
  text: Letters,
  start: number,
  from: number,
  isEmphasis: (code: number) => boolean,
): number {
  const opened: number[] = [];
  const isQuoted = text.charCodeAt(start - 1) === quote;
  let at = from;
  for (let width = 1; at < text.length; at += width) {
    const point = text.codePointAt(at) ?? 0;
    width = point < 128 ? 1 : partOfWord(text, at);
    if (width === 0 || (point < 128 && !isAlphanumeric(point) && !inAddress.has(point))) break;
    if ((point === quote && isQuoted) || beginsAnother(text, at, opened.length > 0)) break;
    if (openings.has(point)) opened.push(at);
    const opening = closings.get(point);
    if (opening === undefined) continue;
    const last = opened.pop();
    if (last === undefined || text.charCodeAt(last) !== opening) {
      if (last !== undefined) opened.push(last);
      break;
    }
  }
  return withoutEndings(text, from, opened[0] ?? at, isEmphasis);
}

/** How much of the text from here, which is not ASCII, belongs to the address. */
function partOfWord(text: Letters, at: number): number {
  const point = text.codePointAt(at) ?? 0;
  const before = pointBefore(text, at) ?? 0;
  const kind = kindOf(point);
  if (kind === 'word') return widthOf(point);
  if (kind === 'other') {
    const behind = text.codePointAt(at + widthOf(point));
    const isBetween = kindOf(before) !== 'other' && kindOf(behind) !== 'other';
    // What is not seen joins letters of scripts that join, and emoji.
    const joins = point !== 0x200c && point !== 0x200d ? true : before > 127 && (behind ?? 0) > 127;
    return isBetween && joins && withinWords.has(point) ? widthOf(point) : 0;
  }
  const end = endOfGlued(text, at, text.length);
  const isWithin = before > 127 ? kindOf(before) !== 'word' : beforeWords.has(before);
  // Between two letters an emoji is one of theirs; words of a script without spaces may be those behind the address.
  const isLetter = kind === 'sign' && kindOf(text.codePointAt(end)) === 'word';
  return isWithin || isLetter || goesOn(text, end) ? end - at : 0;
}

function goesOn(text: Letters, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === slash || (betweenWords.has(code) && kindOf(text.codePointAt(at + 1)) !== 'other');
}

/**
 * Whether another address begins here, behind a comma for example. One that is a part of this address does not; in a
 * bracket each does, as the bracket may stay open: what is behind it is read again, and must not be read for ever.
 */
function beginsAnother(text: Letters, at: number, isInBracket: boolean): boolean {
  if (!beginsLink(text, at)) return false;
  const before = pointBefore(text, at) ?? 0;
  return isInBracket || !(isAlphanumeric(before) || beforeInner.has(before));
}

function withoutEndings(
  text: Letters,
  from: number,
  end: number,
  isEmphasis: (code: number) => boolean,
): number {
  let at = end;
  while (at > from) {
    const last = text.charCodeAt(at - 1);
    if (!endings.has(last) && !isEmphasis(last)) return at;
    at -= 1;
  }
  return at;
}
