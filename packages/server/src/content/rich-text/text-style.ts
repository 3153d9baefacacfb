import { richText } from '@tieline/protocol';
import { hrefOf as readHref } from '@tieline/text';
import { bitOf, type Marks } from './document.ts';
import { attributeOf, type Element } from './parse-html.ts';

/** The style of text: its marks, and the address of its link or null. */
export interface TextStyle {
  readonly marks: Marks;
  readonly href: string | null;
}

export const plainStyle: TextStyle = { marks: 0, href: null };

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

/** The style of an element's content, by its name, its `style` and its address. */
export function styleOfElement(element: Element, outer: TextStyle): TextStyle {
  const mark = marksOf.get(element.tagName);
  const own = mark === undefined ? outer : withMark(outer, mark);
  if (element.attrs.length === 0) return own;
  const styled = withStyle(own, attributeOf(element, 'style') ?? '');
  const href = element.tagName === 'a' ? hrefOf(attributeOf(element, 'href')) : null;
  return href === null ? styled : { ...styled, href };
}

/** Some programs mark bold text by `style` alone, and put a `b` of normal weight around everything. */
function withStyle(base: TextStyle, style: string): TextStyle {
  if (style === '') return base;
  let styled = base;
  const weight = /(?:^|;)\s*font-weight\s*:\s*([a-z0-9]+)/i.exec(style)?.[1]?.toLowerCase();
  if (weight !== undefined) styled = withMark(styled, strong, weight === 'bold' || Number(weight) >= 600);
  const slant = /(?:^|;)\s*font-style\s*:\s*([a-z]+)/i.exec(style)?.[1]?.toLowerCase();
  if (slant !== undefined) styled = withMark(styled, em, slant === 'italic' || slant === 'oblique');
  const decoration =
    /(?:^|;)\s*text-decoration(?:-line)?\s*:\s*([^;]+)/i.exec(style)?.[1]?.toLowerCase() ?? '';
  if (decoration.includes('line-through')) styled = withMark(styled, s);
  // All programs underline links, so that is no mark.
  return decoration.includes('underline') && base.href === null ? withMark(styled, u) : styled;
}

export function withStrong(base: TextStyle): TextStyle {
  return withMark(base, strong);
}

function withMark(base: TextStyle, mark: Marks, isSet = true): TextStyle {
  const marks = isSet ? base.marks | mark : base.marks & ~mark;
  return marks === base.marks ? base : { ...base, marks };
}

/** The address of a link; null where it is none, or of a scheme that is not allowed. */
function hrefOf(written: string | undefined): string | null {
  return written === undefined ? null : readHref(written, richText.schemes);
}
