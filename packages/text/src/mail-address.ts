import { endOfHost, goesOnUnseen, isPublicName } from './host.ts';
import { isAlphanumeric, kindOf, type Letters, pointBefore, widthOf } from './letters.ts';

/** Letters of the part in front of the sign (RFC 5321). */
const longest = 64;
const signs = new Set(Array.from("._%+-'", (sign) => sign.charCodeAt(0)));
const underscore = 95;
const colon = 58;
const slash = 47;
const at = 64;

/** A picture for screens of twice as many pixels, `logo@2x.png`: no host is called so. */
const pictures = /\.(?:png|jpe?g|gif|svg|webp|avif|heic)$/i;

const isLocal = (point: number): boolean => kindOf(point) === 'word' || signs.has(point);

/** Where the mail address with this `@` begins; null where it has no beginning. `from`: where the last link ends. */
export function startOfMail(text: Letters, sign: number, from: number): number | null {
  const least = Math.max(from, sign - longest);
  let start = sign;
  for (let before = pointBefore(text, start); start > least && before !== undefined && isLocal(before);) {
    start -= widthOf(before);
    before = pointBefore(text, start);
  }
  const outside = pointBefore(text, start);
  if (start > from && outside !== undefined && (isLocal(outside) || isInsideAddress(text, start, from)))
    return null;
  while (start < sign && !canBegin(text.codePointAt(start) ?? 0)) start += 1;
  return isLocalPart(text.slice(start, sign)) ? start : null;
}

/** Behind a slash it is a part of something else, unless the slash stands between two addresses. */
function isInsideAddress(text: Letters, start: number, from: number): boolean {
  const code = text.charCodeAt(start - 1);
  return (code === slash && (start - 1 !== from || from === 0)) || code === at || code === 92;
}

function canBegin(point: number): boolean {
  return kindOf(point) === 'word' || point === underscore;
}

const isLocalPart = (local: string): boolean => local !== '' && !local.includes('..') && !local.endsWith('.');

/** The end of a mail address by its `@`; null where what stands behind it is no public host. */
export function endOfMail(text: Letters, sign: number): number | null {
  const end = endOfHost(text, sign + 1);
  const name = text.slice(sign + 1, end);
  if (!isPublicName(name) || pictures.test(name) || goesOnUnseen(text, end)) return null;
  // `git@host:folder` and `user@host:22` name a place on a host.
  const next = text.charCodeAt(end + 1);
  return text.charCodeAt(end) === colon && (isAlphanumeric(next) || next === slash) ? null : end;
}

/** The `@` of the mail address that begins here; null where there is none. */
export function signOfMail(text: Letters, from: number): number | null {
  let end = from;
  while (end <= from + longest) {
    const point = text.codePointAt(end);
    if (point === at) return end > from && isLocalPart(text.slice(from, end)) ? end : null;
    if (point === undefined || !isLocal(point)) return null;
    end += widthOf(point);
  }
  return null;
}
