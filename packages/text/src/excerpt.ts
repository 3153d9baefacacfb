import { type Beginning, beginningOf } from './letters.ts';
import { cutBetweenLinks } from './whole-links.ts';

/** Letters of the excerpt in a list or a notification, which is one line, and of a rich message in the office. */
export const excerptLetters = { line: 160, message: 600 } as const;

/** The beginning of a text as it stands, with `…` where it goes on. An address is whole in it, or not there. */
export function messageExcerpt(text: string): string {
  const start = beginningOf(text, excerptLetters.message);
  if (start.isWhole) return text;
  return shortened({ text: text.slice(0, cutBetweenLinks(text, start.text.length)), isWhole: false });
}

/**
 * The first words of a text in one line, with `…` where it goes on. Reads more and more of it until there are letters
 * enough: white space may be long, and nobody should pay for the whole of a message to see its beginning.
 */
export function lineExcerpt(text: string): string {
  const enough = 2 * excerptLetters.line;
  for (let reach = 4 * enough; ; reach *= 4) {
    const isCut = reach < text.length;
    const line = (isCut ? text.slice(0, reach) : text).replace(/\s+/g, ' ').trim();
    const start = beginningOf(line, excerptLetters.line);
    if (!start.isWhole || !isCut) return shortened(start);
  }
}

function shortened({ text, isWhole }: Beginning): string {
  return isWhole ? text : `${text.trimEnd()}…`;
}
