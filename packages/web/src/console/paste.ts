import { imageAddress } from '@tieline/protocol';
import { parseHarmless } from './sanitise.ts';

const headings = 'h1, h2, h3, h4, h5, h6';

/**
 * What was copied from Word, Google Docs, a mail or a page, as the editor can take it: lists that are none become
 * lists, rows of a table become lines, headings become bold, images from elsewhere lend their description. Everything
 * else the editor leaves out by itself.
 */
export function cleanPasted(html: string): string {
  const page = parseHarmless(html);
  for (const image of page.querySelectorAll('img')) keepOwnImage(image);
  makeLists(page);
  for (const table of [...page.querySelectorAll('table')].toReversed()) releaseTable(table);
  for (const heading of page.querySelectorAll(headings)) replaceByBold(heading);
  return page.innerHTML;
}

/** A browser copies an address with its host; nothing is ever loaded from another one. */
function keepOwnImage(image: HTMLImageElement): void {
  const written = image.getAttribute('src') ?? '';
  const path = written.startsWith(`${location.origin}/`) ? written.slice(location.origin.length) : written;
  if (imageAddress.test(path)) image.setAttribute('src', path);
  else if (image.dataset['upload'] === undefined) image.replaceWith(image.alt.trim());
}

/** Word writes an item as a paragraph that begins with a drawn bullet or number, and says so in its style only. */
function makeLists(page: HTMLElement): void {
  let list: Element | null = null;
  for (const paragraph of [...page.querySelectorAll('p[style*="mso-list"]')]) {
    const sign = /^\s*(?:[·•o§▪–-]|\(?[0-9]{1,3}[.)]|\(?[a-z]{1,2}[.)])\s*/i.exec(paragraph.textContent);
    const kind = sign !== null && /[0-9a-z]{1,3}[.)]/i.test(sign[0]) ? 'ol' : 'ul';
    if (list === null || paragraph.previousElementSibling !== list || list.localName !== kind) {
      list = document.createElement(kind);
      paragraph.before(list);
    }
    dropStart(paragraph, sign?.[0].length ?? 0);
    const item = document.createElement('li');
    item.append(...paragraph.childNodes);
    list.append(item);
    paragraph.remove();
  }
}

/** Takes away the first characters, in whatever elements they stand. */
function dropStart(element: Element, count: number): void {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = count;
  while (left > 0 && texts.nextNode()) {
    const node = texts.currentNode as Text;
    const taken = Math.min(left, node.length);
    node.deleteData(0, taken);
    left -= taken;
  }
}

/** A row of data becomes a line, `one | two`; a table that is there for the layout lends its content. */
function releaseTable(table: HTMLTableElement): void {
  const lines = [...table.rows].flatMap((row) => {
    const cells = [...row.cells];
    if (cells.length === 1 || cells.some((cell) => cell.querySelector('ul, ol, blockquote, pre')))
      return cells.map(lineOf);
    const line = document.createElement('p');
    for (const [at, cell] of cells.entries()) line.append(at === 0 ? '' : ' | ', ...inlineOf(cell));
    return [line];
  });
  table.replaceWith(...lines);
}

function lineOf(cell: HTMLTableCellElement): HTMLElement {
  const block = document.createElement('div');
  block.append(...cell.childNodes);
  return block;
}

/** The content of a cell without its paragraphs, a space between them. */
function inlineOf(cell: HTMLTableCellElement): Node[] {
  const blocks = [...cell.querySelectorAll('p, div')];
  for (const block of blocks) block.replaceWith(...block.childNodes, ' ');
  const nodes = [...cell.childNodes];
  if (cell.localName !== 'th') return nodes;
  const bold = document.createElement('strong');
  bold.append(...nodes);
  return [bold];
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
