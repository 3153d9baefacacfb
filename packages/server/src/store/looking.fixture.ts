import type { ConversationId, PersonId, SeatId, SeatStatus, SessionId, TenantId } from '@tieline/protocol';
import type { NodeId } from './attachments.ts';
import type { PersonOrigin } from './company-records.ts';
import { openStore, type Parameter, type Store, type TenantDb } from './store.ts';

/* What black-box tests look at, or bring about, in the database itself. */

function loadTenants(store: Store): Promise<{ id: TenantId; slug: string }[]> {
  return store.shared('select id, slug from tenants', []);
}

async function inEveryTenant<Row>(store: Store, text: string, values: readonly Parameter[]): Promise<Row[]> {
  const found: Row[] = [];
  for (const { id } of await loadTenants(store))
    found.push(...(await store.read(id, (db) => db.query<Row>(text, values))));
  return found;
}

/** The revision of each seat of a company, by the name in its e-mail and its side. */
export async function loadSeatRevisions(
  store: Store,
  tenant: TenantId,
): Promise<ReadonlyMap<string, number>> {
  const rows = await store.read(tenant, (db) =>
    db.query<{ name: string; revision: number }>(
      `select split_part(p.email, '@', 1) || ' ' || s.kind as name, s.revision
       from seats s join people p on p.tenant_id = s.tenant_id and p.id = s.person_id where s.tenant_id = $1`,
      [tenant],
    ),
  );
  return new Map(rows.map(({ name, revision }) => [name, revision]));
}

export interface StoredCounts {
  readonly messages: number;
  readonly conversations: number;
  readonly interactions: number;
}

/** How many messages, conversations and interactions there are in the whole database. */
export async function countStored(store: Store): Promise<StoredCounts> {
  const rows = await inEveryTenant<StoredCounts>(
    store,
    `select (select count(*) from messages) as messages, (select count(*) from conversations) as conversations,
       (select count(*) from interactions) as interactions`,
    [],
  );
  const sum = (key: keyof StoredCounts): number => rows.reduce((total, row) => total + row[key], 0);
  return {
    messages: sum('messages'),
    conversations: sum('conversations'),
    interactions: sum('interactions'),
  };
}

/** The sequences of a conversation, in order, as they are stored. */
export async function loadStoredSeqs(store: Store, conversation: ConversationId): Promise<number[]> {
  const rows = await inEveryTenant<{ seq: number }>(
    store,
    'select seq from messages where conversation_id = $1 order by seq',
    [conversation],
  );
  return rows.map((row) => row.seq);
}

/** How many changes a conversation counts, and the numbers that its messages and interactions carry, ascending. */
export async function loadStoredRevs(
  store: Store,
  conversation: ConversationId,
): Promise<{ rev: number; rows: number[] } | undefined> {
  const [found] = await inEveryTenant<{ rev: number; rows: number[] }>(
    store,
    `select rev, (select array_agg(rev order by rev) from (
       select rev from messages where conversation_id = $1 union all
       select rev from interactions where conversation_id = $1
     ) row) as rows from conversations where id = $1`,
    [conversation],
  );
  return found;
}

/** Time passes for a node that renews its lease no more. */
export async function writeLeaseOver(store: Store, node: NodeId): Promise<void> {
  await store.shared(`update nodes set lease_until = now() - interval '1 second' where id = $1`, [node]);
}

/** All nodes are late at once, as after a database that stood still for longer than any lease. */
export async function writeAllLate(store: Store): Promise<void> {
  await store.shared(
    `update nodes set seen_at = seen_at - interval '1 hour', lease_until = now() - interval '1 second'`,
    [],
  );
}

/** A node was killed an hour ago, with all its devices connected. */
export async function writeKilledNode(store: Store, node: NodeId): Promise<void> {
  await inEveryTenant(store, 'update attachments set dropped_at = null where node_id = $1', [node]);
  await store.shared(
    `update nodes set seen_at = now() - interval '1 hour', lease_until = now() - interval '1 hour' where id = $1`,
    [node],
  );
}

/** Nodes whose lease has run out. */
export async function countLateNodes(store: Store): Promise<number> {
  return (await store.shared('select 1 from nodes where lease_until < now()', [])).length;
}

/** Seconds from the last renewal of a node until its lease would be over. */
export async function loadLeaseSeconds(store: Store, node: NodeId): Promise<number> {
  const [row] = await store.shared<{ seconds: number }>(
    'select extract(epoch from lease_until - seen_at)::float8 as seconds from nodes where id = $1',
    [node],
  );
  return row?.seconds ?? 0;
}

/** The nodes that hold a session, and whether its grace time runs there. */
export async function loadHolders(
  store: Store,
  session: SessionId,
): Promise<{ node: NodeId; dropped: boolean }[]> {
  return inEveryTenant(
    store,
    'select node_id as node, dropped_at is not null as dropped from attachments where session_id = $1',
    [session],
  );
}

/** Time passes for a device until its session is out of date, by default for a second. */
export async function writeSessionExpired(store: Store, session: SessionId, ago = '1 second'): Promise<void> {
  const text = 'update sessions set expires_at = now() - $2::interval where id = $1';
  await inEveryTenant(store, text, [session, ago]);
}

