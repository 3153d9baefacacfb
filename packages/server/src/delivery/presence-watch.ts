import { decidePresenceChange } from '@tieline/domain';
import type { EventOf, Roster, SeatId, TenantId } from '@tieline/protocol';
import type { Bus } from '../bus/bus.ts';
import { createHeldFrames, type HeldFrames } from './held-frames.ts';
import type { LiveSession } from './live-session.ts';
import { type PresenceHint, presenceSubject } from './subjects.ts';

export interface WatchedEntry {
  readonly roster: Roster;
  readonly seat: SeatId;
}

/**
 * Who on this node watches whom (PRES-9). A change costs one decision for each roster that it is watched on and
 * one push for each watcher; an entry that nobody watches costs nothing.
 */
export interface PresenceWatch {
  /** Replaces what a socket watches; an empty list ends it. The caller has checked that the rosters hold the entries. */
  set(session: LiveSession, entries: readonly WatchedEntry[]): void;
  /**
   * Until it is let go of, a socket hears of no change: what it is being told of a moment must not come after a
   * change that is newer.
   */
  hold(session: LiveSession): () => void;
  /** What the sockets of a tenant watch at the moment. */
  watchesIn(tenant: TenantId): readonly Watch[];
  /** Leaves `still` of what a socket watches, unless it has said meanwhile that it watches something else. */
  narrow(session: LiveSession, before: readonly WatchedEntry[], still: readonly WatchedEntry[]): void;
  /** The socket is gone: it watches nothing, and a watch of it that is under way comes too late. */
  end(session: LiveSession): void;
}

interface Watch {
  readonly session: LiveSession;
  readonly entries: readonly WatchedEntry[];
}

interface SeatWatchers {
  readonly byRoster: Map<Roster, Set<LiveSession>>;
  readonly stop: () => void;
}

function tell(
  byRoster: ReadonlyMap<Roster, ReadonlySet<LiveSession>>,
  hint: PresenceHint,
  push: HeldFrames['push'],
): void {
  for (const [roster, sessions] of byRoster) {
    const change = decidePresenceChange(hint.before, hint.after, roster);
    if (change === null) continue;
    const event: EventOf<'presence'> = {
      on: 'presence',
      roster,
      seat: hint.seat,
      presence: { word: change.word, since: change.since },
    };
    const frame = JSON.stringify(event);
    for (const session of sessions) push(session, frame);
  }
}

export function createPresenceWatch(bus: Bus): PresenceWatch {
  const watchers = new Map<string, SeatWatchers>();
  const watched = new Map<LiveSession, readonly WatchedEntry[]>();
  const gone = new WeakSet<LiveSession>();
  const frames = createHeldFrames();

  function watch(session: LiveSession, entry: WatchedEntry): void {
    const subject = presenceSubject(session.tenant, entry.seat);
    let seat = watchers.get(subject);
    if (!seat) {
      const byRoster: SeatWatchers['byRoster'] = new Map();
      seat = { byRoster, stop: bus.subscribe(subject, (hint) => tell(byRoster, hint, frames.push)) };
      watchers.set(subject, seat);
    }
    seat.byRoster.set(entry.roster, (seat.byRoster.get(entry.roster) ?? new Set()).add(session));
  }

  function unwatch(session: LiveSession, entry: WatchedEntry): void {
    const subject = presenceSubject(session.tenant, entry.seat);
    const seat = watchers.get(subject);
    const sessions = seat?.byRoster.get(entry.roster);
    if (!seat || !sessions) return;
    sessions.delete(session);
    if (sessions.size === 0) seat.byRoster.delete(entry.roster);
    if (seat.byRoster.size > 0) return;
    seat.stop();
    watchers.delete(subject);
  }

  function set(session: LiveSession, entries: readonly WatchedEntry[]): void {
    if (gone.has(session)) return;
    for (const entry of watched.get(session) ?? []) unwatch(session, entry);
    for (const entry of entries) watch(session, entry);
    if (entries.length > 0) watched.set(session, entries);
    else watched.delete(session);
  }

  return {
    set,
    hold: frames.hold,
    watchesIn: (tenant) =>
      [...watched].flatMap(([session, entries]) => (session.tenant === tenant ? [{ session, entries }] : [])),
    narrow: (session, before, still) => {
      if (watched.get(session) === before) set(session, still);
    },
    end: (session) => {
      set(session, []);
      gone.add(session);
    },
  };
}
