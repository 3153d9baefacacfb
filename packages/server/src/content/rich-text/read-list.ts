import { isListNumber, type Numbering, numberingOf, numberRuns, readInteger, signOf } from '@tieline/text';
import { type Block, paragraphOf } from './document.ts';
import { plainLook } from './look.ts';
import { attributeOf, type Element } from './parse-html.ts';

/** An item as it is read. `value`: the number that it says it has. */
export interface Item {
  readonly value: number | null;
  readonly blocks: Block[];
}

/**
 * The items as they are numbered where they come from. Where a number does not follow from the one before, another
 * list begins; a number that no list can have stands in front of the words.
 */
export function listsOf(element: Element, items: readonly Item[]): Block[] {
  if (items.length === 0) return [];
  if (element.tagName !== 'ol')
    return [{ is: 'list', numbering: null, start: 1, items: items.map(({ blocks }) => blocks) }];
  const numbering = numberingFrom(element);
  return runsOf(element, items).flatMap((run): Block[] =>
    isListNumber(run.first)
      ? [{ is: 'list', numbering, start: run.first, items: run.items.map(({ blocks }) => blocks) }]
      : inWords(run, numbering),
  );
}

/** What is too deep to be a list within lists keeps its numbers; a bullet says nothing. */
export function listInWords(element: Element, items: readonly Item[]): Block[] {
  if (element.tagName !== 'ol') return items.flatMap(({ blocks }) => blocks);
  const numbering = numberingFrom(element);
  return runsOf(element, items).flatMap((run) => inWords(run, numbering));
}

/** The number that an item says it has. */
export function valueOf(item: Element): number | null {
  return readInteger(attributeOf(item, 'value') ?? '');
}

interface Run {
  readonly first: number;
  readonly items: readonly Item[];
}

function runsOf(element: Element, items: readonly Item[]): Run[] {
  const start = readInteger(attributeOf(element, 'start') ?? '');
  const isReversed = attributeOf(element, 'reversed') !== undefined;
  let from = 0;
  return numberRuns(
    items.map(({ value }) => value),
    { start, isReversed },
  ).map(({ first, count }) => ({ first, items: items.slice(from, (from += count)) }));
}

function inWords({ first, items }: Run, numbering: Numbering): Block[] {
  return items.flatMap(({ blocks }, at) => {
    const sign = { text: `${signOf(first + at, numbering)} `, ...plainLook };
    const [words, ...rest] = blocks;
    return words?.is === 'paragraph'
      ? [paragraphOf([sign, ...words.line]), ...rest]
      : [paragraphOf([sign]), ...blocks];
  });
}

/** Some programs say it in a style, of the list or of its items. */
function numberingFrom(element: Element): Numbering {
  const item = element.childNodes.find((node) => node.nodeName === 'li');
  const said = [
    attributeOf(element, 'type'),
    styleOf(element),
    item !== undefined && 'tagName' in item ? styleOf(item) : undefined,
  ];
  return said.map((name) => numberingOf(name ?? '')).find((numbering) => numbering !== null) ?? '1';
}

function styleOf(element: Element): string | undefined {
  return /(?:^|;)\s*list-style(?:-type)?\s*:\s*([a-z-]+)/i.exec(attributeOf(element, 'style') ?? '')?.[1];
}
