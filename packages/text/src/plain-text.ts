import { namedEntity, nameOfImage } from './html-words.ts';

const lineEnd = /<br>|<\/(?:p|li|ul|ol|blockquote|pre|div)>/g;

/**
 * The words of the HTML of a message as the server writes it, a line for each line: no marks of lists, an image by its
 * description. The result may hold `<` again, so it is never HTML.
 */
export function textOfHtml(html: string): string {
  return html
    .replaceAll(/<img\b[^>]*>/g, nameOfImage)
    .replaceAll(lineEnd, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(#39|\w+);/g, namedEntity)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
