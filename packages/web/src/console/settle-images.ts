import type { ConversationId } from '@tieline/protocol';
import type { Editor } from '@tiptap/react';
import { imagesIn } from './image-attributes.ts';
import { goOnUploading, stopUpload, uploadOf } from './image-uploads.ts';

/**
 * Brings a document and its uploads together: what has arrived gets its address, what was refused goes, what was
 * deleted is not uploaded any longer, and what was brought back is. `known`: uploads that have stood in it so far.
 */
export function settleImages(editor: Editor, conversation: ConversationId, known: Set<string>): void {
  const change = editor.state.tr;
  const wanted = new Set<string>();
  // From the end, so that the places before stay what they are.
  for (const { at, src, upload } of imagesIn(editor.state.doc).toReversed()) {
    if (upload !== null) known.add(upload);
    if (src !== null || upload === null) continue;
    const state = uploadOf(upload);
    if (state === null || state.is === 'refused') change.delete(at, at + 1);
    else if (state.is === 'ready') {
      const { file, width, height } = state.image;
      const arrived = { src: `/files/console/${conversation}/${file}`, width, height };
      for (const [name, value] of Object.entries(arrived)) change.setNodeAttribute(at, name, value);
    } else wanted.add(upload);
  }
  for (const upload of known) {
    if (wanted.has(upload)) goOnUploading(upload);
    else stopUpload(upload);
  }
  // Nobody would want to undo that an image has arrived.
  if (change.docChanged) editor.view.dispatch(change.setMeta('addToHistory', false));
}
