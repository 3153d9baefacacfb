import { rostersOf, statusChoices } from '@tieline/domain';
import type { SeatId, SelfView } from '@tieline/protocol';
import { loadReader } from '../../store/load-reader.ts';
import { loadSeat, type SeatRecord } from '../../store/load-seats.ts';
import { loadTenant, type TenantRecord } from '../../store/load-tenant.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/** Who the session is, where, and what exists for it. */
export async function loadSelf(context: Context, actor: Actor): Promise<Answer<SelfView>> {
  return context.store.read(actor.tenant, async (db) => {
    const [tenant, seat, { archiveOf }] = await Promise.all([
      loadTenant(db),
      loadSeat(db, actor.seat),
      loadReader(db, actor.seat),
    ]);
    return seat ? yes(selfView(context, actor, { tenant, seat, archiveOf })) : no('not-found');
  });
}

export interface SelfRecord {
  readonly tenant: TenantRecord;
  readonly seat: SeatRecord;
  readonly archiveOf: SeatId | null;
}

/** The same of what is loaded already. */
export function selfView(
  { files }: Context,
  actor: Actor,
  { tenant, seat, archiveOf }: SelfRecord,
): SelfView {
  return {
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
    hasArchive: archiveOf !== null,
    files: { largest: tenant.largestFile, scanned: actor.administrator ? files.isScanned : null },
  };
}
