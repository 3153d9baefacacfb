import { decideStatus } from '@tieline/domain';
import type { CommandInput } from '@tieline/protocol';
import { loadSeatLock } from '../../store/attachments.ts';
import { loadSeat } from '../../store/load-seats.ts';
import { writeStatus } from '../../store/write-status.ts';
import { type Answer, no, refused, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/** Sets the status of the own seat, on all its devices at once (PRES-7). */
export async function setStatus(
  context: Context,
  actor: Actor,
  input: CommandInput<'set-status'>,
): Promise<Answer<object>> {
  const decision = decideStatus(actor.kind, input.status);
  if (!decision.allowed) return refused(decision);
  return context.seatLocks.run(actor.seat, async () => {
    const change = await context.store.transaction(actor.tenant, async (db) => {
      await loadSeatLock(db, [actor.seat], 'update');
      const before = await loadSeat(db, actor.seat);
      const since = await writeStatus(db, actor.seat, input.status);
      const after = await loadSeat(db, actor.seat);
      return before && after && { before: before.presence, after: after.presence, since };
    });
    if (!change) return no('not-found');
    context.delivery.deliverSelf(actor.tenant, actor.seat, input.status, change.since);
    context.delivery.deliverPresence(actor.tenant, actor.seat, change.before, change.after);
    return yes({});
  });
}
