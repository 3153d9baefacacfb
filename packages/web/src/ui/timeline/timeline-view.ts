import type { RowInView } from './timeline-sightings.ts';

/** From top to bottom, in pixels of the page. */
interface Extent {
  readonly top: number;
  readonly bottom: number;
}

/** Looked for along a row: where it is seen in turn, nothing of it was left out. */
const shares = [0, 0.25, 0.5, 0.75, 1];
/** A row of more than this share of the view is as tall as the view. */
const tallShare = 0.75;
/** Edges of pixels are no reason to call a row hidden. */
const slack = 2;

/** Where on the page the timeline can be seen: a phone's keyboard, or zooming in, takes some of it away. */
export function viewOf(scroller: Element): Extent {
  const { top, bottom } = scroller.getBoundingClientRect();
  const visual = window.visualViewport;
  if (!visual) return { top, bottom };
  return {
    top: Math.max(top, visual.offsetTop),
    bottom: Math.min(bottom, visual.offsetTop + visual.height),
  };
}

export interface MeasuredRow extends Extent {
  readonly seq: number;
  readonly element: Element;
}

/** The stored messages that are rendered, in order. */
export function measureRows(scroller: Element): MeasuredRow[] {
  return [...scroller.querySelectorAll<HTMLElement>('[data-seq]')].map((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return { seq: Number(element.dataset['seq']), element, top, bottom };
  });
}

export const isBeside = (row: Extent, view: Extent) => row.bottom <= view.top || row.top >= view.bottom;

/** Whether a dialog, a picture or a menu lies over what shows of the row. */
function isCovered({ element, top, bottom }: MeasuredRow, view: Extent): boolean {
  const { left, width } = element.getBoundingClientRect();
  const middle = (Math.max(top, view.top) + Math.min(bottom, view.bottom)) / 2;
  const hit = document.elementFromPoint(left + width / 3, middle);
  const frame = element.closest('[data-timeline]');
  return hit === null || frame === null || !frame.contains(hit);
}

export const isTall = (row: Extent, view: Extent) =>
  row.bottom - row.top > tallShare * (view.bottom - view.top);

/** What is in view of a row, or null where nothing is. */
export function rowInView(row: MeasuredRow, view: Extent): RowInView | null {
  if (isBeside(row, view) || isCovered(row, view)) return null;
  const points = shares.map((share) => {
    const point = row.top + share * (row.bottom - row.top);
    return point >= view.top - slack && point <= view.bottom + slack;
  });
  return { seq: row.seq, points, isTall: isTall(row, view) };
}
