import { rostersOf, statusChoices } from '@tieline/domain';
import type { SelfView } from '@tieline/protocol';
import { loadReader } from '../../store/load-reader.ts';
import { loadSeat, type SeatRecord } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/** Who the session is, where, and what exists for it. `known`: the seat, where it was loaded a moment ago. */
export async function loadSelf(
  context: Context,
  actor: Actor,
  known: SeatRecord | null = null,
): Promise<Answer<SelfView>> {
  return context.store.read(actor.tenant, async (db) => {
    const tenant = await loadTenant(db);
    const seat = known ?? (await loadSeat(db, actor.seat));
    const reader = await loadReader(db, actor.seat);
    if (!seat) return no('not-found');
    return yes({
      seat: seat.facts.seat,
      kind: seat.facts.kind,
      surface: actor.surface,
      name: seat.name,
      email: actor.email,
      title: seat.title,
      supervisor: seat.facts.supervisor,
      administrator: actor.administrator,
      session: actor.session,
      company: {
        slug: tenant.slug,
        name: tenant.name,
        mode: tenant.facts.mode,
        release: tenant.facts.release,
      },
      status: seat.presence.status,
      statusSince: seat.presence.statusSince,
      statusChoices: [...statusChoices(seat.facts.kind)],
      rosters: [...rostersOf(tenant.facts, seat.facts)],
      hasArchive: reader.archiveOf !== null,
    });
  });
}
