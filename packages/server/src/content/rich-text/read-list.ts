import { isListNumber, type Numbering, numberingOf, numberRuns, readInteger, signOf } from '@tieline/text';
import { type Block, paragraphOf } from './document.ts';
import { plainStyle } from './text-style.ts';
import { attributeOf, type Element } from './parse-html.ts';

/** A list item. `value`: the number that it declares, or null. */
export interface Item {
  readonly value: number | null;
  readonly blocks: Block[];
}

/**
 * The items with the numbers that they have in the source. Where a number does not follow the one before, a new list
 * begins; an item with a number that no list can have becomes a paragraph that begins with it.
 */
export function listsOf(element: Element, items: readonly Item[]): Block[] {
  if (items.length === 0) return [];
  if (element.tagName !== 'ol')
    return [{ is: 'list', numbering: null, start: 1, items: items.map(({ blocks }) => blocks) }];
  const numbering = numberingFrom(element);
  return runsOf(element, items).flatMap((run): Block[] =>
    isListNumber(run.first)
      ? [{ is: 'list', numbering, start: run.first, items: run.items.map(({ blocks }) => blocks) }]
      : asParagraphs(run, numbering),
  );
}

/** A list that is nested too deep, as paragraphs that begin with its numbers; bullets are dropped. */
export function listAsParagraphs(element: Element, items: readonly Item[]): Block[] {
  if (element.tagName !== 'ol') return items.flatMap(({ blocks }) => blocks);
  const numbering = numberingFrom(element);
  return runsOf(element, items).flatMap((run) => asParagraphs(run, numbering));
}

/** The number that an item declares. */
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

function asParagraphs({ first, items }: Run, numbering: Numbering): Block[] {
  return items.flatMap(({ blocks }, at) => {
    const sign = { text: `${signOf(first + at, numbering)} `, ...plainStyle };
    const [words, ...rest] = blocks;
    return words?.is === 'paragraph'
      ? [paragraphOf([sign, ...words.line]), ...rest]
      : [paragraphOf([sign]), ...blocks];
  });
}

/** By `type`, or by the style of the list or of its first item, as some programs write it. */
function numberingFrom(element: Element): Numbering {
  const item = element.childNodes.find((node) => node.nodeName === 'li');
  const names = [
    attributeOf(element, 'type'),
    styleOf(element),
    item !== undefined && 'tagName' in item ? styleOf(item) : undefined,
  ];
  return names.map((name) => numberingOf(name ?? '')).find((numbering) => numbering !== null) ?? '1';
}

function styleOf(element: Element): string | undefined {
  return /(?:^|;)\s*list-style(?:-type)?\s*:\s*([a-z-]+)/i.exec(attributeOf(element, 'style') ?? '')?.[1];
}
