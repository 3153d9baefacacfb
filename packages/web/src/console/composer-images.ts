import { type ConversationId, type FileId, limits } from '@tieline/protocol';
import { type Editor, Extension } from '@tiptap/react';
import { closeHistory } from '@tiptap/pm/history';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { type ImageAttributes, imagesIn } from './image-attributes.ts';
import { altOfFile, filesIn, isImageFile, measure } from './image-files.ts';
import { beginUpload, followUploads, forgetUpload, type UploadSteps } from './image-uploads.ts';
import { mapImages } from './map-images.ts';
import { syncImages } from './sync-images.ts';

export interface ImageContext {
  readonly conversation: ConversationId;
  /** Whether this message may have images. Where not, files are left to the browser and images are not taken over. */
  readonly mayHave: boolean;
  /** Brings an image to the server, for this conversation. */
  upload(source: File, steps: UploadSteps): Promise<FileId>;
  /** An image was not taken; it is gone from the text. */
  onRefused(name: string, fault: unknown): void;
  /** Files were given that are no images. */
  onOther(files: readonly File[]): void;
  /** More images than a message may have. */
  onMany(): void;
}

/** The images of one editor. */
export interface ComposerImages {
  readonly extension: Extension;
  /** Puts files in, at the cursor where no place is named. */
  add(editor: Editor, files: readonly File[], at?: number): void;
  /** The message is sent: its images are of it from now on. */
  forget(): void;
}

/** How images come into an editor: pasted, dropped or picked; and what becomes of them there. */
export function createComposerImages(context: ImageContext): ComposerImages {
  const { conversation, mayHave } = context;
  const documentUploads = new Set<string>();
  // A message that is sent keeps its images: pasted from there, an image has to be uploaded once more.
  const unsent = new Set<string>();

  function begin(name: string, preview: string, load: () => Promise<File>): string {
    const work = async (steps: UploadSteps) => {
      const source = await load();
      const [file, measures] = await Promise.all([context.upload(source, steps), measure(source)]);
      return { file, ...measures };
    };
    return beginUpload({ work, preview, onFault: (fault) => context.onRefused(name, fault) });
  }

  function imageOf(file: File): ImageAttributes {
    const upload = begin(file.name, URL.createObjectURL(file), () => Promise.resolve(file));
    return { src: null, alt: altOfFile(file), width: null, height: null, upload };
  }

  function adopt(image: ImageAttributes): ImageAttributes | null {
    const { src, alt, upload } = image;
    if (!mayHave) return null;
    // On its way to another conversation, it would not be of this one.
    if (src === null) return upload !== null && documentUploads.has(upload) ? image : null;
    if (unsent.has(src)) return image;
    return { ...image, src: null, upload: begin(alt, src, () => loadImage(src, alt)) };
  }

  function add(editor: Editor, files: readonly File[], at = editor.state.selection.from): void {
    const images = files.filter(isImageFile);
    const others = files.filter((file) => !isImageFile(file));
    if (others.length > 0) context.onOther(others);
    const room = limits.images - imagesIn(editor.state.doc).length;
    if (images.length > room) context.onMany();
    const nodes = images.slice(0, Math.max(0, room)).map((file) => ({ type: 'image', attrs: imageOf(file) }));
    if (nodes.length > 0) {
      // Undone by itself, not with what was typed just before.
      editor.view.dispatch(closeHistory(editor.state.tr));
      editor.chain().focus().insertContentAt(at, nodes).run();
    }
  }

  function settle(editor: Editor): void {
    syncImages(editor, conversation, documentUploads);
    for (const { src } of imagesIn(editor.state.doc)) if (src !== null) unsent.add(src);
  }

  function forget(): void {
    for (const upload of documentUploads) forgetUpload(upload);
    documentUploads.clear();
    unsent.clear();
  }

  return { extension: extensionOf({ mayHave, add, adopt, settle }), add, forget };
}

async function loadImage(address: string, name: string): Promise<File> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}.`);
  const content = await answer.blob();
  return new File([content], name === '' ? 'image' : name, { type: content.type });
}

interface ImageHandlers {
  readonly mayHave: boolean;
  add(editor: Editor, files: readonly File[], at?: number): void;
  adopt(image: ImageAttributes): ImageAttributes | null;
  settle(editor: Editor): void;
}

function extensionOf({ mayHave, add, adopt, settle }: ImageHandlers): Extension {
  let unfollow = () => {};
  return Extension.create({
    name: 'composer-images',
    onCreate() {
      unfollow = followUploads(() => settle(this.editor));
      settle(this.editor);
    },
    onUpdate() {
      settle(this.editor);
    },
    onDestroy() {
      unfollow();
    },
    addProseMirrorPlugins() {
      const { editor } = this;
      const take = (event: Event, data: DataTransfer | null, at?: number): boolean => {
        const files = mayHave ? filesIn(data) : null;
        if (files === null) return false;
        event.preventDefault();
        add(editor, files, at);
        return true;
      };
      return [
        new Plugin({
          props: {
            transformPasted: (slice) => mapImages(slice, adopt),
            handleDOMEvents: {
              paste: (_, event) => take(event, event.clipboardData),
              drop: (view, event) =>
                view.dragging === null && take(event, event.dataTransfer, placeOf(view, event)),
            },
          },
        }),
      ];
    },
  });
}

const placeOf = (view: EditorView, { clientX, clientY }: DragEvent): number | undefined =>
  view.posAtCoords({ left: clientX, top: clientY })?.pos;
