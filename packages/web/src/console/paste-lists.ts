import { isListNumber, numberingOf, numberRuns, readInteger, signOf } from '@tieline/text';

/** Lists as the editor can hold them: within items, and with the numbers that they have where they come from. */
export function repairLists(page: HTMLElement): void {
  for (const item of page.querySelectorAll('li[data-aria-level]:first-child')) nestByLevel(item);
  // Some write a list within a list beside its item, not in it.
  for (const list of page.querySelectorAll(':is(ul, ol) > :is(ul, ol)')) {
    const item = list.previousElementSibling;
    if (item?.localName === 'li') item.append(list);
  }
  // From the inside out, so that what is taken apart is whole.
  for (const list of [...page.querySelectorAll('ol')].toReversed()) keepNumbers(list);
}

const levelOf = (item: Element | null | undefined): number =>
  Number(item?.getAttribute('data-aria-level') ?? Number.NaN);

/** Word in a browser writes each item as a list of its own, and says on which level it stands. */
function nestByLevel(first: Element): void {
  const list = first.parentElement;
  if (list === null || list.parentElement === null) return;
  const frame = list.parentElement.childElementCount === 1 ? list.parentElement : list;
  const before = frame.previousElementSibling;
  let outer = before?.matches('ul, ol') ? before : before?.querySelector(':scope > :is(ul, ol)');
  if (!(levelOf(outer?.lastElementChild) < levelOf(first))) return;
  for (let inner = outer; inner && levelOf(inner.lastElementChild) < levelOf(first);) {
    outer = inner;
    inner = inner.lastElementChild?.querySelector(':scope > :is(ul, ol):last-child');
  }
  outer?.lastElementChild?.append(list);
  if (frame !== list) frame.remove();
}

function keepNumbers(list: HTMLOListElement): void {
  const items = [...list.children].filter((child) => child instanceof HTMLLIElement);
  const numbering = numberingFrom(list);
  const runs = numberRuns(
    items.map((item) => readInteger(item.getAttribute('value') ?? '')),
    { start: readInteger(list.getAttribute('start') ?? ''), isReversed: list.hasAttribute('reversed') },
  );
  for (const item of items) item.removeAttribute('value');
  list.setAttribute('type', numbering);
  const [only, another] = runs;
  if (only === undefined) return;
  list.setAttribute('start', String(only.first));
  if (another === undefined && isListNumber(only.first)) return;
  let from = 0;
  const parts = runs.flatMap(({ first, count }): Node[] => {
    const part = items.slice(from, (from += count));
    if (!isListNumber(first))
      return part.map((item, at) => inWords(item, `${signOf(first + at, numbering)} `));
    const own = list.cloneNode() as Element;
    own.setAttribute('start', String(first));
    own.append(...part);
    return [own];
  });
  list.replaceWith(...parts, ...list.childNodes);
}

/** Some programs say it in a style, of the list or of its items. */
function numberingFrom(list: HTMLOListElement) {
  const said = [list.getAttribute('type'), styleOf(list), styleOf(list.querySelector(':scope > li'))];
  return said.map((name) => numberingOf(name ?? '')).find((numbering) => numbering !== null) ?? '1';
}

function styleOf(element: Element | null): string | undefined {
  return /(?:^|;)\s*list-style(?:-type)?\s*:\s*([a-z-]+)/i.exec(element?.getAttribute('style') ?? '')?.[1];
}

/** A number that no list can begin with stands in front of the words. */
function inWords(item: Element, sign: string): Element {
  const words = document.createElement('div');
  words.append(...item.childNodes);
  item.remove();
  const first = words.firstElementChild;
  const isFirst = first?.localName === 'p' && (first.previousSibling?.textContent ?? '').trim() === '';
  (isFirst ? first : words).prepend(sign);
  return words;
}
