import { Fragment, type Node, type Schema } from '@tiptap/pm/model';
import { type Editor, getHTMLFromFragment } from '@tiptap/react';
import { withLinks } from './editor-links.ts';

/** The HTML of what the editor shows, as it is sent. */
export function messageHtml({ state: { doc, schema } }: Editor): string {
  return getHTMLFromFragment(withLinks(messageContent(doc)).content, schema);
}

/**
 * The document as HTML can say it: the editor shows a line behind the last break of a block, a browser does not, so
 * that break is said twice. A line feed within a line, which the editor shows as one, is a break.
 */
export function messageContent(node: Node): Node {
  if (node.type.spec.code === true)
    return node.textContent.endsWith('\n') ? withEnd(node, node.type.schema.text('\n')) : node;
  if (!node.isTextblock) return node.copy(Fragment.fromArray(node.content.content.map(messageContent)));
  const line = node.copy(Fragment.fromArray(node.content.content.flatMap(withBreaks)));
  return line.lastChild?.type.name === 'hardBreak' ? withEnd(line, breakOf(line.type.schema)) : line;
}

function withBreaks(piece: Node): Node[] {
  const { text, type } = piece;
  if (text === undefined || !/[\n\r]/.test(text)) return [piece];
  return text
    .split(/\r\n?|\n/)
    .flatMap((words, at) => [
      ...(at === 0 ? [] : [breakOf(type.schema)]),
      ...(words === '' ? [] : [type.schema.text(words, piece.marks)]),
    ]);
}

function breakOf({ nodes }: Schema): Node {
  const type = nodes['hardBreak'];
  if (type === undefined) throw new Error('The editor has line breaks.');
  return type.create();
}

const withEnd = (block: Node, end: Node): Node => block.copy(block.content.append(Fragment.from(end)));
