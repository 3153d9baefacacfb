import type { TenantId } from '@tieline/protocol';
import type { NodeId } from './attachments.ts';
import { isLeased } from './leased.ts';
import type { Store } from './store.ts';

/**
 * Writes or renews the lease of a node, and says what it was before. A process that cannot renew it has lost its
 * sessions when it runs out. The times are those at which the statement is carried out, as it may wait for a lock.
 */
export async function writeLease(
  store: Store,
  node: NodeId,
  seconds: number,
): Promise<'none' | 'valid' | 'over'> {
  const [row] = await store.heartbeat<{ before: boolean | null }>(
    `with moment as materialized (select clock_timestamp() as at),
       before as (
         select lease_until between at and at + make_interval(secs => $2::float8 + 1) as valid from nodes, moment where id = $1
       ),
       written as (
         insert into nodes as n (id, seen_at, lease_until)
         select $1, at, at + make_interval(secs => $2) from moment
         on conflict (id) do update set
           seen_at = case when (select valid from before) then greatest(n.seen_at, excluded.seen_at) else excluded.seen_at end,
           lease_until =
             case when (select valid from before) then greatest(n.lease_until, excluded.lease_until)
               else excluded.lease_until end
       )
     select (select valid from before) as before`,
    [node, seconds],
  );
  if (row?.before === true) return 'valid';
  return row?.before === false ? 'over' : 'none';
}

/** Gives the lease up at once: the next tick of any node takes the sessions over. */
export async function writeLeaseEnd(store: Store, node: NodeId): Promise<void> {
  await store.heartbeat('update nodes set seen_at = now(), lease_until = now() where id = $1', [node]);
}

/** Whether a node died so long ago that the grace time of its sessions is over already. */
export async function loadHasLongDead(store: Store, graceSeconds: number): Promise<boolean> {
  const rows = await store.shared(
    `select 1 from nodes where not (${isLeased}) and seen_at <= now() - make_interval(secs => $1) limit 1`,
    [graceSeconds],
  );
  return rows.length > 0;
}

/** Notes that the node holds sessions of the tenant. */
export async function writeNodeTenant(store: Store, node: NodeId, tenant: TenantId): Promise<void> {
  await store.shared('insert into node_tenants (node_id, tenant_id) values ($1, $2) on conflict do nothing', [
    node,
    tenant,
  ]);
}

/** Notes that it does not any more. */
export async function writeNodeTenantOver(store: Store, node: NodeId, tenant: TenantId): Promise<void> {
  await store.shared('delete from node_tenants where node_id = $1 and tenant_id = $2', [node, tenant]);
}

export interface DeadNode {
  readonly node: NodeId;
  readonly seenAt: string;
  readonly tenants: readonly TenantId[];
}

/**
 * Other nodes whose lease has run out, with the companies they held sessions of. None while the lease of the one that
 * looks has run out as well: both may have been held up by the same thing.
 */
export async function loadDeadNodes(store: Store, looking: NodeId): Promise<DeadNode[]> {
  const rows = await store.shared<{ id: NodeId; seen_at: string; tenants: TenantId[] }>(
    `select n.id, n.seen_at, array_remove(array_agg(t.tenant_id), null) as tenants
     from nodes n left join node_tenants t on t.node_id = n.id
     where not (${isLeased}) and n.id <> $1 and exists (select from nodes where id = $1 and ${isLeased})
     group by n.id`,
    [looking],
  );
  return rows.map((row) => ({ node: row.id, seenAt: row.seen_at, tenants: row.tenants }));
}

/** Forgets a dead node whose sessions have all been taken over. */
export async function writeNodeForgotten(store: Store, node: NodeId): Promise<void> {
  await store.shared(`delete from nodes where id = $1 and not (${isLeased})`, [node]);
}
