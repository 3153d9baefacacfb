import { richText } from '@tieline/protocol';
import { type DefaultTreeAdapterTypes, parseFragment, serialize } from 'parse5';
import { expect } from 'vitest';
import { acceptHtml, type RichForms } from './accept-html.ts';

/** What becomes of it, where something does. */
export function accepted(html: string): RichForms {
  const forms = acceptHtml(html);
  if (forms === null) throw new Error('It was refused.');
  return forms;
}

/** What is stored of it; nothing where it is no more than text. */
export const stored = (html: string): string => acceptHtml(html)?.html ?? '';

/** What a browser makes of it, and would write again. */
export const readBack = (html: string): string => serialize(parseFragment(html));

const listed = new Set<string>(richText.elements);
// By hand: what is written beyond the list is to be known here.
const attributes = new Map([
  ['a href', /^(https?|mailto|tel):/],
  ['a rel', /^noopener noreferrer nofollow$/],
  ['a target', /^_blank$/],
  ['ol start', /^\d{1,6}$/],
  ['ol type', /^[aAiI]$/],
  ['img src', /^image:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
  ['img alt', /^[^<>\n]{0,400}$/],
  ['img width', /^\d{1,5}$/],
  ['img height', /^\d{1,5}$/],
]);

function complaintsAbout(nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): string[] {
  return nodes.flatMap((node) => {
    if (node.nodeName === '#text') return [];
    if (!('tagName' in node)) return [node.nodeName];
    const { tagName, namespaceURI } = node;
    const own = listed.has(tagName) && namespaceURI.endsWith('/xhtml') ? [] : [tagName];
    const wrong = node.attrs.filter(({ name, value }) => !attributes.get(`${tagName} ${name}`)?.test(value));
    return [
      ...own,
      ...wrong.map(({ name, value }) => `${name}=${value}`),
      ...complaintsAbout(node.childNodes),
    ];
  });
}

/** Every element, attribute and scheme that a browser would find in it is on the list, and it finds them again. */
export function expectHarmless(html: string): void {
  expect(complaintsAbout(parseFragment(html).childNodes)).toEqual([]);
  expect(readBack(html)).toBe(html);
}

/** What is stored of it is harmless, and is stored as it is. */
export function expectStable(html: string): void {
  const once = stored(html);
  expectHarmless(once);
  expect(stored(once)).toBe(once);
}
