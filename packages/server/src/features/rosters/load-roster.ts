import { decideRosterScope } from '@tieline/domain';
import { limits, type Roster, type RosterPage, type SeatId } from '@tieline/protocol';
import { loadRosterPage, loadSeat } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import { readCursor, writeCursor } from '../../views/cursor.ts';
import { entryView } from '../../views/entry-view.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { readAs } from '../read-as.ts';

export interface RosterInput {
  readonly roster: Roster;
  readonly search: string;
  readonly after: string | null;
  readonly limit: number | null;
}

/** A page of a roster as the reader sees it. A roster that does not exist for the reader is empty. */
export async function loadRoster(
  context: Context,
  actor: Actor,
  input: RosterInput,
): Promise<Answer<RosterPage>> {
  const after = readCursor(input.after);
  if (after === 'broken') return no('invalid', 'after: this is not a place that a page ended with');
  return readAs(context, actor, async (db) => {
    const tenant = await loadTenant(db);
    const viewer = await loadSeat(db, actor.seat);
    if (!viewer) return no('not-found');
    const limit = Math.min(input.limit ?? 100, limits.rosterPage);
    const found = await loadRosterPage(db, {
      viewer: viewer.facts,
      scope: decideRosterScope(tenant.facts, viewer.facts, input.roster),
      search: input.search,
      after: after && { name: after[0], seat: after[1] as SeatId },
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return yes({
      entries: page.map((entry) => entryView(tenant.facts, viewer, entry, input.roster)),
      next: found.length > limit && last ? writeCursor([last.name, last.facts.seat]) : null,
    });
  });
}
