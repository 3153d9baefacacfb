import type { FileId } from '@tieline/protocol';
import { isBlank, type Numbering } from '@tieline/text';

/** Marks in the order in which they are nested, from the outside in. */
export const markOrder = ['strong', 'em', 'u', 's', 'code'] as const;
export type Mark = (typeof markOrder)[number];

/** A set of marks: one bit for each, by its place in the order. */
export type Marks = number;

export const bitOf = (mark: Mark): Marks => 1 << markOrder.indexOf(mark);

/** A piece of a line of one style. `href`: the address of its link, or null. */
export interface Span {
  readonly text: string;
  readonly marks: Marks;
  readonly href: string | null;
}

/** An uploaded image, without marks or a link. */
export interface Image {
  readonly image: FileId;
  readonly alt: string;
  /** Pixels; null where they are not known. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

export type Inline = Span | Image | 'line break';

export function isSpan(piece: Inline | undefined): piece is Span {
  return typeof piece === 'object' && 'text' in piece;
}

export function isImage(piece: Inline | undefined): piece is Image {
  return typeof piece === 'object' && 'image' in piece;
}

/**
 * Rich text as it is stored, whatever it was written in (CONT-1). The type allows no block in a line, no link in a link and
 * no mark twice, so that HTML that is written from it is always parsed to the same document.
 */
export type Block =
  | { readonly is: 'paragraph'; readonly line: readonly Inline[] }
  | { readonly is: 'quote'; readonly blocks: readonly Block[] }
  | { readonly is: 'code'; readonly text: string }
  | {
      readonly is: 'list';
      /** Null: each item has a bullet. */
      readonly numbering: Numbering | null;
      /** The number of the first item. */
      readonly start: number;
      readonly items: readonly (readonly Block[])[];
    };

export function paragraphOf(line: readonly Inline[]): Block {
  return { is: 'paragraph', line };
}

/** Whether it has text or an image: an empty list alone is no message. */
export function hasContent(blocks: readonly Block[]): boolean {
  return blocks.some((block) => {
    switch (block.is) {
      case 'paragraph':
        return block.line.some((piece) => isImage(piece) || (isSpan(piece) && !isBlank(piece.text)));
      case 'quote':
        return hasContent(block.blocks);
      case 'list':
        return block.items.some(hasContent);
      case 'code':
        return !isBlank(block.text);
    }
  });
}

/** The images in it, in their order. */
export function imagesOf(blocks: readonly Block[]): FileId[] {
  return blocks.flatMap((block) => {
    switch (block.is) {
      case 'paragraph':
        return block.line.filter(isImage).map(({ image }) => image);
      case 'quote':
        return imagesOf(block.blocks);
      case 'list':
        return block.items.flatMap(imagesOf);
      case 'code':
        return [];
    }
  });
}
