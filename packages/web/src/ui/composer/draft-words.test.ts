import { describe, expect, it } from 'vitest';
import { draftWords } from './draft-words.ts';

const text = (words: string) => ({ type: 'text', text: words });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const rich = (...content: object[]) => JSON.stringify({ type: 'doc', content });
const item = (words: string) => ({ type: 'listItem', content: [paragraph(text(words))] });

describe('the words of a draft', () => {
  it.each([
    ['one line of several', 'One\n\n  two\tthree ', 'One two three'],
    ['nothing of blanks', ' \n ', ''],
    ['what looks like a document of the console', rich(paragraph(text('a'))), rich(paragraph(text('a')))],
  ])('in the office are %s', (_, draft, words) => {
    expect(draftWords(draft, 'office', 'Image')).toBe(words);
  });

  it.each([
    ['those of every block', rich(paragraph(text('One')), paragraph(text('two'))), 'One two'],
    ['unbroken where only the form changes', rich(paragraph(text('man'), text('ifest'))), 'manifest'],
    ['those of a list', rich({ type: 'bulletList', content: [item('salt'), item('oil')] }), 'salt oil'],
    ['a line after a break', rich(paragraph(text('up'), { type: 'hardBreak' }, text('down'))), 'up down'],
    ['the description of an image', rich(paragraph({ type: 'image', attrs: { alt: 'Map' } })), '[Map]'],
    ['an image', rich(paragraph(text('see '), { type: 'image', attrs: { alt: '' } })), 'see [Image]'],
    ['none of an empty list', rich({ type: 'bulletList', content: [item(' ')] }), ''],
    ['none of another version', '{"doc":', ''],
    ['none of a stranger', '{"type":"doc","content":"x"}', ''],
    ['none of nothing', 'null', ''],
  ])('in the console are %s', (_, draft, words) => {
    expect(draftWords(draft, 'console', 'Image')).toBe(words);
  });

  it('are cut between two characters', () => {
    expect(draftWords('🙂'.repeat(200), 'office', 'Image')).toBe(`${'🙂'.repeat(160)}…`);
  });
});
