import type { ConversationId, SeatId, SessionId } from '@tieline/protocol';
import { thereUntil } from './attachments.ts';
import { withMember } from './load-conversation.ts';
import type { TenantDb } from './store.ts';
import { type EndedInteraction, writeInteractionEnd } from './write-conversation.ts';
import { type ShiftEnd, writeShiftEnds } from './write-status-intervals.ts';

export interface SignedOut {
  readonly sessions: readonly { readonly session: SessionId; readonly seat: SeatId }[];
  readonly interactions: readonly EndedInteraction[];
}

/**
 * Ends every session of these seats at once, and with them their running agent chats (HIST-5). The transaction
 * holds the seats' lock.
 */
export async function writeSignOut(db: TenantDb, seats: readonly SeatId[]): Promise<SignedOut> {
  if (seats.length === 0) return { sessions: [], interactions: [] };
  await writeShiftEnds(db, await loadShiftEnds(db, seats));
  const sessions = await db.query<{ session: SessionId; seat: SeatId }>(
    'delete from sessions where tenant_id = $1 and seat_id = any($2::uuid[]) returning id as session, seat_id as seat',
    [db.tenant, seats],
  );
  const running = await loadRunningOfSeats(db, seats);
  const interactions: EndedInteraction[] = [];
  for (const [seat, conversations] of running) {
    interactions.push(
      ...(await writeInteractionEnd(db, conversations, { by: seat, reason: 'logged-out', heardUntil: null })),
    );
  }
  return { sessions, interactions };
}

/** Of those of the seats that are logged in. */
function loadShiftEnds(db: TenantDb, seats: readonly SeatId[]): Promise<ShiftEnd[]> {
  return db.query<ShiftEnd>(
    `select seat_id as seat, max(${thereUntil})::text as "thereUntil" from attachments
     where tenant_id = $1 and seat_id = any($2::uuid[]) group by seat_id`,
    [db.tenant, seats],
  );
}

/** Locked in the order of their ids, all at once: a log-out meanwhile locks in that order too, and waits. */
async function loadRunningOfSeats(
  db: TenantDb,
  seats: readonly SeatId[],
): Promise<ReadonlyMap<SeatId, ConversationId[]>> {
  const rows = await db.query<{ id: ConversationId; party_set: SeatId[] }>(
    `select c.id, c.party_set from conversations c
     where c.tenant_id = $1 and ${withMember('$2')} and c.interaction is not null
     order by c.id for update`,
    [db.tenant, seats],
  );
  const leaving = new Set(seats);
  const ofSeat = new Map<SeatId, ConversationId[]>();
  for (const row of rows) {
    const seat = row.party_set.find((member) => leaving.has(member));
    if (seat === undefined) continue;
    ofSeat.set(seat, [...(ofSeat.get(seat) ?? []), row.id]);
  }
  return ofSeat;
}
