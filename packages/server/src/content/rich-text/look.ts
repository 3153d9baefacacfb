import { richText } from '@tieline/protocol';
import { hrefOf as readHref } from '@tieline/text';
import { bitOf, type Marks } from './document.ts';
import { attributeOf, type Element } from './parse-html.ts';

/** How what comes next looks. */
export interface Look {
  readonly marks: Marks;
  readonly href: string | null;
}

export const plainLook: Look = { marks: 0, href: null };

const strong = bitOf('strong');
const em = bitOf('em');
const u = bitOf('u');
const s = bitOf('s');
const code = bitOf('code');
const marksOf = new Map<string, Marks>([
  ...['b', 'strong'].map((name) => [name, strong] as const),
  ...['em', 'i'].map((name) => [name, em] as const),
  ...['u', 'ins'].map((name) => [name, u] as const),
  ...['s', 'strike', 'del'].map((name) => [name, s] as const),
  ...['code', 'kbd', 'samp', 'tt'].map((name) => [name, code] as const),
]);

/** How the content of an element looks, by its name, its style and where it leads. */
export function lookOf(element: Element, around: Look): Look {
  const mark = marksOf.get(element.tagName);
  const own = mark === undefined ? around : marked(around, mark);
  if (element.attrs.length === 0) return own;
  const styled = withStyle(own, attributeOf(element, 'style') ?? '');
  const href = element.tagName === 'a' ? hrefOf(attributeOf(element, 'href')) : null;
  return href === null ? styled : { ...styled, href };
}

/** Some programs write what is bold by its style, and put a `b` that is not bold around it all. */
function withStyle(look: Look, style: string): Look {
  if (style === '') return look;
  let styled = look;
  const weight = /(?:^|;)\s*font-weight\s*:\s*([a-z0-9]+)/i.exec(style)?.[1]?.toLowerCase();
  if (weight !== undefined) styled = marked(styled, strong, weight === 'bold' || Number(weight) >= 600);
  const slant = /(?:^|;)\s*font-style\s*:\s*([a-z]+)/i.exec(style)?.[1]?.toLowerCase();
  if (slant !== undefined) styled = marked(styled, em, slant === 'italic' || slant === 'oblique');
  const decoration =
    /(?:^|;)\s*text-decoration(?:-line)?\s*:\s*([^;]+)/i.exec(style)?.[1]?.toLowerCase() ?? '';
  if (decoration.includes('line-through')) styled = marked(styled, s);
  // Links are underlined by everybody; that says nothing.
  return decoration.includes('underline') && look.href === null ? marked(styled, u) : styled;
}

export function emphasised(look: Look): Look {
  return marked(look, strong);
}

function marked(look: Look, mark: Marks, is = true): Look {
  const marks = is ? look.marks | mark : look.marks & ~mark;
  return marks === look.marks ? look : { ...look, marks };
}

/** Where it leads; null where it is no address, or of no listed scheme. */
function hrefOf(written: string | undefined): string | null {
  return written === undefined ? null : readHref(written, richText.schemes);
}
