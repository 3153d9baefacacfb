import { richText } from '@tieline/protocol';
import sanitize from 'sanitize-html';
import { isFormatted } from './document.ts';
import { readHtml } from './read-html.ts';
import { writeHtml } from './write-html.ts';
import { writeText } from './write-text.ts';

/** Elements that are read for what they mean, and stored as something on the list. */
const read = [
  ...['b', 'i', 'ins', 'del', 'strike', 'kbd', 'samp', 'tt', 'span', 'font'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'div', 'dl', 'dt', 'dd', 'hr', 'center', 'address'],
  ...['section', 'article', 'header', 'footer', 'main', 'aside', 'nav', 'figure', 'figcaption'],
  ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th'],
];

const sanitizing: sanitize.IOptions = {
  allowedTags: [...richText.elements, ...read],
  // The style is read for what is bold, and never stored.
  allowedAttributes: { ...spread(richText.attributes), '*': ['style'] },
  parseStyleAttributes: false,
  allowedSchemes: [...richText.schemes],
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: false,
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'math'],
  // An attacker who nests deeper than a person writes is after the stack, not after a list.
  nestingLimit: 60,
};

function spread(attributes: typeof richText.attributes): Record<string, string[]> {
  return Object.fromEntries(Object.entries(attributes).map(([element, names]) => [element, [...names]]));
}

export interface RichForms {
  /** Null where it says no more than its text does. */
  readonly html: string | null;
  readonly text: string;
}

/**
 * CONT-1: the forms in which formatted text is stored. First everything goes that is not known to be harmless; then
 * it is read for what it says, and written anew in the few elements that there are.
 */
export function acceptHtml(html: string): RichForms {
  const blocks = readHtml(sanitize(html, sanitizing));
  return { html: isFormatted(blocks) ? writeHtml(blocks) : null, text: writeText(blocks) };
}
