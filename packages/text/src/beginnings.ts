import { kindOf, type Letters, startsWith, widthOf } from './link-characters.ts';

const schemes = ['http://', 'https://'];
const others = ['www.', 'mailto:'];

/** Whether an address of the web begins here, with its scheme. */
export function beginsScheme(text: Letters, at: number): boolean {
  return schemes.some((scheme) => startsWith(text, at, scheme));
}

/** Whether something stands here that links begin with. */
export function beginsLink(text: Letters, at: number): boolean {
  return beginsScheme(text, at) || others.some((beginning) => startsWith(text, at, beginning));
}

/** Letters of the part of a mail address in front of its sign (RFC 5321). */
export const longestLocal = 64;
const signs = new Set(Array.from("._%+-'", (sign) => sign.charCodeAt(0)));
const at = 64;

export const isLocal = (point: number): boolean => kindOf(point) === 'word' || signs.has(point);

/** The `@` of the mail address that begins here; null where there is none. */
export function signOfMail(text: Letters, from: number): number | null {
  let end = from;
  while (end <= from + longestLocal) {
    const point = text.codePointAt(end);
    if (point === at) return isLocalPart(text.slice(from, end)) ? end : null;
    if (point === undefined || !isLocal(point)) return null;
    end += widthOf(point);
  }
  return null;
}

export const isLocalPart = (local: string): boolean =>
  local !== '' && !local.includes('..') && !local.endsWith('.');
