import { hrefOf } from './href.ts';
import { endOfHost, goesOnUnseen, isPublicName } from './host.ts';
import { isAlphanumeric, isDigit, isSpace, kindOf, type Letters } from './link-characters.ts';
import { endOfPath } from './path.ts';

const colon = 58;
const at = 64;

/** What begins the path, the query or the fragment. */
const beginsPath = (code: number): boolean => code === 47 || code === 63 || code === 35;

/**
 * The end of the web address from `start`, whose host begins at `from`. Null where it is none, or where it would lead
 * elsewhere than it seems to: with a password before its host, or a number in the place of a host.
 */
export function readWeb(
  text: Letters,
  start: number,
  from: number,
  isEmphasis: (code: number) => boolean,
): number | null {
  const host = endOfHost(text, from);
  if (host === from || goesOnUnseen(text, host)) return null;
  const name = text.slice(from, host);
  // What is cut off by a letter or an emoji that no host has here would be another host.
  if (!/[.\]]/.test(name) && ['glued', 'sign'].includes(kindOf(text.codePointAt(host)))) return null;
  if (/^https?$/i.test(name) && text.charCodeAt(host) === colon) return null;
  const end = endOfPort(text, host);
  if (end === null) return null;
  // The dot of the root, which ends a name, is kept where the address goes on.
  const path =
    text.charCodeAt(end) === 46 && end === host && beginsPath(text.charCodeAt(end + 1)) ? end + 1 : end;
  if (!beginsPath(text.charCodeAt(path))) return end;
  const to = endOfPath(text, start, path, isEmphasis);
  return to > path ? to : end;
}

/** Behind the port, if there is one; null where it is none that a host can have, or a password. */
function endOfPort(text: Letters, host: number): number | null {
  if (text.charCodeAt(host) !== colon) return host;
  if (behindPassword(text, host + 1) > host + 1) return null;
  let end = host + 1;
  while (end < host + 7 && isDigit(text.charCodeAt(end))) end += 1;
  if (end === host + 1) return host;
  const isPort = Number(text.slice(host + 1, end)) <= 65_535 && !isAlphanumeric(text.charCodeAt(end));
  return isPort ? end : null;
}

/**
 * Behind the `@` that ends what stands here, before anything else of the address begins: a name and a password, of
 * which no part is an address. Here, if there is none.
 */
export function behindPassword(text: Letters, from: number): number {
  for (let end = from; end < from + 64 && end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === at) return end + 1;
    if (beginsPath(code) || isSpace(code)) break;
  }
  return from;
}

/** Whether a host, as it was written, is the one that is reached: `1.2.3` and `0x7f.1` are other numbers. */
function isHostOf(written: string, href: string): boolean {
  const [, name = ''] = /^[a-z]+:\/\/([^/?#]*)/i.exec(written) ?? [];
  const [, reached = ''] = /^[a-z]+:\/\/([^/?#:]*)/.exec(href) ?? [];
  if (name.startsWith('[')) return true;
  const host = name.replace(/:.*/, '').toLowerCase();
  // Letters of other scripts are written in ASCII in the end; they never become a number.
  return /^[!-~]*$/.test(host) ? host === reached : !/^[\d.]+$/.test(reached);
}

/** Where a web address leads; null where browsers would not follow it, or to another host. */
export function webHrefOf(written: string): string | null {
  const href = hrefOf(written, ['http', 'https']);
  return href !== null && isHostOf(written, href) ? href : null;
}

/** Whether the host of an address without a scheme, `www.` and more, is one of the public network. */
export function isPublicHost(host: string): boolean {
  return isPublicName(host) && /^www\.[^.]+\../i.test(host);
}
