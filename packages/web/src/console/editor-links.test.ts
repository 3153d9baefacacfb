import { linksIn } from '@tieline/text';
import { getSchema } from '@tiptap/react';
import { Node } from '@tiptap/pm/model';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { starterKit } from './editor-extensions.ts';
import { addressesIn } from './editor-links.ts';
import { imageNode } from './image-node.ts';

// How an image looks needs a page; where its links are does not.
vi.mock('./image-view.ts', () => ({ showImageNode: vi.fn<() => void>() }));

const schema = getSchema([starterKit, imageNode]);
const docOf = (...content: object[]): Node => Node.fromJSON(schema, { type: 'doc', content });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const text = (words: string, ...marks: object[]) => ({ type: 'text', text: words, marks });
const bold = { type: 'bold' };
const link = { type: 'link', attrs: { href: 'https://b.example/' } };

const foundIn = (doc: Node): [string, string][] =>
  addressesIn(doc).map(({ from, to, href }) => [doc.textBetween(from, to, '\n', ' '), href]);

describe('the addresses in the editor', () => {
  it('[CONT-1] are links in whatever they stand, at their places', () => {
    const doc = docOf(
      paragraph(text('See https://a.example/x.')),
      paragraph(text('https://', bold), text('a.example', bold, { type: 'italic' }), text('/y')),
      { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text('ada@a.example'))] }] },
      { type: 'blockquote', content: [paragraph(text('www.a.example'))] },
      { type: 'codeBlock', content: [{ type: 'text', text: 'get\nhttps://a.example/z\nREADME.md' }] },
      paragraph(text('curl https://a.example/c', { type: 'code' })),
    );
    expect(foundIn(doc)).toEqual([
      ['https://a.example/x', 'https://a.example/x'],
      ['https://a.example/y', 'https://a.example/y'],
      ['ada@a.example', 'mailto:ada@a.example'],
      ['www.a.example', 'https://www.a.example/'],
      ['https://a.example/z', 'https://a.example/z'],
      ['https://a.example/c', 'https://a.example/c'],
    ]);
  });

  it('[CONT-1] do not reach into a link, over an image, or into the next line', () => {
    const image = { type: 'image', attrs: { src: null, alt: '' } };
    expect(foundIn(docOf(paragraph(text('https://a.example/'), text('here', link), text('x'))))).toEqual([
      ['https://a.example/', 'https://a.example/'],
    ]);
    expect(foundIn(docOf(paragraph(text('https://b.example/', link))))).toEqual([]);
    expect(foundIn(docOf(paragraph(text('https://a.example/x'), image, text('y'))))).toEqual([
      ['https://a.example/x', 'https://a.example/x'],
    ]);
    expect(foundIn(docOf(paragraph(text('https://a.example/x'), { type: 'hardBreak' }, text('y'))))).toEqual([
      ['https://a.example/x', 'https://a.example/x'],
    ]);
  });

  it('[CONT-1] are those that every reader finds, whatever is written', () => {
    const part = fc.constantFrom(
      ...[
        'https://a.example/x',
        'ada@a.example',
        'www.a.example',
        'README.md',
        '(',
        ')',
        ' ',
        '„',
        '“',
        '。',
        '_',
        'a',
      ],
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const whole = parts.join('');
        const doc = docOf(
          paragraph(...parts.map((words, at) => text(words, ...(at % 2 === 0 ? [bold] : [])))),
        );
        expect(foundIn(doc)).toEqual(
          linksIn(whole).map(({ from, to, href }) => [whole.slice(from, to), href]),
        );
      }),
    );
  });
});
