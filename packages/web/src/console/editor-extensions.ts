import { richText } from '@tieline/protocol';
import { hrefOf, numberingOf } from '@tieline/text';
import { type Attributes, type Editor, Extension, Node } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { listStyle } from './list-style.ts';

/** What the console can write; the server stores no more than this. */
export const starterKit = StarterKit.extend({
  addExtensions() {
    return (this.parent?.() ?? []).map((extension) =>
      extension instanceof Node && extension.name === 'orderedList' ? numberedList(extension) : extension,
    );
  },
}).configure({
  heading: false,
  horizontalRule: false,
  // An empty line behind a list would be sent along.
  trailingNode: false,
  link: {
    openOnClick: false,
    // Its own recogniser finds other addresses than the readers do; ours stands in editor-links.
    autolink: false,
    linkOnPaste: false,
    shouldAutoLink: () => false,
    isAllowedUri: (address) => hrefOf(address, richText.schemes) !== null,
  },
});

function numberedList(list: Node): Node {
  return list.extend({
    addAttributes() {
      const { type, ...others } = (this.parent?.() ?? {}) as Attributes;
      return { ...others, type: { ...type, renderHTML: showNumbers } };
    },
    // It would take plain text for a list by its looks, and lose its blank lines.
    addProseMirrorPlugins: () => [],
  });
}

/** The editor writes a list once and its items later, so there is room for the next ones. */
const itemsToCome = 20;

function showNumbers({ type, start }: Record<string, unknown>): Record<string, string> {
  const numbering = numberingOf(String(type)) ?? '1';
  const style = listStyle(numbering, Number(start), itemsToCome);
  return { ...(numbering === '1' ? {} : { type: numbering }), ...(style === null ? {} : { style }) };
}

function beginLine({ editor }: { editor: Editor }): boolean {
  return editor.commands.first(({ commands }) => [
    () => commands.splitListItem('listItem'),
    () => commands.liftListItem('listItem'),
    () => commands.newlineInCode(),
    () => commands.splitBlock(),
  ]);
}

/**
 * Shift and Enter begin a new line, or in a list a new item. Enter alone comes here where it does not send, on a touch
 * screen: it does the same.
 */
export const newLineKeys = Extension.create({
  name: 'new-line-keys',
  priority: 1000,
  addKeyboardShortcuts: () => ({ 'Shift-Enter': beginLine, Enter: beginLine }),
});
