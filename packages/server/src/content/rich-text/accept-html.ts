import type { FileId } from '@tieline/protocol';
import { isPlain, linkAddresses } from './address-links.ts';
import { type Block, imagesOf } from './document.ts';
import { readHtml } from './read-html.ts';
import { writeHtml } from './write-html.ts';
import { writeText } from './write-text.ts';

export interface RichForms {
  /** Null where it says no more than its text does. */
  readonly html: string | null;
  readonly text: string;
  /** The images that stand in it, each once. Whether the sender may use them is asked elsewhere. */
  readonly images: readonly FileId[];
}

/**
 * CONT-1: the forms in which formatted text is stored. It is read for what it says, and written anew in the few
 * elements that there are. Null where it would become far more than was sent.
 */
export function acceptHtml(html: string): RichForms | null {
  const read = readHtml(html);
  if (read === null) return null;
  const blocks = linkAddresses(read);
  return {
    html: isFormatted(blocks) ? writeHtml(blocks) : null,
    text: writeText(blocks),
    images: [...new Set(imagesOf(blocks))],
  };
}

/** Whether anything is lost when it becomes mere text. */
function isFormatted(blocks: readonly Block[]): boolean {
  return blocks.some((block) => block.is !== 'paragraph' || !isPlain(block.line));
}
