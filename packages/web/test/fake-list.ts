interface Row {
  readonly key: string;
  readonly height: number;
  /** Of a stored message. */
  readonly seq?: number;
}

/** Where the view begins on the page, in pixels. */
const pageTop = 100;

/** A list of rows in a view of so many pixels, laid out by their heights: the test documents lay out nothing. */
export class FakeList {
  readonly scroller = document.createElement('div');
  readonly list = document.createElement('div');
  room: number;
  #rows: readonly (Row & { readonly element: HTMLElement })[] = [];
  #top = 0;

  constructor(room: number, rows: readonly Row[] = []) {
    this.room = room;
    this.scroller.dataset['timeline'] = '';
    this.scroller.append(this.list);
    document.body.append(this.scroller);
    Object.defineProperties(this.scroller, {
      clientHeight: { get: () => this.room },
      scrollHeight: { get: () => this.height },
      scrollTop: {
        get: () => this.#clamp(this.#top),
        set: (top: number) => {
          this.#top = this.#clamp(top);
        },
      },
    });
    this.#place(this.scroller, () => ({ top: pageTop, height: this.room }));
    this.#place(this.list, () => ({ top: this.#offset(0), height: this.height }));
    this.show(rows);
  }

  get height(): number {
    return this.#rows.reduce((sum, row) => sum + row.height, 0);
  }

  /** The rows as the layout and the place of a timeline take them. */
  get placed() {
    return this.#rows.map(({ key, element }) => ({ key, element }));
  }

  /** Puts these rows on the page; one that was there stays the element that it is. */
  show(rows: readonly Row[]): void {
    this.#rows = rows.map((row) => ({ ...row, element: this.#elementOf(row) }));
    for (const [index, { element, height }] of this.#rows.entries())
      this.#place(element, () => ({ top: this.#offset(index), height }));
    this.list.replaceChildren(...this.#rows.map(({ element }) => element));
  }

  /** Somebody scrolls: the browser tells of it afterwards. */
  scrollTo(top: number): void {
    this.scroller.scrollTop = top;
  }

  /** So far below the upper end of the view a row begins. */
  offsetOf(key: string): number {
    const row = this.#rows.find((one) => one.key === key);
    if (!row) throw new Error(`no row ${key}`);
    return row.element.getBoundingClientRect().top - pageTop;
  }

  #elementOf({ key, seq }: Row): HTMLElement {
    const existing = this.#rows.find((row) => row.key === key)?.element;
    if (existing) return existing;
    const element = document.createElement('div');
    element.dataset['row'] = key;
    if (seq !== undefined) element.dataset['seq'] = String(seq);
    return element;
  }

  #offset(index: number): number {
    const above = this.#rows.slice(0, index).reduce((sum, row) => sum + row.height, 0);
    return pageTop + above - this.scroller.scrollTop;
  }

  #clamp(top: number): number {
    return Math.max(0, Math.min(top, this.height - this.room));
  }

  #place(element: HTMLElement, extent: () => { top: number; height: number }): void {
    element.getBoundingClientRect = () => {
      const { top, height } = extent();
      return new DOMRect(0, top, 300, height);
    };
  }
}

/** Rows of one height, of the messages from the first to the last place. */
export const messageRows = (first: number, last: number, height = 50): Row[] =>
  Array.from({ length: last - first + 1 }, (_, place) => ({
    key: `row ${first + place}`,
    height,
    seq: first + place,
  }));
