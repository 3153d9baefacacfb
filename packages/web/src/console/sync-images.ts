import type { ConversationId } from '@tieline/protocol';
import type { Editor } from '@tiptap/react';
import { imagesIn } from './image-attributes.ts';
import { resumeUpload, stopUpload, uploadOf } from './image-uploads.ts';

/**
 * Brings a document and its uploads together: what has arrived gets its address, what was refused goes, what was
 * deleted is not uploaded any longer, and what was brought back is.
 * `documentUploads`: the uploads that have been in the document so far.
 */
export function syncImages(editor: Editor, conversation: ConversationId, documentUploads: Set<string>): void {
  const change = editor.state.tr;
  const wanted = new Set<string>();
  // From the end, so that the places before stay what they are.
  for (const { at, src, upload } of imagesIn(editor.state.doc).toReversed()) {
    if (upload !== null) documentUploads.add(upload);
    if (src !== null || upload === null) continue;
    const state = uploadOf(upload);
    if (state === null || state.is === 'refused') change.delete(at, at + 1);
    else if (state.is === 'ready') {
      const { file, width, height } = state.image;
      const arrived = { src: `/files/console/${conversation}/${file}`, width, height };
      for (const [name, value] of Object.entries(arrived)) change.setNodeAttribute(at, name, value);
    } else wanted.add(upload);
  }
  for (const upload of documentUploads) {
    if (wanted.has(upload)) resumeUpload(upload);
    else stopUpload(upload);
  }
  // Nobody would want to undo that an image has arrived.
  if (change.docChanged) editor.view.dispatch(change.setMeta('addToHistory', false));
}
