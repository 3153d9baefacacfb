// @environment page
import { Editor } from '@tiptap/react';
import { afterEach, expect, it } from 'vitest';
import { starterKit } from './editor-extensions.ts';
import { inputRuleExtensions, inputRules } from './input-rules.ts';

let editor: Editor | null = null;

/** What stands in the editor after somebody has typed this, letter by letter. */
function typed(text: string): string {
  const element = document.createElement('div');
  const one = new Editor({
    element,
    extensions: [starterKit, inputRules],
    enableInputRules: inputRuleExtensions,
    enablePasteRules: false,
  });
  editor = one;
  for (const letter of text) {
    const { from, to } = one.state.selection;
    const isUsed = one.view.someProp('handleTextInput', (handle) =>
      handle(one.view, from, to, letter, () => one.state.tr.insertText(letter, from, to)),
    );
    if (isUsed !== true) one.view.dispatch(one.state.tr.insertText(letter, from, to));
  }
  return one.getHTML();
}

afterEach(() => editor?.destroy());

it.each([
  ['**bold**', '<p><strong>bold</strong></p>'],
  ['*italic*', '<p><em>italic</em></p>'],
  ['~~gone~~', '<p><s>gone</s></p>'],
  ['`code`', '<p><code>code</code></p>'],
  ['- item', '<ul><li><p>item</p></li></ul>'],
  ['* item', '<ul><li><p>item</p></li></ul>'],
  ['1. item', '<ol><li><p>item</p></li></ol>'],
  ['12. item', '<ol start="12"><li><p>item</p></li></ol>'],
  ['> quote', '<blockquote><p>quote</p></blockquote>'],
])('[CONT-1] %s that is typed becomes formatting', (text, html) => {
  expect(typed(text)).toBe(html);
});

it.each([
  '12345678. is the number',
  '007. agent',
  '2 * 3 * 4',
  '__init__',
  'a**b**',
  '** bold **',
  '0. nothing',
  '# no heading',
])('%s stays what somebody wrote', (text) => {
  expect(typed(text)).toBe(`<p>${text}</p>`);
});
