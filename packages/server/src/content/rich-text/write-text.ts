import { signOf } from '@tieline/text';
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
          itemLines(item, block.numbering === null ? '• ' : `${signOf(block.start + at, block.numbering)} `),
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
  const ends = endsOfLinks(line);
  let text = '';
  let label = '';
  for (const [at, piece] of line.entries()) {
    if (!isSpan(piece)) {
      text = piece === 'line break' ? `${text}\n` : apart(text, nameOf(piece));
      continue;
    }
    text = isImage(line[at - 1]) ? apart(text, piece.text) : text + piece.text;
    label += piece.text;
    if (!ends.has(at)) continue;
    if (piece.href !== null && !isSaid(label, piece.href)) text += ` (${shown(piece.href)})`;
    label = '';
  }
  return text;
}

/**
 * The last piece of each link, and of what is none. A line break or an image ends no link: it would say its address
 * again after each.
 */
function endsOfLinks(line: readonly Inline[]): ReadonlySet<number> {
  const ends = new Set<number>();
  let next: string | null | undefined;
  for (const [at, piece] of [...line.entries()].toReversed()) {
    if (!isSpan(piece)) continue;
    if (piece.href !== next) ends.add(at);
    next = piece.href;
  }
  return ends;
}

/** An image stands in a line of its own, so what is beside it is no part of its name. */
function apart(text: string, next: string): string {
  return text === '' || /\s$/.test(text) || /^[\s.,;:!?)]/.test(next) ? text + next : `${text} ${next}`;
}

const nameOf = ({ alt }: Image): string => `[${alt === '' ? 'Image' : alt}]`;

const shown = (href: string): string => href.replace(/^(?:mailto|tel):/, '');

/** Whether the text of a link says where it leads, with or without what an address has in front and at its end. */
function isSaid(label: string, href: string): boolean {
  const bare = (text: string): string => text.replace(/^(?:mailto:|tel:|https?:\/\/)/, '').replace(/\/$/, '');
  return label.includes(bare(href));
}
