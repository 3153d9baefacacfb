import { partsOf } from '@tieline/text';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Plain text as HTML that shows exactly that text, line breaks kept. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '').replaceAll('\n', '<br>');
}

/** Plain text as HTML, with its addresses as links: a text is not less than rich because its author has no editor. */
export function linkText(text: string): string {
  return partsOf(text)
    .map((part) => (part.href === null ? escapeText(part.text) : linkTo(part.href, part.text)))
    .join('');
}

function linkTo(href: string, words: string): string {
  return `<a href="${escapeText(href)}" rel="noopener noreferrer nofollow" target="_blank">${escapeText(words)}</a>`;
}
