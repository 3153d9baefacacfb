import type { Node } from '@tiptap/pm/model';
import type { NodeView } from '@tiptap/pm/view';
import i18next from 'i18next';
import { type ImageAttributes, imageIn } from './image-attributes.ts';
import { followUploads, previewOf, uploadOf } from './image-uploads.ts';
import { shapeOf } from './sanitise.ts';

/** An image in the editor: while it is on its way, what the browser has of it, under a ring that fills. */
export function showImageNode(first: Node): NodeView {
  const dom = document.createElement('span');
  const picture = dom.appendChild(document.createElement('img'));
  const ring = document.createElement('span');
  dom.className = 'rich-image';
  picture.draggable = false;
  ring.className = 'rich-image-ring';
  ring.setAttribute('role', 'progressbar');
  let node = first;
  const show = () => {
    const image = imageIn(node);
    if (image === null) return;
    showPicture(picture, image);
    const shape = shapeOf(image.width ?? picture.naturalWidth, image.height ?? picture.naturalHeight);
    if (shape !== null) dom.style.setProperty('--shape', String(shape));
    const share = shareOf(image);
    if (share === null) ring.remove();
    else {
      showShare(ring, image.alt, share);
      dom.append(ring);
    }
  };
  show();
  // Only now is it known how large it is.
  picture.addEventListener('load', show);
  return {
    dom,
    destroy: followUploads(show),
    // The picture and the ring change by themselves; nobody has typed here.
    ignoreMutation: () => true,
    update: (next) => {
      if (next.type !== node.type) return false;
      node = next;
      show();
      return true;
    },
  };
}

function showPicture(picture: HTMLImageElement, { src, alt, width, height, upload }: ImageAttributes): void {
  const shown = (upload === null ? null : previewOf(upload)) ?? src;
  picture.alt = alt;
  if (shown !== null && picture.getAttribute('src') !== shown) picture.src = shown;
  if (width === null || height === null) return;
  picture.width = width;
  picture.height = height;
}

/** 0 to 1; null where it has arrived. */
function shareOf({ src, upload }: ImageAttributes): number | null {
  if (src !== null || upload === null) return null;
  const state = uploadOf(upload);
  return state?.is === 'uploading' ? state.share : 0;
}

function showShare(ring: HTMLElement, alt: string, share: number): void {
  const percent = Math.round(share * 100);
  ring.style.setProperty('--share', `${percent}%`);
  ring.setAttribute('aria-valuenow', String(percent));
  ring.setAttribute('aria-label', i18next.t('composer.imageUploading', { name: alt }));
}
