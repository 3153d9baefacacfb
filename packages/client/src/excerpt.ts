import type { MessageView } from '@tieline/protocol';

const most = 160;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
};

/**
 * The first words of a message on one line, for a list. Plain text, never markup: what stands in a tag is dropped
 * but for the description of an image, and the result may hold `<` again, so show it as text.
 */
export function excerptOf(message: MessageView): string {
  const text = message.surface === 'office' ? message.text : textOf(message.html);
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : line;
}

function textOf(html: string): string {
  return html
    .replaceAll(/<img\b[^>]*? alt="([^"]*)"[^>]*>/gi, (_, alt: string) => `[${alt === '' ? 'Image' : alt}]`)
    .replaceAll(/<\/?(?:p|br|li|ul|ol|blockquote|pre|div)\b[^>]*>/gi, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(#39|\w+);/g, (whole, name: string) => entities[name] ?? whole);
}
