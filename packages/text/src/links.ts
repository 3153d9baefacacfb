import { hrefOf } from './href.ts';
import { endOfHost } from './host.ts';
import { isAlphanumeric, kindOf, type Letters, pointBefore, startsWith, isSpace } from './link-characters.ts';
import { signOfMail } from './beginnings.ts';
import { endOfMail, startOfMail } from './mail-address.ts';
import { endOfPath } from './path.ts';
import { behindPassword, isPublicHost, readWeb, webHrefOf } from './web-address.ts';

/** An address in a text. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** Of http, https, mailto or tel; in the one form that every parser reads back unchanged. */
  readonly href: string;
}

/** A part of a text: an address, or, with `href: null`, what stands between them. */
export interface TextPart {
  readonly text: string;
  readonly href: string | null;
}

/** CONT-2, CONT-7: the addresses of a text. Lines are read apart. It costs a few looks at each letter, whatever the text. */
export function linksIn(text: Letters): Link[] {
  return new LinkReader(text).readAll();
}

/** The text cut into its addresses and what stands between them; nothing of it is left out. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const link of linksIn(text)) {
    if (link.from > from) parts.push({ text: text.slice(from, link.from), href: null });
    parts.push({ text: text.slice(link.from, link.to), href: link.href });
    from = link.to;
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null });
  return parts;
}

const newLine = 10;
const lessThan = 60;
const at = 64;
/** Signs that some type around words to emphasise them, and that an address may end with as well. */
const emphasis = new Set([95, 126]);

/** Between `<` and `>` an address has exactly this form, so it may end with anything (RFC 3986, appendix C). */
const bracketed = /^(?:https?|mailto|tel):[!#-;=?-[\]_a-z~]+$/;

class LinkReader {
  readonly #text: Letters;
  readonly #links: Link[] = [];
  /** Emphasis that was begun in this line and not ended. */
  readonly #open = new Set<number>();
  /** Where the last address ends, or what is certainly none. */
  #from = 0;

  constructor(text: Letters) {
    this.#text = text;
  }

  readAll(): Link[] {
    let here = 0;
    while (here < this.#text.length) {
      const next = this.#readAt(here);
      if (next === null) here += 1;
      else here = this.#from = Math.max(next, here + 1);
    }
    return this.#links;
  }

  /** Where to go on; null where no address begins, or ends with this `@`. */
  #readAt(here: number): number | null {
    const code = this.#text.charCodeAt(here);
    if (code === newLine) this.#open.clear();
    else if (emphasis.has(code)) this.#noteEmphasis(here, code);
    else if (code === lessThan) return this.#readBracketed(here + 1);
    else if (code === at) return this.#readMail(here);
    // Of a letter, whether it is small makes no difference.
    else if ((code | 32) === 104) return this.#readWeb(here);
    else if ((code | 32) === 119) return this.#readWww(here);
    else if ((code | 32) === 109) return this.#readMailto(here);
    return null;
  }

  readonly #isEmphasis = (code: number): boolean => this.#open.has(code);

  #add(from: number, to: number, href: string | null): void {
    if (href === null) return;
    const last = this.#links.at(-1);
    // Beside each other they are one link to everybody who sees them.
    if (last?.to === from && last.href === href) this.#links[this.#links.length - 1] = { ...last, to };
    else this.#links.push({ from, to, href });
  }

  #noteEmphasis(here: number, code: number): void {
    const isBehindWord = kindOf(pointBefore(this.#text, here)) !== 'other';
    const next = this.#text.codePointAt(here + 1);
    if (isBehindWord && kindOf(next) === 'other') this.#open.delete(code);
    else if (!isBehindWord && next !== undefined && !isSpace(next)) this.#open.add(code);
  }

  #readBracketed(from: number): number | null {
    let to = from;
    while (to < this.#text.length && isBracketable(this.#text.charCodeAt(to))) to += 1;
    if (this.#text.charCodeAt(to) !== 62) return null;
    const written = this.#text.slice(from, to);
    if (!bracketed.test(written) || !isAsWritten(written)) return null;
    this.#add(from, to, written);
    return to;
  }

  #readWeb(from: number): number | null {
    const text = this.#text;
    const host = startsWith(text, from, 'http://')
      ? from + 7
      : startsWith(text, from, 'https://')
        ? from + 8
        : null;
    const before = from === 0 ? 32 : text.charCodeAt(from - 1);
    if (host === null || isAlphanumeric(before) || before === 43) return null;
    const to = readWeb(text, from, host, this.#isEmphasis);
    if (to === null) return behindPassword(text, host);
    this.#add(from, to, webHrefOf(text.slice(from, to)));
    return to;
  }

  #readWww(from: number): number | null {
    const text = this.#text;
    if (!startsWith(text, from, 'www.') || isInsideAddress(pointBefore(text, from))) return null;
    if (!isPublicHost(text.slice(from, endOfHost(text, from)))) return null;
    const to = readWeb(text, from, from, this.#isEmphasis);
    if (to === null) return behindPassword(text, from + 4);
    this.#add(from, to, webHrefOf(`https://${text.slice(from, to)}`));
    return to;
  }

  #readMailto(from: number): number | null {
    const text = this.#text;
    if (!startsWith(text, from, 'mailto:') || isInsideAddress(pointBefore(text, from))) return null;
    const sign = signOfMail(text, from + 7);
    const end = sign === null ? null : endOfMail(text, sign);
    if (end === null) return null;
    const to = text.charCodeAt(end) === 63 ? endOfPath(text, from, end, this.#isEmphasis) : end;
    this.#add(from, to, hrefOf(text.slice(from, to), ['mailto']));
    return to;
  }

  #readMail(sign: number): number | null {
    const text = this.#text;
    const start = startOfMail(text, sign, this.#from);
    const to = start === null ? null : endOfMail(text, sign);
    if (start === null || to === null) return null;
    // `_info@harbor.example_` is emphasised; without the second sign it is a part of the address.
    const from = text.charCodeAt(start) === 95 && text.charCodeAt(to) === 95 ? start + 1 : start;
    this.#add(from, to, hrefOf(`mailto:${text.slice(from, to)}`, ['mailto']));
    return to;
  }
}

/** Every letter of ASCII that is seen, but for `<`, `>` and `"`. */
function isBracketable(code: number): boolean {
  return code > 32 && code < 127 && code !== 34 && code !== 60 && code !== 62;
}

/** Whether an address is in the form in which it is kept, and leads where it seems to. */
function isAsWritten(written: string): boolean {
  return written.startsWith('http')
    ? webHrefOf(written) === written
    : hrefOf(written, ['mailto', 'tel']) === written;
}

function isInsideAddress(before: number | undefined): boolean {
  return (
    kindOf(before) === 'word' || (before !== undefined && '/@.-\\'.includes(String.fromCodePoint(before)))
  );
}
