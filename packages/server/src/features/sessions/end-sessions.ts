import type { SeatId, SessionId, TenantId } from '@tieline/protocol';
import { writeSessionEnd } from '../../store/attachments.ts';
import { loadDevices } from '../../store/sessions.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { changeSeat, deliverSessionsEnd, type EndReason } from './settle-seat.ts';

/** Ends one session of a seat at once, without a grace time, and closes its sockets. */
async function endSession(
  context: Context,
  tenant: TenantId,
  seat: SeatId,
  session: SessionId,
  reason: EndReason,
): Promise<void> {
  await changeSeat(
    context,
    tenant,
    seat,
    async (db) => {
      await writeSessionEnd(db, seat, session);
      return null;
    },
    () => deliverSessionsEnd(context, tenant, [{ session, seat }], reason),
  );
}

/** Logs this device out. */
export async function logOut(context: Context, actor: Actor): Promise<Answer<{ done: true }>> {
  await endSession(context, actor.tenant, actor.seat, actor.session, 'logged-out');
  return yes({ done: true });
}

/** Signs out one of the person's own devices, of either side. */
export async function revokeSession(
  context: Context,
  actor: Actor,
  input: { readonly session: SessionId },
): Promise<Answer<{ done: true }>> {
  const devices = await context.store.read(actor.tenant, (db) => loadDevices(db, actor.person));
  const device = devices.find((one) => one.session === input.session);
  if (!device) return no('not-found');
  await endSession(context, actor.tenant, device.seat, device.session, 'revoked');
  return yes({ done: true });
}
