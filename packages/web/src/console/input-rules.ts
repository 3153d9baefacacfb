import {
  Extension,
  InputRule,
  markInputRule,
  textblockTypeInputRule,
  wrappingInputRule,
} from '@tiptap/react';
import type { MarkType, NodeType, Schema } from '@tiptap/pm/model';

/**
 * What is typed becomes formatting where it can mean nothing else: signs close around words, and a list begins with a
 * bullet or a number of two digits. `12345678. is the number`, `007. agent`, `2 * 3 * 4` and `__init__` stay what
 * somebody wrote. Backspace and Undo give back what was typed.
 */
export const inputRules = Extension.create({
  name: 'input-rules',
  addInputRules() {
    return rulesOf(this.editor.schema);
  },
});

/** The only extension whose input rules apply: those of the formats themselves guess more. */
export const inputRuleExtensions = [inputRules.name];

/** Words between two signs, which touch them: a sign between spaces is a sign of arithmetic. */
function between(sign: string, count: number): RegExp {
  const signs = `\\${sign}`.repeat(count);
  const letter = `[^\\${sign}\\s]`;
  return new RegExp(`(?<=^|[\\s(\\[{"'„“‘])${signs}(${letter}(?:[^\\${sign}]*${letter})?)${signs}$`);
}

const marks: readonly (readonly [mark: string, find: RegExp])[] = [
  ['bold', between('*', 2)],
  ['italic', between('*', 1)],
  ['strike', between('~', 2)],
  ['code', between('`', 1)],
];

function rulesOf({ marks: markTypes, nodes }: Schema): InputRule[] {
  const node = (name: string): NodeType[] => (nodes[name] ? [nodes[name]] : []);
  const mark = (name: string): MarkType[] => (markTypes[name] ? [markTypes[name]] : []);
  return [
    ...marks.flatMap(([name, find]) => mark(name).map((type) => markInputRule({ find, type }))),
    ...node('bulletList').map((type) => wrappingInputRule({ find: /^[-*]\s$/, type })),
    ...node('orderedList').map(numberedList),
    ...node('blockquote').map((type) => wrappingInputRule({ find: /^>\s$/, type })),
    ...node('codeBlock').map((type) => textblockTypeInputRule({ find: /^```\s$/, type })),
  ];
}

const numberedList = (type: NodeType): InputRule =>
  wrappingInputRule({
    find: /^([1-9]\d?)\.\s$/,
    type,
    getAttributes: (match) => ({ start: Number(match[1]) }),
    // A list goes on with its next number, and with letters it does not.
    joinPredicate: (match, { attrs, childCount }) =>
      (attrs['type'] ?? '1') === '1' && Number(attrs['start']) + childCount === Number(match[1]),
  });