export interface StoredInterval {
  readonly status: SeatStatus;
  readonly startedAt: string;
  /** Null: it still lasts. */
  readonly endedAt: string | null;
}

/** Every status of a seat, in order; to the microsecond, as text that sorts. */
export async function loadStatusIntervals(store: Store, seat: SeatId): Promise<StoredInterval[]> {
  return inEveryTenant(
    store,
    `select status, ${sortable('started_at')} as "startedAt", ${sortable('ended_at')} as "endedAt"
     from status_intervals where seat_id = $1 order by started_at, number`,
    [seat],
  );
}

/** What the clock of the database says, as the moments of intervals. */
export async function loadDatabaseMoment(store: Store): Promise<string> {
  const [row] = await store.shared<{ at: string }>(`select ${sortable('clock_timestamp()')} as at`, []);
  return row?.at ?? '';
}

const sortable = (moment: string): string =>
  `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** An interval that began an hour ago and was never ended, as a process leaves it that knows nothing of them. */
export async function writeOpenInterval(store: Store, seat: SeatId): Promise<void> {
  await inEveryTenant(
    store,
    `insert into status_intervals (tenant_id, seat_id, status, started_at)
     select tenant_id, id, 'available', now() - interval '1 hour' from seats where id = $1`,
    [seat],
  );
}

/** Somebody comes from elsewhere than the company file. */
export async function writeOrigin(store: Store, person: PersonId, origin: PersonOrigin): Promise<void> {
  await inEveryTenant(store, 'update people set origin = $2 where id = $1', [person, origin]);
}

/** Puts the conversations of each tenant microseconds apart, as a busy server does by itself. */
export async function writeSameMoment(store: Store): Promise<void> {
  await inEveryTenant(
    store,
    `update conversations c set last_at = date_trunc('second', now()) + make_interval(secs => n.place / 1000000.0)
     from (select id, row_number() over (order by id) as place from conversations) n where n.id = c.id`,
    [],
  );
}

/** A chat of today's, as if one of its seats had been another: chats between seats that may start none are old ones. */
export async function writeOtherSeat(
  store: Store,
  conversation: ConversationId,
  seat: SeatId,
  instead: SeatId,
): Promise<void> {
  await inEveryTenant(
    store,
    'update messages set sender_id = $3 where conversation_id = $1 and sender_id = $2',
    [conversation, seat, instead],
  );
  await inEveryTenant(
    store,
    `with joined as (
       update conversation_members set party_id = $3 where conversation_id = $1 and party_id = $2
     )
     update conversations set party_set = array(select unnest(array_replace(party_set, $2, $3::uuid)) order by 1)
     where id = $1`,
    [conversation, seat, instead],
  );
}

export async function loadTenantId(store: Store, slug: string): Promise<TenantId> {
  const found = (await loadTenants(store)).find((tenant) => tenant.slug === slug);
  if (!found) throw new Error(`There is no company ${slug}`);
  return found.id;
}

async function countRows(query: TenantDb['query']): Promise<Map<string, number>> {
  const tables = await query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'tenant_id' and table_name <> 'node_tenants' order by 1`,
    [],
  );
  const counts = new Map<string, number>();
  for (const { name } of tables) {
    const [row] = await query<{ rows: number }>(`select count(*) as rows from ${name}`, []);
    counts.set(name, row?.rows ?? 0);
  }
  return counts;
}

/** The rows of each table of a company that a connection of the server sees which acts for `tenant`, or for nobody. */
export async function countVisible(url: string, tenant: TenantId | null): Promise<Map<string, number>> {
  // A pool of its own: a connection that acted for somebody before would still do so.
  const store = await openStore({ url, connections: 1, statementTimeout: 10_000, onError: () => undefined });
  try {
    return tenant === null
      ? await countRows((text, values) => store.shared(text, values))
      : await store.read(tenant, (db) => countRows((text, values) => db.query(text, values)));
  } finally {
    await store.close();
  }
}

/** Acts for `tenant` and tries to change, delete and add rows of `other`. Returns how many rows it touched. */
export async function writeAcross(store: Store, tenant: TenantId, other: TenantId): Promise<number> {
  return store.read(tenant, async (db) => {
    const changed = await db.query('update people set name = name where tenant_id = $1 returning id', [
      other,
    ]);
    const deleted = await db.query('delete from messages where tenant_id = $1 returning seq', [other]);
    const added = await db
      .query(
        `insert into agent_groups (tenant_id, id, name) values ($1, gen_random_uuid(), 'Planted') returning id`,
        [other],
      )
      .catch((error: unknown) => {
        if (/row-level security/.test(String(error))) return [];
        throw error;
      });
    return changed.length + deleted.length + added.length;
  });
}

/** Statements that wait for a lock that another one holds. */
export async function countWaiting(store: Store): Promise<number> {
  const [row] = await store.shared<{ waiting: number }>(
    `select count(*) as waiting from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
    [],
  );
  return row?.waiting ?? 0;
}
