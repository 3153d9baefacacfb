import type { FileId } from '@tieline/protocol';
import { isPlain, linkAddresses } from './address-links.ts';
import { type Block, imagesOf } from './document.ts';
import { readHtml } from './read-html.ts';
import { writeHtml } from './write-html.ts';
import { writeText } from './write-text.ts';

export interface RichForms {
  /** Null where it has no formatting, so that the text is enough. */
  readonly html: string | null;
  readonly text: string;
  /** The images in it, each once. Whether the sender may use them is decided by the caller. */
  readonly images: readonly FileId[];
}

/**
 * CONT-1: the forms in which formatted text is stored. It is read into a document, and written anew with the few elements
 * that are allowed. Null where it would become far longer than what was sent.
 */
export function acceptHtml(html: string): RichForms | null {
  const document = readHtml(html);
  if (document === null) return null;
  const blocks = linkAddresses(document);
  return {
    html: isFormatted(blocks) ? writeHtml(blocks) : null,
    text: writeText(blocks),
    images: [...new Set(imagesOf(blocks))],
  };
}

/** Whether the plain text would lose something. */
function isFormatted(blocks: readonly Block[]): boolean {
  return blocks.some((block) => block.is !== 'paragraph' || !isPlain(block.line));
}
