import { describe, expect, it, vi } from 'vitest';
import { type EntryHistory, OverlayHistory } from './overlay-history.ts';

interface Entry {
  readonly page: string;
  readonly state: unknown;
}

/** A browser's history: what `go` asks for happens later, and what is pushed meanwhile counts. */
class FakeBrowser implements EntryHistory {
  #entries: Entry[];
  #at = 0;
  #moves: number[] = [];
  #work: (() => void)[] = [];
  readonly overlays: OverlayHistory;

  constructor(entries: readonly Entry[] = [{ page: 'chat', state: { idx: 0 } }]) {
    this.#entries = [...entries];
    this.#at = entries.length - 1;
    this.overlays = new OverlayHistory(this, (work) => this.#work.push(work));
  }

  get state(): unknown {
    return this.#entries[this.#at]?.state;
  }

  get page(): string | undefined {
    return this.#entries[this.#at]?.page;
  }

  /** The pages in order, the current one in brackets, overlays with a star. */
  get shown(): string {
    const name = ({ page, state }: Entry, index: number) => {
      const text = page + ('overlays' in (state as object) ? '*' : '');
      return index === this.#at ? `[${text}]` : text;
    };
    return this.#entries.map(name).join(' ');
  }

  #put(entry: Entry, replaces: boolean): void {
    if (replaces) this.#entries = this.#entries.with(this.#at, entry);
    else this.#entries = [...this.#entries.slice(0, (this.#at += 1)), entry];
  }

  pushState(state: unknown): void {
    this.#put({ page: this.page ?? '', state }, false);
  }

  go(delta: number): void {
    this.#moves.push(delta);
  }

  /** As the router goes to a page. */
  navigate(page: string): void {
    this.overlays.leave((replaces) => this.#put({ page, state: { idx: 1 } }, replaces));
  }

  /** Back or Forward of the browser. */
  press(delta: number): void {
    this.go(delta);
    this.settle();
  }

  /** What was put off, as far as the browser itself has nothing to do. */
  work(): void {
    for (const work of this.#work.splice(0)) work();
  }

  settle(): void {
    for (let round = 0; round < 20 && this.#work.length + this.#moves.length > 0; round += 1) {
      this.work();
      const delta = this.#moves.shift();
      if (delta === undefined) continue;
      this.#at += delta;
      this.overlays.moved();
    }
  }
}

/** Opens an overlay; `close` closes it from within the page. */
function openIn(browser: FakeBrowser) {
  const onClose = vi.fn<() => void>(() => close());
  const close: () => void = browser.overlays.add(onClose);
  return { onClose, close };
}

describe('an overlay and the history', () => {
  it('Back closes what is open and stays on the page; the next Back leaves it', () => {
    const browser = new FakeBrowser([
      { page: 'list', state: {} },
      { page: 'chat', state: {} },
    ]);
    const { onClose } = openIn(browser);
    browser.settle();
    expect(browser.shown).toBe('list chat [chat*]');
    browser.press(-1);
    expect(onClose).toHaveBeenCalledTimes(1);
    expect(browser.page).toBe('chat');
    browser.press(-1);
    expect(browser.page).toBe('list');
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('what is closed in the page takes its entry along, and nobody is told to close it', () => {
    const browser = new FakeBrowser();
    const { onClose, close } = openIn(browser);
    browser.settle();
    close();
    browser.settle();
    expect(browser.shown).toBe('[chat] chat*');
    expect(onClose).not.toHaveBeenCalled();
  });

  it('one that gives way to another keeps the entry', () => {
    const browser = new FakeBrowser();
    const menu = openIn(browser);
    browser.settle();
    menu.close();
    const dialog = openIn(browser);
    browser.settle();
    expect(browser.shown).toBe('chat [chat*]');
    browser.press(-1);
    expect(dialog.onClose).toHaveBeenCalledTimes(1);
    expect(browser.page).toBe('chat');
  });

  it('one above another: each Back closes the upper one', () => {
    const browser = new FakeBrowser();
    const lower = openIn(browser);
    browser.settle();
    const upper = openIn(browser);
    browser.settle();
    browser.press(-1);
    expect([lower.onClose.mock.calls.length, upper.onClose.mock.calls.length]).toEqual([0, 1]);
    browser.press(-1);
    expect([lower.onClose.mock.calls.length, upper.onClose.mock.calls.length]).toEqual([1, 1]);
    expect(browser.shown).toBe('[chat] chat* chat*');
  });

  it('opened again before the browser has gone back, it stays open', () => {
    const browser = new FakeBrowser();
    const first = openIn(browser);
    browser.settle();
    first.close();
    const second = openIn(browser);
    const third = openIn(browser);
    third.close();
    browser.settle();
    expect(second.onClose).not.toHaveBeenCalled();
    expect(browser.shown).toBe('chat [chat*]');
  });

  it('a page that is gone to from within takes the place of the entry', () => {
    const browser = new FakeBrowser();
    const { close } = openIn(browser);
    browser.settle();
    browser.navigate('other');
    close();
    browser.settle();
    expect(browser.shown).toBe('chat [other]');
  });

  it('a page that is gone to while the browser goes back is reached, and Back leads where one was', () => {
    const browser = new FakeBrowser();
    const { close } = openIn(browser);
    browser.settle();
    close();
    browser.work();
    // The browser has been told to go back, and has not gone yet.
    browser.navigate('other');
    expect(browser.page).toBe('chat');
    browser.settle();
    expect(browser.shown).toBe('chat [other]');
    browser.press(-1);
    expect(browser.page).toBe('chat');
  });

  it('a page that is gone to from above two of them is reached, and takes the place of both', () => {
    const browser = new FakeBrowser();
    const picture = openIn(browser);
    const switcher = openIn(browser);
    browser.settle();
    expect(browser.shown).toBe('chat chat* [chat*]');
    browser.navigate('other');
    switcher.close();
    picture.close();
    browser.settle();
    expect(browser.shown).toBe('chat [other]');
    expect(picture.onClose).not.toHaveBeenCalled();
    browser.press(-1);
    expect(browser.page).toBe('chat');
  });

  it('what stays open above another page has an entry there', () => {
    const browser = new FakeBrowser();
    const { onClose } = openIn(browser);
    browser.settle();
    browser.navigate('other');
    browser.settle();
    expect(browser.shown).toBe('chat other [other*]');
    browser.press(-1);
    expect(onClose).toHaveBeenCalledTimes(1);
    expect(browser.page).toBe('other');
  });

  it('Forward to what is closed comes back by itself', () => {
    const browser = new FakeBrowser();
    openIn(browser);
    browser.settle();
    browser.press(-1);
    browser.press(1);
    expect(browser.shown).toBe('[chat] chat*');
  });

  it('a page that is loaded again below a dialog is left by one Back', () => {
    const browser = new FakeBrowser([
      { page: 'list', state: {} },
      { page: 'chat', state: {} },
      { page: 'chat', state: { overlays: 1 } },
    ]);
    browser.settle();
    expect(browser.shown).toBe('list [chat] chat*');
    browser.press(-1);
    expect(browser.page).toBe('list');
  });

  it('keeps what the router has written into the entry', () => {
    const browser = new FakeBrowser([{ page: 'chat', state: { idx: 7, key: 'abc' } }]);
    openIn(browser);
    browser.settle();
    expect(browser.state).toEqual({ idx: 7, key: 'abc', overlays: 1 });
  });
});
