import type { Fragment, Node, Slice } from '@tiptap/pm/model';
import { numberingOf, signOf } from '@tieline/text';

/** What is copied, as plain text: a line for each line, items with their signs. Words of one line are only words. */
export function clipboardText({ content }: Slice): string {
  if (content.firstChild?.isInline === true) return wordsIn(content);
  let only: Node | null = content.childCount === 1 ? content.firstChild : null;
  while (only !== null && !only.isTextblock) only = only.childCount === 1 ? only.firstChild : null;
  return only === null ? linesOf(content).join('\n') : wordsIn(only.content);
}

const wordsIn = (line: Fragment): string =>
  line.textBetween(0, line.size, '\n', ({ type, attrs }) =>
    type.name === 'hardBreak' ? '\n' : String(attrs['alt'] ?? ''),
  );

function linesOf(blocks: Fragment): string[] {
  return blocks.content.flatMap((block) => {
    switch (block.type.name) {
      case 'bulletList':
      case 'orderedList':
        return block.content.content.flatMap((item, at) => itemLines(item, signAt(block, at)));
      case 'blockquote':
        return linesOf(block.content).map((line) => (line === '' ? '>' : `> ${line}`));
      default:
        return block.isTextblock ? wordsIn(block.content).split('\n') : linesOf(block.content);
    }
  });
}

function signAt({ type, attrs }: Node, at: number): string {
  if (type.name === 'bulletList') return '•';
  return signOf(Number(attrs['start']) + at, numberingOf(String(attrs['type'])) ?? '1');
}

function itemLines(item: Node, sign: string): string[] {
  const [first = '', ...rest] = linesOf(item.content);
  const indent = ' '.repeat(sign.length + 1);
  return [`${sign} ${first}`, ...rest.map((line) => (line === '' ? '' : indent + line))];
}
