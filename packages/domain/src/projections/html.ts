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

/** An address that a person would call a link; what ends a sentence does not belong to it. */
const address = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}…]/gi;

/** Plain text as HTML, with its addresses as links: a text is not less than rich because its author has no editor. */
export function linkText(text: string): string {
  let html = '';
  let from = 0;
  for (const { 0: found, index } of text.matchAll(address)) {
    const link = escapeText(found);
    html += `${escapeText(text.slice(from, index))}<a href="${link}" rel="noopener noreferrer nofollow" target="_blank">${link}</a>`;
    from = index + found.length;
  }
  return html + escapeText(text.slice(from));
}
