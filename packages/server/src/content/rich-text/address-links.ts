import { linksIn } from '@tieline/text';
import { type Block, type Inline, isImage, isSpan, type Span } from './document.ts';

/**
 * CONT-1: makes a link of each address in the text that is none yet, so that readers of the formatted text have the links
 * that readers of the plain form have. Code has no links here, as they are added when it is written.
 */
export function linkAddresses(blocks: readonly Block[]): Block[] {
  return blocks.map((block) => {
    switch (block.is) {
      case 'paragraph':
        return { is: 'paragraph', line: linkLine(block.line) };
      case 'quote':
        return { is: 'quote', blocks: linkAddresses(block.blocks) };
      case 'list':
        return { ...block, items: block.items.map(linkAddresses) };
      case 'code':
        return block;
    }
  });
}

/** Whether the plain form of a line loses nothing: it has no marks and images, and its links are recognised addresses. */
export function isPlain(line: readonly Inline[]): boolean {
  if (line.some((piece) => isImage(piece) || (isSpan(piece) && piece.marks !== 0))) return false;
  const links: { from: number; to: number; href: string }[] = [];
  let text = '';
  for (const piece of line) {
    const from = text.length;
    text += isSpan(piece) ? piece.text : '\n';
    if (!isSpan(piece) || piece.href === null) continue;
    const last = links.at(-1);
    if (last?.to === from && last.href === piece.href) last.to = text.length;
    else links.push({ from, to: text.length, href: piece.href });
  }
  const recognised = links.length === 0 ? [] : linksIn(text);
  return (
    links.length === recognised.length &&
    links.every(({ from, to, href }, at) => {
      const link = recognised[at];
      return link?.from === from && link.to === to && link.href === href;
    })
  );
}

function linkLine(line: readonly Inline[]): readonly Inline[] {
  const links = linksIn(line.map(wordsOf).join(''));
  if (links.length === 0) return line;
  let start = 0;
  let next = 0;
  return line.flatMap((piece) => {
    const from = start;
    start += wordsOf(piece).length;
    if (!isSpan(piece) || piece.href !== null) return [piece];
    const parts: Span[] = [];
    let at = from;
    for (let link = links[next]; link !== undefined && link.from < start; link = links[next]) {
      if (link.from > at) parts.push(partOf(piece, at - from, link.from - from, null));
      const to = Math.min(link.to, start);
      parts.push(partOf(piece, Math.max(link.from, at) - from, to - from, link.href));
      at = to;
      if (link.to > start) break;
      next += 1;
    }
    if (at < start) parts.push(partOf(piece, at - from, start - from, null));
    return parts;
  });
}

/** The text of a piece as addresses are recognised in it: none extends into a link, over an image, or to another line. */
function wordsOf(piece: Inline): string {
  if (piece === 'line break') return '\n';
  return isSpan(piece) && piece.href === null ? piece.text : ' ';
}

function partOf({ text, marks }: Span, from: number, to: number, href: string | null): Span {
  return { text: text.slice(from, to), marks, href };
}
