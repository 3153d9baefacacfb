import { getSchema } from '@tiptap/react';
import { describe, expect, it } from 'vitest';
import { clipboardText } from './clipboard-text.ts';
import { starterKit } from './editor-extensions.ts';
import { linesOfText } from './paste-text.ts';
import { messageContent } from './message-html.ts';

const schema = getSchema([starterKit]);
const breakNode = { type: 'hardBreak' };
const words = (text: string) => ({ type: 'text', text });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const documentOf = (...content: object[]) => schema.nodeFromJSON({ type: 'doc', content });

describe('what is sent of a document', () => {
  it('[CONT-1] says the last break of a line twice, wherever the line stands', () => {
    const line = paragraph(words('a'), breakNode, words('b'), breakNode);
    const twice = paragraph(words('a'), breakNode, words('b'), breakNode, breakNode);
    const list = (inner: object) => ({
      type: 'bulletList',
      content: [{ type: 'listItem', content: [inner] }],
    });
    expect(messageContent(documentOf(line, list(line))).eq(documentOf(twice, list(twice)))).toBe(true);
  });

  it('[CONT-1] says the last line feed of code twice', () => {
    const code = (text: string) => ({ type: 'codeBlock', content: [words(text)] });
    expect(messageContent(documentOf(code('a\n'))).textContent).toBe('a\n\n');
    expect(messageContent(documentOf(code('\na'))).textContent).toBe('\na');
  });

  it('[CONT-1] makes a break of a line feed within a line, and leaves all else as it is', () => {
    const fed = documentOf(paragraph({ ...words('a\r\nb\n\nc'), marks: [{ type: 'bold' }] }));
    const bold = (text: string) => ({ ...words(text), marks: [{ type: 'bold' }] });
    const broken = documentOf(paragraph(bold('a'), breakNode, bold('b'), breakNode, breakNode, bold('c')));
    expect(messageContent(fed).eq(broken)).toBe(true);
    expect(messageContent(broken).eq(broken)).toBe(true);
  });
});

describe('plain text that is pasted', () => {
  it.each([
    ['one', ['one']],
    ['one\n', ['one']],
    ['one\n\n', ['one', '']],
    ['\n\n  one', ['', '', '  one']],
    ['a\r\n\r\nb\rc', ['a', '', 'b', 'c']],
    ['\ta  b\u00a0', ['\ta  b\u00a0']],
    ['a\u0000b\fc', ['ab c']],
    ['1. a\n\n2. b', ['1. a', '', '2. b']],
  ])('[CONT-1] %j becomes the lines %j', (text, lines) => {
    const { content } = linesOfText(
      text,
      schema.nodeFromJSON({ type: 'doc', content: [paragraph()] }).resolve(1),
    );
    expect(content.content.map((block) => [block.type.name, block.textContent])).toEqual(
      lines.map((line) => ['paragraph', line]),
    );
  });
});

describe('plain text that is copied', () => {
  const item = (...content: object[]) => ({ type: 'listItem', content });
  const copied = documentOf(
    paragraph(words('a'), breakNode, words('b')),
    paragraph(),
    { type: 'blockquote', content: [paragraph(words('said')), paragraph()] },
    {
      type: 'orderedList',
      attrs: { start: 3, type: 'i' },
      content: [
        item(paragraph(words('third')), { type: 'bulletList', content: [item(paragraph(words('below')))] }),
        item(paragraph(words('fourth')), paragraph(words('more'))),
      ],
    },
    { type: 'codeBlock', content: [words('x\n  y')] },
  );

  it('[CONT-1] has a line for each line, and the signs of lists and quotes', () => {
    expect(clipboardText(copied.slice(0, copied.content.size))).toBe(
      'a\nb\n\n> said\n>\niii. third\n     • below\niv. fourth\n    more\nx\n  y',
    );
  });

  it('[CONT-1] is only words where it is of one line', () => {
    const list = documentOf({ type: 'bulletList', content: [item(paragraph(words('some words')))] });
    // With what it stands in, as the editor copies it, and without.
    for (const isWhole of [true, false]) expect(clipboardText(list.slice(3, 7, isWhole))).toBe('some');
  });
});
