import type { CommandInput, CommandResult, Roster, SeatId } from '@tieline/protocol';
import { inBackground, isRetryable } from '../connection/fault.ts';
import { backOff, type Timing } from '../timing.ts';
import { watchedEntries } from '../connection/wire.ts';

interface Watched {
  readonly roster: Roster;
  readonly seat: SeatId;
}

export interface PresenceWatchOptions {
  readonly timing: Timing;
  readonly submit: (input: CommandInput<'watch-presence'>) => Promise<CommandResult<'watch-presence'>>;
  /** How all watched entries look now. */
  readonly onSnapshot: (entries: CommandResult<'watch-presence'>['entries']) => void;
}

export const presenceKey = ({ roster, seat }: Watched) => `${roster}:${seat}`;

/** The entries whose presence is heard of. Each counts how many views look at it; one command names them all. */
export class PresenceWatch {
  readonly #options: PresenceWatchOptions;
  readonly #counts = new Map<string, { readonly entry: Watched; views: number }>();
  #isOpen = false;
  /** The set that the server has, as one text; empty where it has to be sent again. */
  #sentSet = '';
  #isSending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(options: PresenceWatchOptions) {
    this.#options = options;
  }

  /** Returns the way to stop. */
  watch(entries: readonly Watched[]): () => void {
    for (const entry of entries) this.#add(entry);
    this.#schedule();
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      for (const entry of entries) this.#remove(entry);
      this.#schedule();
    };
  }

  /** Sends the set again: a new line does not have it. */
  renew(): void {
    this.#isOpen = true;
    this.#sentSet = '';
    if (this.#counts.size === 0) this.#options.onSnapshot([]);
    else this.#schedule();
  }

  suspend(): void {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #add(entry: Watched) {
    const { roster, seat } = entry;
    const key = presenceKey(entry);
    const views = this.#counts.get(key)?.views ?? 0;
    // Moved to the end: of more entries than the server takes, the last ones are sent.
    this.#counts.delete(key);
    this.#counts.set(key, { entry: { roster, seat }, views: views + 1 });
  }

  #remove(entry: Watched) {
    const key = presenceKey(entry);
    const count = this.#counts.get(key);
    if (count === undefined) return;
    count.views -= 1;
    if (count.views === 0) this.#counts.delete(key);
  }

  #schedule(delay = 0) {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      inBackground(this.#send());
    }, delay);
  }

  async #send() {
    const keys = [...this.#counts.keys()].slice(-watchedEntries);
    const set = keys.toSorted().join(' ');
    if (!this.#isOpen || this.#isSending || set === this.#sentSet) return;
    const entries = keys.flatMap((key) => this.#counts.get(key)?.entry ?? []);
    this.#isSending = true;
    this.#sentSet = set;
    try {
      this.#options.onSnapshot((await this.#options.submit({ entries })).entries);
      this.#failures = 0;
    } catch (fault) {
      this.#sentSet = '';
      if (isRetryable(fault) && this.#isOpen) this.#schedule(backOff(this.#options.timing, this.#failures++));
      throw fault;
    } finally {
      this.#isSending = false;
    }
    // The set may have changed meanwhile.
    this.#schedule();
  }
}
