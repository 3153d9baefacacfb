import { richText } from '@tieline/protocol';
import { hrefOf, numberingOf, styleOfNumbering } from '@tieline/text';
import { type Attributes, Extension, Node } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';

/** What the console can write; the server stores no more than this. */
export const written = StarterKit.extend({
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
      return { ...others, type: { ...type, renderHTML: showNumbering } };
    },
    // It would take plain text for a list by its looks, and lose its blank lines.
    addProseMirrorPlugins: () => [],
  });
}

function showNumbering({ type }: Record<string, unknown>): Record<string, string> {
  const numbering = typeof type === 'string' ? numberingOf(type) : null;
  return numbering === null || numbering === '1'
    ? {}
    : { type: numbering, style: `list-style-type: ${styleOfNumbering(numbering)}` };
}

/** Shift and Enter begin a new line, or in a list a new item. Enter alone never comes here: it sends. */
export const newLineKeys = Extension.create({
  name: 'new-line-keys',
  priority: 1000,
  addKeyboardShortcuts() {
    return {
      'Shift-Enter': ({ editor }) =>
        editor.commands.first(({ commands }) => [
          () => commands.splitListItem('listItem'),
          () => commands.liftListItem('listItem'),
          () => commands.newlineInCode(),
          () => commands.splitBlock(),
        ]),
    };
  },
});
