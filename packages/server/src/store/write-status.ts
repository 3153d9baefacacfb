import type { SeatId, SeatStatus } from '@tieline/protocol';
import type { TenantDb } from './store.ts';

/**
 * Sets the status of a seat. Setting what is set already changes nothing, not even since when. Returns since when. While
 * the seat is logged in the interval of the status before ends where that of the new one begins.
 */
export async function writeStatus(db: TenantDb, seat: SeatId, status: SeatStatus): Promise<string> {
  const [row] = await db.query<{ status_since: string }>(
    `with ended as (
       update status_intervals set ended_at = greatest(started_at, now())
       where tenant_id = $1 and seat_id = $2 and ended_at is null and status <> $3 returning ended_at
     ), begun as (
       insert into status_intervals (tenant_id, seat_id, status, started_at) select $1, $2, $3, ended_at from ended
     )
     update seats set status_since = case when status = $3 then status_since else now() end, status = $3
     where tenant_id = $1 and id = $2 returning status_since`,
    [db.tenant, seat, status],
  );
  if (!row) throw new Error('The seat of this session does not exist any more');
  return row.status_since;
}
