import { beginsLink, isLocal, isLocalPart, longestLocal, signOfMail } from './beginnings.ts';
import { endOfHost, goesOnUnseen, isPublicName } from './host.ts';
import { isAlphanumeric, kindOf, type Letters, pointBefore, widthOf } from './link-characters.ts';

const underscore = 95;
const colon = 58;
const slash = 47;
const at = 64;

/** A picture for screens of twice as many pixels, `logo@2x.png`: no host is called so. */
const pictures = /\.(?:png|jpe?g|gif|svg|webp|avif|heic)$/i;

/** Where the mail address with this `@` begins; null where it has no beginning. `from`: where the last link ends. */
export function startOfMail(text: Letters, sign: number, from: number): number | null {
  const least = Math.max(from, sign - longestLocal);
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

/** The end of a mail address by its `@`; null where what stands behind it is no public host. */
export function endOfMail(text: Letters, sign: number): number | null {
  const end = endOfHost(text, sign + 1);
  const name = text.slice(sign + 1, end);
  if (!isPublicName(name) || pictures.test(name) || goesOnUnseen(text, end)) return null;
  // `git@host:folder` and `user@host:22` name a place on a host.
  const next = text.charCodeAt(end + 1);
  const isPlace = text.charCodeAt(end) === colon && (isAlphanumeric(next) || next === slash);
  return isPlace && !beginsLink(text, end + 1) && signOfMail(text, end + 1) === null ? null : end;
}
