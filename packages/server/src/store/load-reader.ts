import type { SeatId } from '@tieline/protocol';
import type { TenantDb } from './store.ts';

/** Who reads: the signed-in seat, and the agent seat whose archive it may read (HIST-6). */
export interface Reader {
  readonly seat: SeatId;
  readonly archiveOf: SeatId | null;
}

/** The reader of a session: for an office seat, with the active agent seat of the same person, if there is one. */
export async function loadReader(db: TenantDb, seat: SeatId): Promise<Reader> {
  const [row] = await db.query<{ id: SeatId }>(
    `select agent.id from seats office
     join seats agent on agent.tenant_id = office.tenant_id and agent.person_id = office.person_id
     where office.tenant_id = $1 and office.id = $2 and office.kind = 'office' and agent.kind = 'agent' and agent.active`,
    [db.tenant, seat],
  );
  return { seat, archiveOf: row?.id ?? null };
}
