import type { ConversationId, SeatId } from '@tieline/protocol';
import type { TenantDb } from './store.ts';

/** A company with a conversation of these members, and of nobody else. */
export async function writeRoom(
  db: TenantDb,
  conversation: ConversationId,
  members: readonly SeatId[],
  others: readonly SeatId[],
): Promise<void> {
  const { tenant } = db;
  await db.query(
    `insert into tenants (id, slug, name, mode, release) values ($1, 'acme', 'Acme', 3, '9.10')`,
    [tenant],
  );
  const parties = `insert into parties (tenant_id, id, kind) select $1, unnest($2::uuid[]), 'seat'`;
  await db.query(parties, [tenant, [...members, ...others]]);
  await db.query(`insert into conversations (tenant_id, id, kind) values ($1, $2, 'direct')`, [
    tenant,
    conversation,
  ]);
  await db.query(
    `insert into conversation_members (tenant_id, conversation_id, party_id, role, active_hour)
     select $1, $2, unnest($3::uuid[]), 'member', null`,
    [tenant, conversation, members],
  );
}

/** What this connection has done to the tables of conversations and messages so far. */
export function countRows(
  db: TenantDb,
): Promise<{ name: string; inserts: number; updates: number; deletes: number; reads: number }[]> {
  return db.query(
    `select relname as name, n_tup_ins::int as inserts, n_tup_upd::int as updates, n_tup_del::int as deletes,
       (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as reads
     from pg_stat_xact_user_tables where relname in ('messages', 'conversations', 'conversation_members')
     order by 1`,
    [],
  );
}
