import { expect, it } from 'vitest';
import { isolate } from './isolate.ts';

it.each([
  ['Erik', 'ltr', 'Erik'],
  ['Zoë 👩‍👧 谢谢', 'ltr', 'Zoë 👩‍👧 谢谢'],
  ['דנה', 'ltr', '\u2068דנה\u2069'],
  ['report דנה 7', 'ltr', '\u2068report דנה 7\u2069'],
  ['أحمد', 'ltr', '\u2068أحمد\u2069'],
  ['Erik', 'rtl', '\u2068Erik\u2069'],
  // A name must not turn what stands behind it, nor end its isolate.
  ['a\u202egpj', 'ltr', '\u2068a\u202egpj\u2069'],
  ['a\u2069\u2067b', 'ltr', '\u2068a\u2067b\u2069\u2069'],
  ['\u2066a\u2069b\u2069', 'ltr', '\u2068\u2066a\u2069b\u2069'],
  ['می\u200cخواهم', 'ltr', '\u2068می\u200cخواهم\u2069'],
] as const)('%j in a sentence of %s is %j', (text, sentence, shown) => {
  expect(isolate(text, sentence)).toBe(shown);
});
