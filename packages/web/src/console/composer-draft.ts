import { imageAddress } from '@tieline/protocol';
import { getSchema, type JSONContent } from '@tiptap/react';
import { starterKit } from './editor-extensions.ts';
import { imageNode } from './image-node.ts';
import { uploadOf } from './image-uploads.ts';

// As a document, not as an empty string: strings are parsed as HTML, which trusted types forbid.
export const emptyDocument: JSONContent = { type: 'doc', content: [{ type: 'paragraph' }] };

const schema = getSchema([starterKit, imageNode]);

/** What a draft holds. An image is left out that is not ours, or whose upload has ended with its page. */
export function documentOf(draft: string): JSONContent {
  if (draft === '') return emptyDocument;
  try {
    const document = withoutLost(JSON.parse(draft) as JSONContent);
    // What the editor does not take it would parse as HTML, too.
    schema.nodeFromJSON(document).check();
    return document;
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
  if (type !== 'image') return false;
  const src: unknown = attrs?.['src'];
  if (typeof src === 'string') return !imageAddress.test(src);
  const upload: unknown = attrs?.['upload'];
  return typeof upload !== 'string' || uploadOf(upload) === null;
}
