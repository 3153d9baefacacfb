import type { Node } from '@tiptap/pm/model';

/** What a node of the editor says of an image. */
export interface ImageAttributes {
  /** Address of a file of ours; null while it is on its way. */
  readonly src: string | null;
  readonly alt: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Id of its upload on this page; null where another page has uploaded it. */
  readonly upload: string | null;
}

/** Null for every other node. */
export function imageIn(node: Node): ImageAttributes | null {
  return node.type.name === 'image' ? (node.attrs as ImageAttributes) : null;
}

/** Every image of a document, with its place. */
export function imagesIn(document: Node): (ImageAttributes & { readonly at: number })[] {
  const images: (ImageAttributes & { at: number })[] = [];
  document.descendants((node, at) => {
    const image = imageIn(node);
    if (image !== null) images.push({ ...image, at });
  });
  return images;
}
