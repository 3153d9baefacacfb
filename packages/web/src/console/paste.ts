import { imageAddress } from '@tieline/protocol';
import { keepBlankLines, keepMeantSpaces } from './paste-lines.ts';
import { repairLists } from './paste-lists.ts';
import { keepSuperscripts } from './paste-superscripts.ts';
import { tableToLines } from './paste-tables.ts';
import { keepWordSigns, makeWordLists } from './paste-word.ts';
import { parseInert } from './sanitise.ts';

const headings = 'h1, h2, h3, h4, h5, h6';

/** Whether it was copied from an editor of this kind: then each break and each space in it is meant. */
export function isFromEditor(html: string): boolean {
  return html.includes('data-pm-slice');
}

/**
 * What was copied from Word, Google Docs, a mail or a page, as the editor can take it: lists that are none become
 * lists, rows of a table become lines, headings become bold, images from elsewhere lend their description. Everything
 * else the editor leaves out by itself.
 */
export function cleanPasted(html: string): string {
  const page = parseInert(keepWordSigns(html));
  repairPasted(page, isFromEditor(html));
  return page.innerHTML;
}

/** The same for elements that do nothing any more; `isMeant`: each break and each space in them is. */
export function repairPasted(page: HTMLElement, isMeant: boolean): void {
  for (const image of page.querySelectorAll('img')) keepOwnImage(image);
  makeWordLists(page);
  keepSuperscripts(page);
  for (const table of [...page.querySelectorAll('table')].toReversed()) tableToLines(table);
  for (const heading of page.querySelectorAll(headings)) replaceByBold(heading);
  if (isMeant) return;
  repairLists(page);
  keepMeantSpaces(page);
  keepBlankLines(page);
}

/** A browser copies an address with its host; nothing is ever loaded from another one. */
function keepOwnImage(image: HTMLImageElement): void {
  const written = image.getAttribute('src') ?? '';
  const path = written.startsWith(`${location.origin}/`) ? written.slice(location.origin.length) : written;
  if (imageAddress.test(path)) image.setAttribute('src', path);
  else if (image.dataset['upload'] === undefined) image.replaceWith(image.alt.trim());
}

function replaceByBold(heading: Element): void {
  const line = document.createElement('p');
  const bold = document.createElement('strong');
  bold.append(...heading.childNodes);
  line.append(bold);
  // Google Docs makes a heading large, and says of its words that they are not bold.
  for (const words of bold.querySelectorAll<HTMLElement>('[style]'))
    words.style.removeProperty('font-weight');
  heading.replaceWith(line);
}
