import { vi } from 'vitest';

interface Due {
  readonly at: number;
  readonly number: number;
  readonly work: () => void;
  readonly every: number | null;
}

/** Timers and the clock of a test, which pass only when they are told to, a thousand times faster than real ones. */
export class VirtualTime {
  now = Date.parse('2027-01-01T00:00:00.000Z');
  readonly #due = new Map<number, Due>();
  #last = 0;

  install(): void {
    vi.stubGlobal('setTimeout', (work: () => void, delay = 0) => this.#add(work, delay, null));
    vi.stubGlobal('setInterval', (work: () => void, delay = 0) => this.#add(work, delay, delay));
    vi.stubGlobal('clearTimeout', (number: number) => void this.#due.delete(number));
    vi.stubGlobal('clearInterval', (number: number) => void this.#due.delete(number));
    vi.spyOn(Date, 'now').mockImplementation(() => this.now);
  }

  /** Lets time pass, with everything that happens in it. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.now + milliseconds;
    await this.settle();
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.now = Math.max(this.now, next.at);
      this.#due.delete(next.number);
      if (next.every !== null) this.#due.set(next.number, { ...next, at: this.now + next.every });
      next.work();
      await this.settle();
    }
    this.now = until;
  }

  /** Everything that waits for nothing but its turn. */
  async settle(): Promise<void> {
    await new Promise(setImmediate);
  }

  #add(work: () => void, delay: number, every: number | null): number {
    const number = ++this.#last;
    this.#due.set(number, { at: this.now + delay, number, work, every });
    return number;
  }

  #next(until: number): Due | undefined {
    let first: Due | undefined;
    for (const due of this.#due.values()) {
      const isSooner = first === undefined || due.at < first.at;
      if (due.at <= until && (isSooner || (due.at === first?.at && due.number < first.number))) first = due;
    }
    return first;
  }
}

/** Chance that comes out the same for the same seed. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
