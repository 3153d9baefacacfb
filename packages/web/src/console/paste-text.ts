import { Fragment, type Node, type ResolvedPos, Slice } from '@tiptap/pm/model';

/**
 * Plain text as the editor takes it: a paragraph for each line, blank ones too, with its spaces and tabs. What ends the
 * last line is no line of its own.
 */
export function linesOfText(text: string, $at: ResolvedPos): Slice {
  const { schema } = $at.doc.type;
  const { paragraph } = schema.nodes;
  if (paragraph === undefined) return Slice.empty;
  const lines = storable(text).replace(/\n$/, '').split('\n');
  const blocks = lines.map((line): Node =>
    paragraph.create(null, line === '' ? null : schema.text(line, $at.marks())),
  );
  return new Slice(Fragment.fromArray(blocks), 1, 1);
}

/** Without what no message can hold and nobody sees; each line ends in the same way. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '').replaceAll(/\r\n?/g, '\n').replaceAll('\f', ' ');
}
