import { modesWithArchive } from '@tieline/domain';
import type { SeatId } from '@tieline/protocol';
import type { TenantDb } from './store.ts';

/** Who reads: the signed-in seat, and the agent seat whose archive it may read (HIST-6, TEN-2). */
export interface Reader {
  readonly seat: SeatId;
  readonly archiveOf: SeatId | null;
}

/** The reader of a session: for an office seat, with the active agent seat of the same person, if there is one. */
export async function loadReader(db: TenantDb, seat: SeatId): Promise<Reader> {
  return { seat, archiveOf: (await loadArchives(db, [seat])).get(seat) ?? null };
}

/** The agent seats whose archives these seats may read; those without one are not in the answer. */
export async function loadArchives(db: TenantDb, seats: readonly SeatId[]): Promise<Map<SeatId, SeatId>> {
  const rows = await db.query<{ office: SeatId; agent: SeatId }>(
    `select office.id as office, agent.id as agent from seats office
     join seats agent on agent.tenant_id = office.tenant_id and agent.person_id = office.person_id
     where office.tenant_id = $1 and office.id = any($2::uuid[]) and office.kind = 'office'
       and agent.kind = 'agent' and agent.active
       and exists (select from tenants t where t.id = $1 and t.mode = any($3::smallint[]))`,
    [db.tenant, seats, modesWithArchive],
  );
  return new Map(rows.map((row) => [row.office, row.agent]));
}
