import type { GroupPolicy } from '@tieline/domain';
import type { GroupId, PolicySetting, QueueId, SeatId } from '@tieline/protocol';
import type { TenantDb } from './store.ts';

export interface GroupPolicies {
  readonly monitoring: readonly GroupPolicy[];
  readonly transcripts: readonly GroupPolicy[];
}

/** The settings of the agent groups of these seats, by name (MON-3). */
export async function loadGroupPolicies(db: TenantDb, seats: readonly SeatId[]): Promise<GroupPolicies> {
  const rows = await db.query<{
    id: GroupId;
    name: string;
    monitoring: PolicySetting;
    transcripts: PolicySetting;
  }>(
    `select distinct g.id, g.name, g.monitoring, g.transcripts
     from agent_group_members m join agent_groups g on g.tenant_id = m.tenant_id and g.id = m.group_id
     where m.tenant_id = $1 and m.seat_id = any($2::uuid[]) order by g.name`,
    [db.tenant, seats],
  );
  return {
    monitoring: rows.map((row) => ({ id: row.id, name: row.name, setting: row.monitoring })),
    transcripts: rows.map((row) => ({ id: row.id, name: row.name, setting: row.transcripts })),
  };
}

export interface SupervisorAssignments {
  readonly groups: readonly GroupId[];
  readonly queues: readonly QueueId[];
}

/** What each supervisor is assigned to; nobody is in the answer who has no assignment (MON-5). */
export async function loadAssignments(db: TenantDb): Promise<Map<SeatId, SupervisorAssignments>> {
  const rows = await db.query<{ seat_id: SeatId; groups: GroupId[]; queues: QueueId[] }>(
    `select s.id as seat_id,
       array(select group_id from supervised_groups g where g.tenant_id = s.tenant_id and g.seat_id = s.id) as groups,
       array(select queue_id from supervised_queues q where q.tenant_id = s.tenant_id and q.seat_id = s.id) as queues
     from seats s where s.tenant_id = $1 and s.supervisor`,
    [db.tenant],
  );
  return new Map(rows.map((row) => [row.seat_id, { groups: row.groups, queues: row.queues }]));
}
