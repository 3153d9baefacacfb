import type { Page } from 'playwright-core';

/** Something that a page shows. */
export interface Shown {
  /** Its letters, with a new line for each line break. */
  readonly text: string;
  readonly html: string;
  /** Every element in it, its attributes, and where its links lead, if anywhere: `a`, `a href`, `a to https:`. */
  readonly holds: readonly string[];
}

const describeShown = `(shown) => {
  const copy = shown.cloneNode(true);
  for (const end of copy.querySelectorAll('br')) end.replaceWith('\\n');
  const holds = [...shown.querySelectorAll('*')].flatMap(({ localName: name, attributes, protocol }) => [
    name,
    ...[...attributes].map((attribute) => name + ' ' + attribute.name),
    ...(name === 'a' && protocol !== ':' ? ['a to ' + protocol] : []),
  ]);
  return { text: copy.textContent, html: shown.innerHTML, holds: [...new Set(holds)] };
}`;

/** The first that a page shows of what `selector` finds. */
export async function readShown(page: Page, selector: string): Promise<Shown> {
  await page.locator(selector).first().waitFor({ state: 'attached' });
  return page.evaluate<Shown>(`(${describeShown})(document.querySelector(${JSON.stringify(selector)}))`);
}

/** A list that holds in the page only what is on the screen. */
export interface ListOf {
  /** The rows, which number themselves by `data-item-index`. */
  readonly rows: string;
  /** What is read in each row; a row without it is passed over. */
  readonly part: string;
  readonly count: number;
  readonly from: 'top' | 'bottom';
}

/**
 * Scrolls through a whole list until `count` rows have been on the screen; answers them in the order of the list. Where
 * a page of older rows comes in, the rows move under the view: those that were leapt over are seen on the way back.
 */
export async function readRows(page: Page, wanted: ListOf): Promise<Shown[]> {
  await page.locator(`${wanted.rows} ${wanted.part}`).first().waitFor({ state: 'attached' });
  return page.evaluate<Shown[]>(`(${scrollThrough})(${JSON.stringify(wanted)})`);
}

const scrollThrough = `async ({ rows, part, count, from }) => {
  const describe = ${describeShown};
  const seen = new Map();
  const look = () => {
    for (const row of document.querySelectorAll(rows)) {
      const shown = row.querySelector(part);
      if (shown) seen.set(Number(row.dataset.itemIndex), describe(shown));
    }
  };
  const box = document.querySelector(rows).closest('[data-testid="timeline"], [data-virtuoso-scroller]');
  // As a person scrolls: a timeline that nobody has moved goes back to its newest message.
  const wheel = () => box.dispatchEvent(new WheelEvent('wheel', { bubbles: true }));
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  // Rows that come into view are made in a later frame, on a busy machine in a much later one.
  const edge = 200;
  const isFilled = () => {
    const view = box.getBoundingClientRect();
    const places = [...document.querySelectorAll(rows)].map((row) => row.getBoundingClientRect());
    const [top, bottom] = [Math.min(...places.map((at) => at.top)), Math.max(...places.map((at) => at.bottom))];
    const isAtTop = box.scrollTop <= 0;
    const isAtBottom = box.scrollTop + box.clientHeight >= box.scrollHeight - 1;
    return (isAtTop || top <= view.top + edge) && (isAtBottom || bottom >= view.bottom - edge);
  };
  const filled = async () => {
    for (let frames = 0; frames < 600 && !isFilled(); frames += 1) await nextFrame();
  };
  // At an end the next page may be on its way, however slow the machine is.
  const patienceMs = 20_000;
  const sweep = async (step) => {
    let movedAt = performance.now();
    while (seen.size < count && performance.now() - movedAt < patienceMs) {
      const [held, place] = [seen.size, box.scrollTop];
      await filled();
      look();
      wheel();
      box.scrollBy(0, step * box.clientHeight);
      await nextFrame();
      if (seen.size > held || box.scrollTop !== place) movedAt = performance.now();
    }
  };
  const step = from === 'top' ? 0.7 : -0.7;
  for (let times = 0; times < 2; times += 1) {
    await sweep(step);
    await sweep(-step);
  }
  return [...seen].sort(([one], [other]) => one - other).map(([, shown]) => shown);
}`;

const schemes = ['http', 'https', 'mailto', 'tel'];
const link = ['a', 'a href', 'a target', 'a rel', ...schemes.map((scheme) => `a to ${scheme}:`)];

/** What a plain text is made of where it is shown: its links, with the class that they wear. */
export const plainParts: ReadonlySet<string> = new Set([...link, 'a class', 'a translate', 'br', 'span']);

/** What rich text is made of. */
export const richParts: ReadonlySet<string> = new Set([
  ...link,
  ...['p', 'br', 'strong', 'em', 'u', 's', 'code', 'ul', 'ol', 'ol start', 'li', 'blockquote', 'pre'],
  ...['code translate', 'pre translate', 'ul dir', 'ol dir', 'blockquote dir'],
  ...['img', 'img src', 'img alt', 'img width', 'img height'],
]);

/** What is shown beyond that. */
export function strangersIn(all: readonly Shown[], known: ReadonlySet<string>): string[] {
  return [...new Set(all.flatMap(({ holds }) => holds))].filter((part) => !known.has(part));
}
