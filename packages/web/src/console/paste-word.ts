import { type Numbering, readSign } from '@tieline/text';

/** What Word shows in front of an item stands between two comments of its own, or in an element that says so. */
const signComments = /<!(?:--)?\[if !supportLists\](?:--)?>([\s\S]*?)<!(?:--)?\[endif\](?:--)?>/gi;

/** Comments do not outlive the cleaning of what is pasted; elements do. */
export function keepWordSigns(html: string): string {
  return html.replace(signComments, '<span style="mso-list:Ignore">$1</span>');
}

const itemStyle = /mso-list\s*:\s*(l\d+)\s+level(\d)\s*(lfo\d+)?/i;
const signStyle = /mso-list\s*:\s*Ignore/i;
const anyFont = /(?:^|;)\s*font-family\s*:/i;
const symbolFont = /(?:^|;)\s*font-family\s*:\s*["']?(?:symbol|wingdings|webdings|zapf)/i;

const headings = /^H[1-6]$/;

/** An item of Word: a paragraph that says in its style on which level of which list it stands. */
interface WordItem {
  readonly paragraph: Element;
  readonly list: string;
  readonly level: number;
  /** Every way to read its number; null: it has a bullet. None: no list can show what stands in front of it. */
  readonly readings: ReadonlyMap<Numbering, number> | null;
  readonly sign: string;
}

interface OpenList {
  readonly element: Element;
  readonly list: string;
  readonly level: number;
  /** The numbers with which it may have begun; null: it has bullets. */
  starts: ReadonlyMap<Numbering, number> | null;
}

/**
 * Makes lists of the paragraphs that are lists in Word, by what Word says of each: its level, its list, its sign. Never
 * by how the words look. A sign that no list can show, `1.1.` or `2)`, stays in front of its words.
 */
export function makeWordLists(page: HTMLElement): void {
  let open: OpenList[] = [];
  let last: Element | null = null;
  for (const paragraph of page.querySelectorAll('[style*="mso-list" i]')) {
    const item = itemOf(paragraph);
    if (item === null) continue;
    if (last === null || !isNext(paragraph, last)) open = [];
    open = open.filter(({ level }) => level <= item.level);
    if (headings.test(paragraph.tagName)) {
      last = null;
      paragraph.prepend(`${item.sign} `);
    } else if (item.readings?.size === 0) {
      // Its words belong to the item above it, if there is one.
      open = open.filter(({ level }) => level < item.level);
      last = placeWords(item, open, last);
    } else last = placeItem(item, open, last);
  }
}

function itemOf(paragraph: Element): WordItem | null {
  const style = itemStyle.exec(paragraph.getAttribute('style') ?? '');
  // Outlook writes a list as one, and says the same of its items once more.
  if (style === null || paragraph.localName === 'li') return null;
  const element = [...paragraph.querySelectorAll('[style]')].find((inner) =>
    signStyle.test(inner.getAttribute('style') ?? ''),
  );
  const sign = element?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '';
  if (element === undefined || sign === '') return null;
  const isBullet = /^(?:o|[^\p{L}\p{N}])$/u.test(sign) || isSymbol(element, paragraph);
  element.remove();
  return {
    paragraph,
    list: `${style[1]} ${style[3] ?? ''}`,
    level: Number(style[2]),
    readings: isBullet ? null : readSign(sign),
    sign,
  };
}

/** Whether the letters of a sign are drawn as bullets: `ü` is a tick in Wingdings. */
function isSymbol(sign: Element, paragraph: Element): boolean {
  const inner = [sign, ...sign.querySelectorAll('*')].find((element) =>
    [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && (node.nodeValue ?? '').trim() !== '',
    ),
  );
  for (let at: Element | null = inner ?? sign; at !== null && at !== paragraph; at = at.parentElement) {
    const style = at.getAttribute('style') ?? '';
    if (anyFont.test(style)) return symbolFont.test(style);
  }
  return false;
}

/** Whether nothing stands between it and what was placed before it. */
function isNext(paragraph: Element, last: Element): boolean {
  let before = paragraph.previousSibling;
  while (
    before !== null &&
    before !== last &&
    (before.textContent ?? '').trim() === '' &&
    !(before instanceof Element)
  )
    before = before.previousSibling;
  return before === last;
}

/** Returns the outermost element that it stands in now. */
function placeItem(item: WordItem, open: OpenList[], last: Element | null): Element {
  const { paragraph, level, list, readings } = item;
  const inner = open.at(-1);
  const starts = inner?.level === level && inner.list === list ? goesOn(inner, readings) : undefined;
  const line = document.createElement('li');
  line.append(...paragraph.childNodes);
  if (inner && starts !== undefined) {
    inner.starts = starts;
    inner.element.append(line);
    number(inner);
    paragraph.remove();
    return last ?? inner.element;
  }
  if (inner?.level === level) open.pop();
  const element = document.createElement(readings === null ? 'ul' : 'ol');
  const begun: OpenList = { element, list, level, starts: readings };
  element.append(line);
  number(begun);
  const outer = open.at(-1)?.element.lastElementChild;
  open.push(begun);
  if (!outer) {
    paragraph.replaceWith(element);
    return element;
  }
  outer.append(element);
  paragraph.remove();
  return last ?? element;
}

/** The numbers with which a list may have begun that goes on with this item; undefined where it does not. */
function goesOn(
  { element, starts }: OpenList,
  readings: WordItem['readings'],
): OpenList['starts'] | undefined {
  if (starts === null || readings === null) return starts === readings ? null : undefined;
  const kept = [...starts].filter(
    ([numbering, start]) => readings.get(numbering) === start + element.childElementCount,
  );
  return kept.length === 0 ? undefined : new Map(kept);
}

function number({ element, starts }: OpenList): void {
  const [likeliest] = starts ?? [];
  if (likeliest === undefined) return;
  element.setAttribute('type', likeliest[0]);
  element.setAttribute('start', String(likeliest[1]));
}

function placeWords({ paragraph, sign }: WordItem, open: readonly OpenList[], last: Element | null): Element {
  paragraph.prepend(`${sign} `);
  const outer = open.at(-1)?.element.lastElementChild;
  if (!outer) return paragraph;
  outer.append(paragraph);
  return last ?? paragraph;
}
