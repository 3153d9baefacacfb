import { type Beginning, beginningOf } from './letters.ts';
import { namedEntity, nameOfImage } from './html-words.ts';
import { cutBetweenLinks } from './whole-links.ts';

/** Letters of the excerpt in a list or a notification, which is one line, and of a rich message in the office. */
export const excerptLetters = { line: 160, message: 600 } as const;

/** The beginning of a text as it stands, with `…` where it goes on. An address is whole in it, or not there. */
export function messageExcerpt(text: string): string {
  const start = beginningOf(text, excerptLetters.message);
  if (start.isWhole) return text;
  return shortened({ text: text.slice(0, cutBetweenLinks(text, start.text.length)), isWhole: false });
}

/** The first words of a text in one line, with `…` where it goes on. */
export function lineExcerpt(text: string): string {
  return lineOf(text, (part) => part);
}

/**
 * The same of the HTML of a message. What stands in a tag is dropped but for the description of an image, and the
 * result may hold `<` again, so it is shown as text.
 */
export function lineExcerptOfHtml(html: string): string {
  return lineOf(html, wordsOf);
}

/**
 * Reads more and more of the source until there are letters enough: white space and tags may be long, and nobody
 * should pay for the whole of a message to see its beginning.
 */
function lineOf(source: string, read: (part: string) => string): string {
  const enough = 2 * excerptLetters.line;
  for (let reach = 4 * enough; ; reach *= 4) {
    const isCut = reach < source.length;
    const line = read(isCut ? source.slice(0, reach) : source)
      .replace(/\s+/g, ' ')
      .trim();
    const start = beginningOf(line, excerptLetters.line);
    if (!start.isWhole || !isCut) return shortened(start);
  }
}

function shortened({ text, isWhole }: Beginning): string {
  return isWhole ? text : `${text.trimEnd()}…`;
}

/** The words of HTML as it is stored or sent, of which the end may be missing. */
function wordsOf(html: string): string {
  return html
    .replace(/<[^>]*$|&[#\w]{0,6}$/, '')
    .replaceAll(/<img\b[^>]*>/gi, nameOfImage)
    .replaceAll(/<\/?(?:p|br|li|ul|ol|blockquote|pre|div)\b[^>]*>/gi, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(#39|\w+);/g, namedEntity);
}
