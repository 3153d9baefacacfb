import type { ConversationId, SeatId, SessionId } from '@tieline/protocol';
import type { TenantDb } from './store.ts';
import { type EndedInteraction, writeInteractionEnd } from './write-conversation.ts';

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

/** Locked in the order of their ids, all at once: a log-out meanwhile locks in that order too, and waits. */
async function loadRunningOfSeats(
  db: TenantDb,
  seats: readonly SeatId[],
): Promise<ReadonlyMap<SeatId, ConversationId[]>> {
  const rows = await db.query<{ id: ConversationId; first_seat: SeatId; second_seat: SeatId }>(
    `select id, first_seat, second_seat from conversations
     where tenant_id = $1 and (first_seat = any($2::uuid[]) or second_seat = any($2::uuid[])) and interaction is not null
     order by id for update`,
    [db.tenant, seats],
  );
  const asked = new Set(seats);
  const ofSeat = new Map<SeatId, ConversationId[]>();
  for (const row of rows) {
    const seat = asked.has(row.first_seat) ? row.first_seat : row.second_seat;
    ofSeat.set(seat, [...(ofSeat.get(seat) ?? []), row.id]);
  }
  return ofSeat;
}
