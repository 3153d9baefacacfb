import { signOf } from '@tieline/text';
import type { Block } from './document.ts';
import { writeLine } from './write-line.ts';

/**
 * The plain form of rich text, for the office, search and notifications: items with a bullet or their number, quotes
 * behind `>`, a link with its address behind it where its words do not say it, an image by its description.
 */
export function writeText(blocks: readonly Block[]): string {
  return linesOf(blocks).join('\n');
}

function linesOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    switch (block.is) {
      case 'paragraph':
        return writeLine(block.line).split('\n');
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
