/** What of `window.history` is needed: an entry for each overlay that is open. */
export interface EntryHistory {
  readonly state: unknown;
  pushState(state: unknown, unused: string): void;
  go(delta: number): void;
}

type Close = () => void;

function depthIn(state: unknown): number {
  const depth = typeof state === 'object' && state !== null && 'overlays' in state ? state.overlays : 0;
  return typeof depth === 'number' ? depth : 0;
}

/**
 * Gives each open overlay (dialog, picture, menu) an entry in the browser's history, so that Back closes it and leaves the
 * page where it is. An overlay that is closed in another way takes its entry along.
 *
 * `go` comes into effect later, and what is pushed until then would be lost: there is one movement at a time, and what is
 * opened, closed or asked for meanwhile waits for it.
 */
export class OverlayHistory {
  readonly #history: EntryHistory;
  readonly #later: (work: () => void) => void;
  /** The overlays that are open, the topmost last. */
  #open: readonly Close[] = [];
  /** Entries of overlays up to the current one. */
  #entries: number;
  #isMoving = false;
  #isDue = false;
  #waiting: (() => void)[] = [];

  /** `later`: runs its work once all that changes together has changed. */
  constructor(history: EntryHistory, later: (work: () => void) => void) {
    this.#history = history;
    this.#later = later;
    this.#entries = depthIn(history.state);
    // A page that is loaded again has no overlay any more.
    this.#scheduleSync();
  }

  /** Tells of an overlay that was opened; what it returns tells that it is closed. */
  add(close: Close): () => void {
    const own = () => close();
    this.#open = [...this.#open, own];
    this.#scheduleSync();
    return () => {
      this.#open = this.#open.filter((one) => one !== own);
      this.#scheduleSync();
    };
  }

  /**
   * Goes to another place of the app by `navigate`. Where an overlay's entry is the current one, the place takes that entry;
   * otherwise Back would come to an overlay that is not there any more.
   */
  leave(navigate: (replaces: boolean) => void): void {
    if (this.#isMoving) {
      this.#waiting.push(() => this.leave(navigate));
      return;
    }
    if (this.#entries > 1) {
      // The place can take one entry, and Back would come to the others: it begins below them all.
      this.#isMoving = true;
      this.#waiting.push(() => this.leave(navigate));
      this.#history.go(-this.#entries);
      return;
    }
    const replaces = this.#entries > 0;
    if (replaces) this.#entries -= 1;
    navigate(replaces);
    this.#scheduleSync();
  }

  /** The browser has gone to an entry. */
  moved(): void {
    const depth = depthIn(this.#history.state);
    const isOwn = this.#isMoving;
    this.#isMoving = false;
    this.#entries = depth;
    if (!isOwn) this.#closeAbove(depth);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const work of waiting) work();
    this.#scheduleSync();
  }

  /** The topmost first. They are out of the way at once, as their parts of the page may go a little later. */
  #closeAbove(depth: number): void {
    const above = this.#open.slice(depth).toReversed();
    this.#open = this.#open.slice(0, depth);
    for (const close of above) close();
  }

  #scheduleSync(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    // One overlay may give way to the next: they share an entry.
    this.#later(() => {
      this.#isDue = false;
      this.#syncEntries();
    });
  }

  #syncEntries(): void {
    if (this.#isMoving) return;
    while (this.#entries < this.#open.length) {
      this.#entries += 1;
      const { state } = this.#history;
      // With what the router keeps in it: to the router it is the entry below.
      this.#history.pushState({ ...(state as object | null), overlays: this.#entries }, '');
    }
    if (this.#entries === this.#open.length) return;
    this.#isMoving = true;
    this.#history.go(this.#open.length - this.#entries);
  }
}
