import type { JSONContent } from '@tiptap/react';
import { uploadOf } from './image-uploads.ts';

// As a document, not as an empty string: strings are parsed as HTML, which trusted types forbid.
export const emptyDocument: JSONContent = { type: 'doc', content: [{ type: 'paragraph' }] };

/** What a draft holds. An image whose upload has ended with its page is left out. */
export function documentOf(draft: string): JSONContent {
  if (draft === '') return emptyDocument;
  try {
    return withoutLost(JSON.parse(draft) as JSONContent);
  } catch {
    // A draft that another version wrote is no reason not to write.
    return emptyDocument;
  }
}

function withoutLost(node: JSONContent): JSONContent {
  return node.content === undefined
    ? node
    : { ...node, content: node.content.filter((child) => !isLost(child)).map(withoutLost) };
}

function isLost({ type, attrs }: JSONContent): boolean {
  if (type !== 'image' || typeof attrs?.['src'] === 'string') return false;
  const upload: unknown = attrs?.['upload'];
  return typeof upload !== 'string' || uploadOf(upload) === null;
}
