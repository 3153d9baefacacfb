import { type Band, bandAround, rowAt } from './timeline-band.ts';
import type { PlacedRow } from './timeline-place.ts';
import type { TimelineRow } from './timeline-rows.ts';

/** Before a row was measured. */
const guessedHeight = 44;
const firstReach = { above: 700, below: 1600 };
/** Rows are rendered so far beyond the view, in heights of the view, and again when less than the half of it is left. */
const ahead = 1;
/** Where other rows take the place of all that were: so many of the last, until it is known what is in view. */
const fewRows = 60;

/** A band by the keys of its first and last row: older rows that come before them move every index. */
export interface KeyBand {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export function keysOf(rows: readonly TimelineRow[], { from, to }: Band): KeyBand {
  return { from: rows[from]?.key, to: rows[to - 1]?.key };
}

export function indexesOf(rows: readonly TimelineRow[], { from, to }: KeyBand): Band {
  const first = rows.findIndex(({ key }) => key === from);
  const last = rows.findLastIndex(({ key }) => key === to);
  const end = last === -1 ? rows.length : last + 1;
  return { from: first === -1 ? Math.max(0, end - fewRows) : first, to: end };
}

/** The rows that are rendered, in their order. */
export function placedRows(list: Element): PlacedRow[] {
  return [...list.querySelectorAll<HTMLElement>(':scope > [data-row]')].map((element) => ({
    key: element.dataset['row'] ?? '',
    element,
  }));
}

/** How high rows are, measured wherever they are rendered, and which of them should be. */
export class TimelineLayout {
  readonly #heights = new Map<string, number>();

  readonly heightIn = (rows: readonly TimelineRow[]) => (index: number) =>
    this.#heights.get(rows[index]?.key ?? '') ?? guessedHeight;

  measure(placed: readonly PlacedRow[]): void {
    for (const { key, element } of placed) this.#heights.set(key, element.getBoundingClientRect().height);
  }

  firstBand(rows: readonly TimelineRow[], at: number): KeyBand {
    return keysOf(rows, bandAround(at, rows.length, this.heightIn(rows), firstReach));
  }

  /** The band around a row that is to come into view. */
  bandAt(rows: readonly TimelineRow[], index: number, scroller: Element): Band {
    const room = scroller.clientHeight;
    return bandAround(index, rows.length, this.heightIn(rows), { above: room * ahead, below: room * 2 });
  }

  /** The band that the view needs, or null where `band` will do. */
  bandInView(
    rows: readonly TimelineRow[],
    band: Band,
    placed: readonly PlacedRow[],
    { scroller, list }: { readonly scroller: Element; readonly list: Element },
  ): Band | null {
    const view = scroller.getBoundingClientRect();
    const rectOf = (index: number) =>
      placed.find(({ key }) => key === rows[index]?.key)?.element.getBoundingClientRect();
    const [first, last] = [rectOf(band.from), rectOf(band.to - 1)];
    const margin = (view.height * ahead) / 2;
    const isShortAbove = band.from > 0 && (!first || first.top > view.top - margin);
    const isShortBelow = band.to < rows.length && (!last || last.bottom < view.bottom + margin);
    if (!isShortAbove && !isShortBelow) return null;
    const heightOf = this.heightIn(rows);
    const index = rowAt(view.top - list.getBoundingClientRect().top, rows.length, heightOf);
    const reach = { above: view.height * ahead, below: view.height * (ahead + 1.5) };
    return bandAround(index, rows.length, heightOf, reach);
  }
}
