import type { EventOf, SeatId, TenantId } from '@tieline/protocol';
import { type DevicesGone, loadSeatLock } from '../../store/attachments.ts';
import { loadSeat, loadSeats, type SeatRecord } from '../../store/load-seats.ts';
import { loadUnheard, type WithUnheard } from '../../store/load-unheard.ts';
import type { TenantDb } from '../../store/store.ts';
import {
  type EndedInteraction,
  loadJustEnded,
  loadRunningLocked,
  writeInteractionEnd,
} from '../../store/write-conversation.ts';
import { writeShiftEnds } from '../../store/write-status-intervals.ts';
import { writeUnheardBack } from '../../store/write-unheard.ts';
import type { Context } from '../context.ts';

/** What a change of a seat's devices did to the seat. */
export interface SeatChange {
  readonly seat: SeatId;
  readonly before: SeatRecord;
  readonly after: SeatRecord;
  readonly ended: readonly (EndedInteraction &
    WithUnheard & { readonly participants: readonly SeatRecord[] })[];
}

/**
 * Changes a seat's devices and tells what that did, in the order of the commits. `tellFirst`: what has to be told
 * before that.
 */
export function changeSeat(
  context: Context,
  tenant: TenantId,
  seat: SeatId,
  change: Parameters<typeof writeSeatChange>[2],
  tellFirst: () => void = () => undefined,
): Promise<SeatChange | null> {
  return context.seatLocks.run(seat, async () => {
    const changed = await context.store.transaction(tenant, (db) => writeSeatChange(db, seat, change));
    tellFirst();
    if (changed) deliverSeatChange(context, tenant, changed);
    return changed;
  });
}

/**
 * Runs `change` on a seat's devices under the seat's lock, so that each change knows the one before it. Where the
 * seat is logged out by it, its status and its running agent chats end in the same transaction (HIST-5).
 */
async function writeSeatChange(
  db: TenantDb,
  seat: SeatId,
  change: (db: TenantDb) => Promise<DevicesGone>,
): Promise<SeatChange | null> {
  await loadSeatLock(db, [seat], 'update');
  const before = await loadSeat(db, seat);
  if (!before) return null;
  const gone = await change(db);
  const after = await loadSeat(db, seat);
  if (!after) return null;
  const loggedOut = before.facts.loggedIn && !after.facts.loggedIn;
  return { seat, before, after, ended: loggedOut ? await writeEnds(db, seat, gone) : [] };
}

async function writeEnds(
  db: TenantDb,
  by: SeatId,
  { thereUntil, heardUntil }: DevicesGone,
): Promise<SeatChange['ended']> {
  const [running] = await Promise.all([
    loadRunningLocked(db, by),
    writeShiftEnds(db, [{ seat: by, thereUntil }]),
  ]);
  const ended = await writeInteractionEnd(db, running, { by, reason: 'logged-out', heardUntil });
  for (const one of ended) await writeUnheardBack(db, one);
  return withParticipants(db, ended);
}

async function withParticipants(
  db: TenantDb,
  ended: readonly EndedInteraction[],
): Promise<SeatChange['ended']> {
  const seats = await loadSeats(db, [...new Set(ended.flatMap((one) => one.members))]);
  const whole = await loadUnheard(db, ended, null);
  return whole.map((one) => ({ ...one, participants: one.members.flatMap((id) => seats.get(id) ?? []) }));
}

/** What happened to a seat that another process logged out, as far as this node can tell it; null if it is still there. */
export async function loadLoggedOutElsewhere(db: TenantDb, seat: SeatId): Promise<SeatChange | null> {
  const after = await loadSeat(db, seat);
  if (!after || after.facts.loggedIn) return null;
  const before: SeatRecord = {
    ...after,
    facts: { ...after.facts, loggedIn: true },
    presence: { ...after.presence, loggedIn: true },
  };
  return { seat, before, after, ended: await withParticipants(db, await loadJustEnded(db, seat)) };
}

/** Tells what a committed change did: to the watchers of the seat, and to the agents whose chats are over. */
export function deliverSeatChange(context: Context, tenant: TenantId, change: SeatChange): void {
  context.sendFacts.forgetSeat(tenant, change.seat);
  context.delivery.deliverPresence(tenant, change.seat, change.before.presence, change.after.presence);
  for (const ended of change.ended) deliverEnd(context, tenant, ended);
}

/** After the messages that were stored before it, which may still be on their way out (HIST-5). */
function deliverEnd(context: Context, tenant: TenantId, ended: SeatChange['ended'][number]): void {
  const participants = ended.participants.map((seat) => seat.facts);
  context.sendFacts.forgetConversation(tenant, ended.conversation);
  const told = context.conversationLocks.hold(tenant, ended.conversation, async () =>
    context.delivery.deliverInteractionEnd(tenant, participants, ended),
  );
  told.catch((error: unknown) => context.log.error({ err: error }, 'the end of a chat could not be told'));
}

export type EndReason = EventOf<'session-ended'>['reason'];
