import { lineExcerpt } from '@tieline/text';
import type { SignInSurface } from '@tieline/protocol';

/** What the rich editor keeps of a draft, as far as its words go. Another version may have written anything. */
interface Node {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly attrs?: { readonly alt?: unknown };
  readonly content?: readonly Node[];
}

const inline = new Set<unknown>(['text', 'image']);

function wordsOf(node: Node, image: string): string {
  if (typeof node.text === 'string') return node.text;
  if (node.type === 'image')
    return `[${typeof node.attrs?.alt === 'string' && node.attrs.alt !== '' ? node.attrs.alt : image}]`;
  const words = (Array.isArray(node.content) ? node.content : [])
    .map((child: Node) => wordsOf(child, image))
    .join('');
  return inline.has(node.type) ? words : ` ${words} `;
}

function documentIn(draft: string): Node | null {
  try {
    const parsed: unknown = JSON.parse(draft);
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    // Of another version.
    return null;
  }
}

/**
 * The first words of a draft on one line, for a list; empty where nothing is written in it. The console keeps a
 * document, the office plain text. `image`: what an image without a description is called.
 */
export function draftWords(draft: string, surface: SignInSurface, image: string): string {
  return lineExcerpt(textOf(draft, surface, image));
}

function textOf(draft: string, surface: SignInSurface, image: string): string {
  switch (surface) {
    case 'office':
      return draft;
    case 'console':
      return wordsOf(documentIn(draft) ?? {}, image);
  }
}
