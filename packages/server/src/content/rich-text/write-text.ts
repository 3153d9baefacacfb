import { signOf } from '@tieline/text';
import type { Block } from './document.ts';
import { writeLine } from './write-line.ts';

/**
 * The plain form of rich text, for the office, search and notifications: list items with a bullet or number, quotes after
 * `>`, a link followed by its address unless its text is the address, an image as its description.
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
