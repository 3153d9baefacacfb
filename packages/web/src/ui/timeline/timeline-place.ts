import { keyOf } from '../keyboard/keys.ts';
import { viewOf } from './timeline-view.ts';

/** What the view keeps to while rows come and sizes change: the newest message, the unread line, or the rows in view. */
export type Hold = 'newest' | 'unread' | 'rows';

interface Anchor {
  readonly key: string;
  /** From the top of all rows, which scrolling does not change. */
  readonly offset: number;
}

/** A row of the list, in the order of the page. */
export interface PlacedRow {
  readonly key: string;
  readonly element: Element;
}

/** A browser may go on for so long after the wheel has turned. */
const gestureMs = 300;
/** So close to the end, in pixels, a message that comes is followed. */
const followSlack = 60;
const endSlack = 2;
/** What is left of the messages before the unread line. */
const aboveLine = 80;

const upKeys = new Set(['PageUp', 'ArrowUp', 'Home']);
const downKeys = new Set(['PageDown', 'ArrowDown', 'End', ' ']);

/** Where a timeline stands, through everything that changes its size. Only its reader moves it. */
export class TimelinePlace {
  #hold: Hold;
  #scroller: HTMLElement | null = null;
  #anchor: Anchor | null = null;
  #top = 0;
  #height = 0;
  #room = 0;
  #hasAfter = false;
  #movedUpAt = -Infinity;

  constructor(hold: Hold) {
    this.#hold = hold;
  }

  get hold(): Hold {
    return this.#hold;
  }

  holdTo(hold: Hold): void {
    this.#hold = hold;
  }

  /** Listens to its reader from now on; returns the way to stop. */
  attach(scroller: HTMLElement): () => void {
    this.#scroller = scroller;
    this.#anchor = null;
    this.#top = this.#height = this.#room = 0;
    const onWheel = ({ deltaY }: WheelEvent) => this.#onGesture(deltaY < 0);
    const onTouch = () => this.#onGesture(true);
    const onKey = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (key === null) return;
      if (upKeys.has(key) || downKeys.has(key)) this.#onGesture(upKeys.has(key));
    };
    // On the bar itself; a press on a message moves nothing.
    const onPress = ({ target }: PointerEvent) => target === scroller && this.#onGesture(true);
    scroller.addEventListener('wheel', onWheel, { passive: true });
    scroller.addEventListener('touchmove', onTouch, { passive: true });
    scroller.addEventListener('keydown', onKey);
    scroller.addEventListener('pointerdown', onPress);
    return () => {
      scroller.removeEventListener('wheel', onWheel);
      scroller.removeEventListener('touchmove', onTouch);
      scroller.removeEventListener('keydown', onKey);
      scroller.removeEventListener('pointerdown', onPress);
      this.#scroller = null;
    };
  }

  #onGesture(isUp: boolean): void {
    if (isUp) this.#movedUpAt = performance.now();
    if (isUp || this.#hold === 'unread') this.#hold = 'rows';
  }

  /** A message came at the end: it is followed from the end, by whoever looks at it. */
  follow(isLookedAt: boolean): void {
    const atEnd = this.#isAtEnd(followSlack);
    if (this.#hold === 'rows' && atEnd && this.#isAtRest()) this.#hold = 'newest';
    if (this.#hold === 'unread' && atEnd && isLookedAt) this.#hold = 'newest';
  }

  /** The view was scrolled, by its reader or by {@link keep}. */
  scrolled(rows: readonly PlacedRow[]): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const moved = scroller.scrollTop - this.#top;
    // No gesture tells of a search in the page, of a selection that is drawn, or of a screen reader.
    if (this.#isMoved(scroller)) this.#hold = 'rows';
    this.#note(rows);
    if (moved > 0 && this.#isAtEnd(endSlack) && this.#hold === 'rows') this.#hold = 'newest';
  }

  /** Sizes or rows have changed: what is held on to goes back to its place, before anything is painted. */
  keep(rows: readonly PlacedRow[], unreadKey: string | null, hasAfter: boolean): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    // What comes into view with the focus renders before the browser tells of the scrolling.
    if (this.#isMoved(scroller)) this.scrolled(rows);
    if (this.#hold === 'rows' && this.#isAtEnd(endSlack) && this.#isAtRest()) this.#hold = 'newest';
    this.#hasAfter = hasAfter;
    if (this.#hold === 'newest') scroller.scrollTop = scroller.scrollHeight;
    else if (this.#hold === 'unread') this.#showLine(scroller, rows, unreadKey);
    else this.#keepRows(scroller, rows);
    this.#note(rows);
  }

  /** Whether it was scrolled since the last look, and not by a change of sizes. */
  #isMoved({ scrollTop, scrollHeight, clientHeight }: HTMLElement): boolean {
    const isSame = scrollHeight === this.#height && clientHeight === this.#room;
    return isSame && Math.abs(scrollTop - this.#top) > endSlack;
  }

  #showLine(scroller: HTMLElement, rows: readonly PlacedRow[], unreadKey: string | null) {
    const row = rows.find(({ key }) => key === unreadKey);
    if (!row) return;
    const off = row.element.getBoundingClientRect().top - viewOf(scroller).top - aboveLine;
    if (Math.abs(off) >= 1) scroller.scrollTop += off;
  }

  /** Most browsers do this by themselves, without a jolt while somebody scrolls; else it is done here. */
  #keepRows(scroller: HTMLElement, rows: readonly PlacedRow[]) {
    const anchor = this.#anchor;
    const row = rows.find(({ key }) => key === anchor?.key);
    if (!anchor || !row || Math.abs(scroller.scrollTop - this.#top) >= 1) return;
    const moved = offsetOf(row.element, scroller) - anchor.offset;
    if (Math.abs(moved) >= 1) scroller.scrollTop += moved;
  }

  #note(rows: readonly PlacedRow[]): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    this.#top = scroller.scrollTop;
    this.#height = scroller.scrollHeight;
    this.#room = scroller.clientHeight;
    const { top } = scroller.getBoundingClientRect();
    const first = rows.find(({ element }) => element.getBoundingClientRect().bottom > top);
    this.#anchor = first ? { key: first.key, offset: offsetOf(first.element, scroller) } : null;
  }

  #isAtEnd(slack: number): boolean {
    return !this.#hasAfter && this.#height - this.#room - this.#top <= slack;
  }

  #isAtRest(): boolean {
    return performance.now() - this.#movedUpAt > gestureMs;
  }
}

function offsetOf(element: Element, scroller: Element): number {
  return element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
}
