import { rosterHolds } from '@tieline/domain';
import type { CommandInput, CommandResult, Roster, SeatId } from '@tieline/protocol';
import type { LiveSession } from '../../delivery/live-session.ts';
import type { WatchedEntry } from '../../delivery/presence-watch.ts';
import { loadSeats, type SeatRecord } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import { presenceView } from '../../views/entry-view.ts';
import { type Answer, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/**
 * From now on this socket hears of these entries, and of no others (PRES-9). An entry that the roster does not hold
 * for this reader is passed over without a word: to say so would tell that it exists.
 */
export async function watchPresence(
  context: Context,
  actor: Actor,
  socket: LiveSession,
  input: CommandInput<'watch-presence'>,
): Promise<Answer<CommandResult<'watch-presence'>>> {
  const first = await loadHeld(context, actor, input.entries);
  const letGo = context.presenceWatch.hold(socket);
  try {
    context.presenceWatch.set(socket, watchesOf(first));
    // Read again now that changes are heard: what changed between the two would be lost otherwise.
    const now = first.length === 0 ? [] : await loadHeld(context, actor, input.entries);
    if (now.length < first.length) context.presenceWatch.set(socket, watchesOf(now));
    return yes({
      entries: now.map(({ roster, seat }) => ({
        roster,
        seat: seat.facts.seat,
        presence: presenceView(seat, roster),
      })),
    });
  } finally {
    // The answer leaves before the next turn of the event loop.
    setImmediate(letGo);
  }
}

export function watchesOf(held: readonly HeldEntry[]): WatchedEntry[] {
  return held.map(({ roster, seat }) => ({ roster, seat: seat.facts.seat }));
}

interface HeldEntry {
  readonly roster: Roster;
  readonly seat: SeatRecord;
}

/** Those of the entries that the viewer's rosters hold, as they are now. */
export async function loadHeld(
  context: Context,
  actor: Pick<Actor, 'tenant' | 'seat'>,
  entries: readonly WatchedEntry[],
): Promise<HeldEntry[]> {
  if (entries.length === 0) return [];
  return context.store.read(actor.tenant, async (db) => {
    const tenant = await loadTenant(db);
    const ids: SeatId[] = [...new Set([actor.seat, ...entries.map((entry) => entry.seat)])];
    const seats = await loadSeats(db, ids);
    const viewer = seats.get(actor.seat);
    if (!viewer) return [];
    return entries.flatMap((entry) => {
      const seat = seats.get(entry.seat);
      return seat && rosterHolds(tenant.facts, viewer.facts, seat.facts, entry.roster)
        ? [{ roster: entry.roster, seat }]
        : [];
    });
  });
}
