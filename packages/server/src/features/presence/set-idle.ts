import type { CommandInput } from '@tieline/protocol';
import type { LiveSession } from '../../delivery/live-session.ts';
import { loadSeatLock, writeIdle } from '../../store/attachments.ts';
import { loadSeat } from '../../store/load-seats.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/** A window of a device went idle or woke up. */
export async function setIdle(
  context: Context,
  actor: Actor,
  socket: LiveSession,
  input: CommandInput<'set-idle'>,
): Promise<Answer<object>> {
  context.liveSessions.setIdle(socket, input.idle);
  return settleIdle(context, actor);
}

/**
 * Notes whether the device is idle, which takes all its windows. Away needs every device of the seat idle, and ends
 * at the first activity (PRES-7).
 */
export async function settleIdle(context: Context, actor: Actor): Promise<Answer<object>> {
  return context.seatLocks.run(actor.seat, async () => {
    const change = await context.store.transaction(actor.tenant, async (db) => {
      await loadSeatLock(db, [actor.seat], 'update');
      const before = await loadSeat(db, actor.seat);
      // Asked under the lock: the last window may have gone meanwhile, and then the device stays as it was.
      if (context.liveSessions.countOf(actor.session) > 0) {
        await writeIdle(db, actor.session, context.node, context.liveSessions.isIdle(actor.session));
      }
      const after = await loadSeat(db, actor.seat);
      return before && after && { before: before.presence, after: after.presence };
    });
    if (!change) return no('not-found');
    context.delivery.deliverPresence(actor.tenant, actor.seat, change.before, change.after);
    return yes({});
  });
}
