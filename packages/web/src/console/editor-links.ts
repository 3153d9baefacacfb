import { type Link, linksIn } from '@tieline/text';
import { Extension } from '@tiptap/react';
import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state';
import { Transform } from '@tiptap/pm/transform';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';

/**
 * The addresses in the words of a document, by their places. They are no part of it: readers find them by the same
 * recogniser, so they are shown as links for as long as they are written so, and there is nothing to take back.
 */
export function addressesIn(doc: Node): Link[] {
  const links: Link[] = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    let words = '';
    node.forEach((child) => {
      words += wordsOf(child);
    });
    for (const { from, to, href } of linksIn(words))
      links.push({ from: at + 1 + from, to: at + 1 + to, href });
    return false;
  });
  return links;
}

/** As long as the piece is in the document. No address reaches into a link, over an image, or into another line. */
function wordsOf(piece: Node): string {
  if (piece.type.name === 'hardBreak') return '\n';
  const isLink = piece.marks.some((mark) => mark.type.name === 'link');
  return piece.text === undefined || isLink ? ' '.repeat(piece.nodeSize) : piece.text;
}

/** A document with its addresses as the links that they are for every reader. */
export function withLinks(doc: Node): Node {
  const linked = new Transform(doc);
  const link = doc.type.schema.marks['link'];
  for (const { from, to, href } of addressesIn(doc))
    if (link) linked.addMark(from, to, link.create({ href }));
  return linked.doc;
}

interface LinkState {
  readonly links: DecorationSet;
  /** Whether words were written since they were looked for. */
  readonly isBehind: boolean;
}

const key = new PluginKey<LinkState>('editor-links');

function linkStateOf(doc: Node): LinkState {
  const shown = addressesIn(doc).map(({ from, to, href }) =>
    Decoration.inline(from, to, {
      nodeName: 'a',
      href,
      target: '_blank',
      rel: 'noopener noreferrer nofollow',
    }),
  );
  return { links: DecorationSet.create(doc, shown), isBehind: false };
}

/** An address that is pasted over words makes them a link; over an address it takes its place. */
function linkWords(view: EditorView, pasted: string): boolean {
  const { state } = view;
  const { from, to } = state.selection;
  const words = state.doc.textBetween(from, to, '\n', ' ').trim();
  const address = pasted.trim();
  const match = linksIn(address).find((one) => one.from === 0 && one.to === address.length);
  const link = state.schema.marks['link'];
  if (match === undefined || link === undefined || words === '' || linksIn(words).length > 0) return false;
  if (!takesLinks(state)) return false;
  view.dispatch(state.tr.addMark(from, to, link.create({ href: match.href })));
  return true;
}

function takesLinks({ doc, schema, selection: { from, to } }: EditorState): boolean {
  let takes = true;
  doc.nodesBetween(from, to, (node) => {
    if (node.type.spec.code === true || node.marks.some((mark) => mark.type === schema.marks['code']))
      takes = false;
  });
  return takes;
}

/** Shows the addresses of what is written as links, while it is written. */
export const editorLinks = Extension.create({
  name: 'editor-links',
  addProseMirrorPlugins: () => [
    new Plugin<LinkState>({
      key,
      state: {
        init: (_, { doc }) => linkStateOf(doc),
        apply: (change, shown, _, { doc }) => {
          if (!change.docChanged && !shown.isBehind) return shown;
          // An input method loses its place where elements change around it.
          return change.getMeta('composition') === undefined
            ? linkStateOf(doc)
            : { links: shown.links.map(change.mapping, doc), isBehind: true };
        },
      },
      props: {
        decorations: (state) => key.getState(state)?.links,
        handlePaste: (view, _event, slice) =>
          linkWords(view, slice.content.textBetween(0, slice.content.size, '\n', ' ')),
      },
    }),
  ],
});
