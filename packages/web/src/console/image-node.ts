import { imageAddress } from '@tieline/protocol';
import { Image } from '@tiptap/extension-image';
import type { ImageAttributes } from './image-attributes.ts';
import { uploadOf } from './image-uploads.ts';
import { showImageNode } from './image-view.ts';

const numberOf = (written: string | null): number | null =>
  written !== null && /^\d{1,5}$/.test(written) ? Number(written) : null;

const uploadMark = ({ src, upload }: ImageAttributes): Record<string, string> =>
  src === null && upload !== null ? { 'data-upload': upload } : {};

/** An image within a line: one of ours, or one on its way. Nothing else is ever loaded into the editor. */
export const imageNode = Image.configure({ inline: true }).extend({
  addAttributes() {
    return {
      src: { default: null },
      alt: { default: '' },
      width: { default: null, parseHTML: (element) => numberOf(element.getAttribute('width')) },
      height: { default: null, parseHTML: (element) => numberOf(element.getAttribute('height')) },
      upload: {
        default: null,
        parseHTML: (element) => element.dataset['upload'] ?? null,
        // Where it is cut out and pasted while it is on its way.
        renderHTML: (attributes) => uploadMark(attributes as ImageAttributes),
      },
    };
  },
  parseHTML() {
    return [{ tag: 'img', getAttrs: (element) => (isOurs(element) ? null : false) }];
  },
  // Its rule takes `![](address)`, which would name images of anywhere.
  addInputRules: () => [],
  addNodeView: () => (given) => showImageNode(given.node),
});

function isOurs(element: HTMLElement): boolean {
  const upload = element.dataset['upload'];
  return (
    imageAddress.test(element.getAttribute('src') ?? '') ||
    (upload !== undefined && uploadOf(upload) !== null)
  );
}
