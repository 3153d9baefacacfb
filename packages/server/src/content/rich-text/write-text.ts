import { type Block, type Image, type Inline, isImage, isSpan } from './document.ts';

/**
 * The plain form of rich text, for the office, search and notifications: items with a bullet or their number, quotes
 * behind `>`, a link with its address behind it where the text does not say it already, an image by its description.
 */
export function writeText(blocks: readonly Block[]): string {
  return linesOf(blocks).join('\n');
}

function linesOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    switch (block.is) {
      case 'paragraph':
        return textOf(block.line).split('\n');
      case 'quote':
        return linesOf(block.blocks).map((line) => (line === '' ? '>' : `> ${line}`));
      case 'code':
        return block.text.split('\n');
      case 'list':
        return block.items.flatMap((item, at) =>
          itemLines(item, block.ordered ? `${block.start + at}. ` : '• '),
        );
    }
  });
}

function itemLines(item: readonly Block[], sign: string): string[] {
  const [first = '', ...rest] = linesOf(item);
  const indent = ' '.repeat(sign.length);
  return [`${sign}${first}`, ...rest.map((line) => (line === '' ? '' : indent + line))];
}

function textOf(line: readonly Inline[]): string {
  let text = '';
  for (const [at, piece] of line.entries()) {
    if (!isSpan(piece)) {
      text = piece === 'line break' ? `${text}\n` : apart(text, nameOf(piece));
      continue;
    }
    text = isImage(line[at - 1]) ? apart(text, piece.text) : text + piece.text;
    const next = line[at + 1];
    const isEndOfLink = piece.href !== null && !(isSpan(next) && next.href === piece.href);
    if (isEndOfLink && !isSaid(labelBefore(line, at), piece.href)) text += ` (${shown(piece.href)})`;
  }
  return text;
}

/** An image stands in a line of its own, so what is beside it is no part of its name. */
function apart(text: string, next: string): string {
  return text === '' || /\s$/.test(text) || /^[\s.,;:!?)]/.test(next) ? text + next : `${text} ${next}`;
}

const nameOf = ({ alt }: Image): string => `[${alt === '' ? 'Image' : alt}]`;

/** The text of the link that ends with the piece at `end`. */
function labelBefore(line: readonly Inline[], end: number): string {
  const last = line[end];
  let label = '';
  for (let at = end; at >= 0; at -= 1) {
    const piece = line[at];
    if (!isSpan(piece) || !isSpan(last) || piece.href !== last.href) break;
    label = piece.text + label;
  }
  return label;
}

const shown = (href: string): string => href.replace(/^(?:mailto|tel):/, '');

/** Whether the text of a link says where it leads, with or without what an address has in front and at its end. */
function isSaid(label: string, href: string): boolean {
  const bare = (text: string): string => text.replace(/^(?:mailto:|tel:|https?:\/\/)/, '').replace(/\/$/, '');
  return label.includes(bare(href));
}
