import type { PersonId, SeatId, SessionId, TenantId } from '@tieline/protocol';
import { writeSessionsEnd } from '../../store/attachments.ts';
import { loadOtherSessions, loadSeatOfSession, loadSurplusSessions } from '../../store/sessions.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { changeSeat, type EndReason } from './settle-seat.ts';

/** Ends sessions of a seat at once, without a grace time, and closes their sockets. */
async function endSessions(
  context: Context,
  tenant: TenantId,
  { seat, sessions }: { readonly seat: SeatId; readonly sessions: readonly SessionId[] },
  reason: EndReason,
): Promise<void> {
  await changeSeat(
    context,
    tenant,
    seat,
    (db) => writeSessionsEnd(db, seat, sessions),
    () => context.delivery.deliverSessionEnd(tenant, seat, sessions, reason),
  );
}

/** Logs this device out. */
export async function logOut(context: Context, actor: Actor): Promise<Answer<{ done: true }>> {
  await endSessions(context, actor.tenant, { seat: actor.seat, sessions: [actor.session] }, 'logged-out');
  return yes({ done: true });
}

/** Signs out one of the person's own devices, of either side. */
export async function revokeSession(
  context: Context,
  actor: Actor,
  input: { readonly session: SessionId },
): Promise<Answer<{ done: true }>> {
  const { session } = input;
  const seat = await context.store.read(actor.tenant, (db) => loadSeatOfSession(db, actor.person, session));
  if (seat === null) return no('not-found');
  await endSessions(context, actor.tenant, { seat, sessions: [session] }, 'revoked');
  return yes({ done: true });
}

/** Signs out every device of the person but this one, of either side. */
export async function revokeOtherSessions(context: Context, actor: Actor): Promise<Answer<{ done: true }>> {
  const others = await context.store.read(actor.tenant, (db) =>
    loadOtherSessions(db, actor.person, actor.session),
  );
  for (const [seat, sessions] of others)
    await endSessions(context, actor.tenant, { seat, sessions }, 'revoked');
  return yes({ done: true });
}

/** Devices that somebody may be signed in on at once. */
export const mostSessions = 50;

/**
 * Signs out what a new log-in leaves no room for, the devices that were not seen for the longest time: what a session
 * may ask for is limited, and so has to be how many of them one person makes.
 */
export async function endSurplusSessions(
  context: Context,
  tenant: TenantId,
  person: PersonId,
): Promise<void> {
  const surplus = await context.store.read(tenant, (db) => loadSurplusSessions(db, person, mostSessions));
  for (const [seat, sessions] of surplus) await endSessions(context, tenant, { seat, sessions }, 'revoked');
}
