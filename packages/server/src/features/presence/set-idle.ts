import type { CommandInput } from '@tieline/protocol';
import { loadSeatLock, writeIdle } from '../../store/attachments.ts';
import { loadSeat } from '../../store/load-seats.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/** A device went idle or woke up. Away needs every device of the seat idle, and ends at the first activity (PRES-7). */
export async function setIdle(
  context: Context,
  actor: Actor,
  input: CommandInput<'set-idle'>,
): Promise<Answer<object>> {
  const change = await context.store.transaction(actor.tenant, async (db) => {
    await loadSeatLock(db, [actor.seat], 'update');
    const before = await loadSeat(db, actor.seat);
    await writeIdle(db, actor.session, context.node, input.idle);
    const after = await loadSeat(db, actor.seat);
    return before && after && { before: before.presence, after: after.presence };
  });
  if (!change) return no('not-found');
  context.delivery.deliverPresence(actor.tenant, actor.seat, change.before, change.after);
  return yes({});
}
