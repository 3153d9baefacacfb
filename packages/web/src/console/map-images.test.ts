// @environment page
import { Slice } from '@tiptap/pm/model';
import { getSchema } from '@tiptap/react';
import { expect, it } from 'vitest';
import { starterKit } from './editor-extensions.ts';
import { imagesIn } from './image-attributes.ts';
import { imageNode } from './image-node.ts';
import { mapImages } from './map-images.ts';

const schema = getSchema([starterKit, imageNode]);
const image = (alt: string) => ({ type: 'image', attrs: { src: `/${alt}`, alt } });
const words = (text: string) => ({ type: 'text', text, marks: [{ type: 'bold' }] });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const document = schema.nodeFromJSON({
  type: 'doc',
  content: [
    paragraph(words('a'), image('one'), words('b')),
    { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(image('two'))] }] },
  ],
});

it('[CONT-1] each image that is pasted is taken over or left out, wherever it stands, and the words stay', () => {
  const slice = new Slice(document.content, 1, 0);
  const mapped = mapImages(slice, (given) =>
    given.alt === 'one' ? null : { ...given, src: null, upload: 'upload' },
  );
  const pasted = schema.topNodeType.create(null, mapped.content);
  expect(imagesIn(pasted).map(({ alt, src, upload }) => [alt, src, upload])).toEqual([
    ['two', null, 'upload'],
  ]);
  expect(pasted.textContent).toBe('ab');
  expect(pasted.firstChild?.firstChild?.marks.map(({ type }) => type.name)).toEqual(['bold']);
  expect([mapped.openStart, mapped.openEnd]).toEqual([1, 0]);
});

it('of a document each image is told with its place', () => {
  expect(imagesIn(document).map(({ alt, at }) => [alt, at])).toEqual([
    ['one', 2],
    ['two', 8],
  ]);
});
