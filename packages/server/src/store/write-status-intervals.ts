import type { SeatId } from '@tieline/protocol';
import type { TenantDb } from './store.ts';

/**
 * Seats that log in: their status begins anew, as how long it has lasted is of this shift, and with it an interval. One
 * statement for any number of seats, since after a restart all of them log in together.
 */
export async function writeShiftStarts(db: TenantDb, seats: readonly SeatId[]): Promise<void> {
  if (seats.length === 0) return;
  // An interval that is open before the log-in was left by a process that ended it nowhere. When it ended is unknown, so it
  // is dropped instead of counting the absence.
  await db.query(
    `with begun as (
       update seats set status_since = now() where tenant_id = $1 and id = any($2::uuid[])
       returning id, status, status_since
     )
     insert into status_intervals (tenant_id, seat_id, status, started_at)
     select $1, id, status, status_since from begun
     on conflict (tenant_id, seat_id) where ended_at is null
       do update set status = excluded.status, started_at = excluded.started_at`,
    [db.tenant, seats],
  );
}

/** A seat that is logged out. */
export interface ShiftEnd {
  readonly seat: SeatId;
  /** Until when one of its devices was there; null: until now. */
  readonly thereUntil: string | null;
}

/** Ends the intervals of seats that are logged out. The transaction holds the seats' lock. */
export async function writeShiftEnds(db: TenantDb, ends: readonly ShiftEnd[]): Promise<void> {
  // A status may be younger than the moment at which its device was lost, and a clock may have been set back.
  await db.query(
    `update status_intervals i set ended_at = greatest(i.started_at, coalesce(gone.there_until, now()))
     from unnest($2::uuid[], $3::timestamptz[]) as gone (seat, there_until)
     where i.tenant_id = $1 and i.seat_id = gone.seat and i.ended_at is null`,
    [db.tenant, ends.map(({ seat }) => seat), ends.map(({ thereUntil }) => thereUntil)],
  );
}
