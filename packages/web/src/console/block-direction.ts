import { Extension } from '@tiptap/react';
import { Plugin } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

const turned = new Set(['bulletList', 'orderedList', 'blockquote']);

/**
 * In the editor, bullets and bars stand where the first letter of their list or quote does, as in the message. It is
 * only shown: the text itself says which way it runs.
 */
export const blockDirection = Extension.create({
  name: 'block-direction',
  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          decorations: ({ doc }) => {
            const blocks: Decoration[] = [];
            doc.descendants((node, at) => {
              if (turned.has(node.type.name))
                blocks.push(Decoration.node(at, at + node.nodeSize, { dir: 'auto' }));
              return !node.isTextblock;
            });
            return DecorationSet.create(doc, blocks);
          },
        },
      }),
    ];
  },
});
