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

/** The entries whose presence is heard of. Each counts how many views look at it; one command tells them all. */
export interface PresenceWatch {
  watch(entries: readonly Watched[]): () => void;
  /** Tells the set again: a new line knows nothing of it. */
  renew(): void;
  suspend(): void;
}

export const presenceKey = ({ roster, seat }: Watched) => `${roster}:${seat}`;

export function createPresenceWatch(options: PresenceWatchOptions): PresenceWatch {
  const counts = new Map<string, { readonly entry: Watched; views: number }>();
  let isOpen = false;
  let told = '';
  let telling = false;
  let tick: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function add(entry: Watched) {
    const { roster, seat } = entry;
    const held = counts.get(presenceKey(entry));
    // Laid in again, so that the newest stand last: they stay when there are more than the server takes.
    counts.delete(presenceKey(entry));
    counts.set(presenceKey(entry), { entry: { roster, seat }, views: (held?.views ?? 0) + 1 });
  }

  function remove(entry: Watched) {
    const held = counts.get(presenceKey(entry));
    if (held === undefined) return;
    held.views -= 1;
    if (held.views === 0) counts.delete(presenceKey(entry));
  }

  function soon(delay = 0) {
    tick ??= setTimeout(() => {
      tick = undefined;
      inBackground(tell());
    }, delay);
  }

  async function tell() {
    const keys = [...counts.keys()].slice(-watchedEntries);
    const wording = keys.toSorted().join(' ');
    if (!isOpen || telling || wording === told) return;
    const entries = keys.flatMap((key) => counts.get(key)?.entry ?? []);
    telling = true;
    told = wording;
    try {
      options.onSnapshot((await options.submit({ entries })).entries);
      failures = 0;
    } catch (fault) {
      told = '';
      if (isRetryable(fault) && isOpen) soon(backOff(options.timing, failures++));
      throw fault;
    } finally {
      telling = false;
    }
    // Views may have come and gone meanwhile.
    soon();
  }

  return {
    watch(entries) {
      entries.forEach(add);
      soon();
      let released = false;
      return () => {
        if (released) return;
        released = true;
        entries.forEach(remove);
        soon();
      };
    },
    renew() {
      isOpen = true;
      told = '';
      if (counts.size === 0) options.onSnapshot([]);
      else soon();
    },
    suspend() {
      isOpen = false;
      clearTimeout(tick);
      tick = undefined;
    },
  };
}
