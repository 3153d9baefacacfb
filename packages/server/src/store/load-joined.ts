import type { ConversationId, SeatId } from '@tieline/protocol';
import type { TenantDb } from './store.ts';

/**
 * The conversations without a list of their members in which these seats take part: their members keep no hour. Seats without
 * one are not in the answer.
 */
export async function loadJoined(
  db: TenantDb,
  seats: readonly SeatId[],
): Promise<Map<SeatId, readonly ConversationId[]>> {
  const rows = await db.query<{ seat: SeatId; conversations: ConversationId[] }>(
    `select party_id as seat, array_agg(conversation_id) as conversations from conversation_members
     where tenant_id = $1 and party_id = any($2::uuid[]) and role = 'member' and active_hour is null
     group by party_id`,
    [db.tenant, seats],
  );
  return new Map(rows.map(({ seat, conversations }) => [seat, conversations]));
}
