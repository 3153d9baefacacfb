import type { SeatId, SeatStatus } from '@tieline/protocol';
import type { TenantDb } from './store.ts';

/** Sets the status of a seat. Setting what is set already changes nothing, not even since when. Returns since when. */
export async function writeStatus(db: TenantDb, seat: SeatId, status: SeatStatus): Promise<string> {
  const [row] = await db.query<{ status_since: string }>(
    `update seats set status_since = case when status = $3 then status_since else now() end, status = $3
     where tenant_id = $1 and id = $2 returning status_since`,
    [db.tenant, seat, status],
  );
  if (!row) throw new Error('The seat of this session does not exist any more');
  return row.status_since;
}
