import { type Node, Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import { Extension } from '@tiptap/react';
import { clipboardText } from './clipboard-text.ts';
import { cleanPasted, isFromEditor } from './paste.ts';
import { linesOfText } from './paste-text.ts';

/**
 * How text comes into the editor from elsewhere, and goes there: with its lines, its spaces and the numbers of its lists. `onNothing`:
 * nothing of what was copied can be put into a message.
 */
export function createClipboardExtension({ onNothing }: { onNothing(): void }): Extension {
  // The editor asks for the HTML first, and for what it has made of it right behind. What is dragged has no HTML.
  let isOwn = true;
  return Extension.create({
    name: 'pasting',
    // Before the one that every editor has, which puts a blank line between all lines.
    priority: 1000,
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          clipboardTextSerializer: clipboardText,
          clipboardTextParser: (text, $at) => linesOfText(text, $at),
          transformPastedHTML: (html) => {
            isOwn = isFromEditor(html);
            return cleanedOrNothing(html);
          },
          transformPasted: (slice) => {
            const isWhole = isOwn;
            isOwn = true;
            return isWhole ? slice : withWholeLists(slice);
          },
          handlePaste: (view, event, slice) => {
            const { clipboardData } = event;
            if (slice.size > 0 || clipboardData === null) return false;
            const text = clipboardData.getData('text/plain');
            if (text.trim() !== '') return view.pasteText(text, event);
            if (clipboardData.getData('text/html').trim() === '') return false;
            onNothing();
            return true;
          },
        },
      }),
    ],
  });
}

/** What cannot be read as HTML is pasted as the plain text that lies beside it. */
function cleanedOrNothing(html: string): string {
  try {
    return cleanPasted(html);
  } catch (fault) {
    console.error('What was pasted could not be read.', fault);
    return '';
  }
}

const isList = (node: Node | null): boolean => node !== null && node.type.name.endsWith('List');

/** A list that is pasted into a line stays a list: its first item would lose its sign, its last would gain words. */
function withWholeLists({ content, openStart, openEnd }: Slice): Slice {
  return new Slice(
    content,
    isList(content.firstChild) ? 0 : openStart,
    isList(content.lastChild) ? 0 : openEnd,
  );
}
