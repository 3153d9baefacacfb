import type { JSONContent } from '@tiptap/react';
import { describe, expect, it, vi } from 'vitest';
import { documentOf, emptyDocument } from './composer-draft.ts';

// How an image looks needs a page; what a draft may hold does not.
vi.mock('./image-view.ts', () => ({ showImageNode: vi.fn<() => void>() }));

const doc = (...content: JSONContent[]): JSONContent => ({ type: 'doc', content });
const paragraph = (...content: JSONContent[]): JSONContent => ({ type: 'paragraph', content });
const word: JSONContent = { type: 'text', text: 'word', marks: [{ type: 'bold' }] };
const image = (src: string): JSONContent => ({ type: 'image', attrs: { src, alt: '' } });
const ours = '/files/console/0a1b2c3d-0000-4000-8000-00000000000a/0a1b2c3d-0000-4000-8000-00000000000b';

describe('a draft', () => {
  it('is what was typed, with its images', () => {
    const typed = doc(paragraph(word, image(ours)));
    expect(documentOf(JSON.stringify(typed))).toEqual(typed);
  });

  it.each([
    '{broken',
    'null',
    '7',
    '"<img src=x onerror=alert(1)>"',
    '[]',
    JSON.stringify({ type: 'nothing' }),
    JSON.stringify(doc({ type: 'script', content: [word] })),
    JSON.stringify(doc(paragraph({ ...word, marks: [{ type: 'blink' }] }))),
    JSON.stringify(doc(word)),
    JSON.stringify({ type: 'doc', content: 'text' }),
  ])('[CONT-1] that the editor cannot hold, %s, is no draft, and never HTML', (draft) => {
    expect(documentOf(draft)).toEqual(emptyDocument);
  });

  it.each([
    'https://elsewhere.example/seen.png',
    '//elsewhere.example/seen.png',
    'data:image/png;base64,',
    '',
  ])('[CONT-1] leaves out an image at %j', (src) => {
    expect(documentOf(JSON.stringify(doc(paragraph(word, image(src)))))).toEqual(doc(paragraph(word)));
  });
});
