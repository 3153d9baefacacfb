import type { SeatId, SeatKind, SessionId } from '@tieline/protocol';
import type { DroppedSession } from '../node/graces.ts';
import { isLeased } from './leased.ts';
import type { TenantDb } from './store.ts';

/** Names a process that serves; its lease is in `nodes`. */
export type NodeId = string;

/** Whoever changes who is logged in at a seat holds this lock, so that each change knows the one before it. */
export async function loadSeatLock(
  db: TenantDb,
  seats: readonly SeatId[],
  strength: 'update' | 'share',
): Promise<void> {
  const lock = strength === 'update' ? 'for no key update' : 'for share';
  await db.query(`select 1 from seats where tenant_id = $1 and id = any($2::uuid[]) order by id ${lock}`, [
    db.tenant,
    seats,
  ]);
}

export interface Attaching {
  readonly session: SessionId;
  readonly seat: SeatId;
  readonly idle: boolean;
}

/**
 * These sessions are connected to this node, idle or not. Returns those that are not over, and of each whether it was
 * connected already, or a moment ago.
 */
export async function writeAttachments(
  db: TenantDb,
  node: NodeId,
  attaching: readonly Attaching[],
): Promise<Map<SessionId, { readonly wasHere: boolean }>> {
  const rows = await db.query<{ session_id: SessionId; was_here: boolean }>(
    `with seen as (
       update sessions set last_seen_at = now()
       where tenant_id = $1 and id = any($3::uuid[]) and expires_at > now() returning id
     ), before as (
       select session_id from attachments where tenant_id = $1 and session_id = any($3::uuid[])
     )
     insert into attachments (tenant_id, session_id, node_id, seat_id, idle)
     select $1, seen.id, $2, a.seat, a.idle
     from unnest($3::uuid[], $4::uuid[], $5::boolean[]) as a (session, seat, idle) join seen on seen.id = a.session
     on conflict (tenant_id, session_id, node_id) do update set dropped_at = null, idle = excluded.idle
     returning session_id, session_id in (select b.session_id from before b) as was_here`,
    [
      db.tenant,
      node,
      attaching.map(({ session }) => session),
      attaching.map(({ seat }) => seat),
      attaching.map(({ idle }) => idle),
    ],
  );
  return new Map(rows.map((row) => [row.session_id, { wasHere: row.was_here }]));
}

/**
 * Until when the device of an attachment was there. It stays until its line is lost, also where it has not heard what it
 * missed; of another device that is gone it knows by what was handed on to it.
 */
export const thereUntil =
  'case when dropped_at is null then now() else greatest(dropped_at, heard_until) end';

/** What is known of devices that have left a seat. */
export interface DevicesGone {
  /** Until when the last of them was there, to the microsecond; null where there were none. */
  readonly thereUntil: string | null;
  /** Until when one was there to hear, where a grace time was over (DEL-3); null otherwise. */
  readonly heardUntil: string | null;
}

/** A session without a socket. */
export interface Dropped {
  readonly session: SessionId;
  /** How many milliseconds ago something could last reach its device; null: nothing did since that was last written. */
  readonly heardMsAgo: number | null;
}

/** The last sockets of these sessions on this node are gone; their grace time runs (PRES-8). */
export async function writeDropped(db: TenantDb, node: NodeId, dropped: readonly Dropped[]): Promise<void> {
  await db.query(
    `update attachments a set dropped_at = now(),
       heard_until = greatest(a.heard_until, clock_timestamp() - gone.ms_ago * interval '1 millisecond')
     from unnest($3::uuid[], $4::float8[]) as gone (session, ms_ago)
     where a.tenant_id = $1 and a.node_id = $2 and a.session_id = gone.session and a.dropped_at is null`,
    [db.tenant, node, dropped.map(({ session }) => session), dropped.map(({ heardMsAgo }) => heardMsAgo)],
  );
}

export async function writeIdle(
  db: TenantDb,
  session: SessionId,
  node: NodeId,
  idle: boolean,
): Promise<void> {
  await db.query(
    'update attachments set idle = $4 where tenant_id = $1 and session_id = $2 and node_id = $3',
    [db.tenant, session, node, idle],
  );
}

/** Ends sessions of the seat for good. What has reached them has reached the seat, whatever its other devices say. */
export async function writeSessionsEnd(
  db: TenantDb,
  seat: SeatId,
  sessions: readonly SessionId[],
): Promise<DevicesGone> {
  const [row] = await db.query<{ there_until: string | null }>(
    `with gone as materialized (
       select max(case when dropped_at is null then now() else heard_until end) as heard_until,
         max(${thereUntil}) as there_until
       from attachments where tenant_id = $1 and seat_id = $2 and session_id = any($3::uuid[])
     ), handed_on as (
       update attachments a set heard_until = greatest(a.heard_until, gone.heard_until)
       from gone
       where a.tenant_id = $1 and a.seat_id = $2 and a.session_id <> all($3::uuid[]) and gone.heard_until is not null
     )
     select there_until::text from gone`,
    [db.tenant, seat, sessions],
  );
  await db.query('delete from sessions where tenant_id = $1 and id = any($2::uuid[])', [db.tenant, sessions]);
  return { thereUntil: row?.there_until ?? null, heardUntil: null };
}

/** A session without a socket on a node, and its seat. */
export interface DroppedAttachment extends DroppedSession {
  readonly seat: SeatId;
}

/** Everything of the tenant whose grace time runs on this node. */
export async function loadDropped(db: TenantDb, node: NodeId): Promise<DroppedAttachment[]> {
  const rows = await db.query<{ session: SessionId; seat: SeatId; at: string; seconds_ago: number }>(
    `select session_id as session, seat_id as seat, dropped_at::text as at,
       extract(epoch from clock_timestamp() - dropped_at)::float8 as seconds_ago
     from attachments where tenant_id = $1 and node_id = $2 and dropped_at is not null`,
    [db.tenant, node],
  );
  return rows.map(({ session, seat, at, seconds_ago: secondsAgo }) => ({
    session,
    seat,
    droppedAt: at,
    secondsAgo,
  }));
}

/** Removes attachments of a seat whose grace time is over, unless they came back meanwhile. */
export async function writeLapsed(
  db: TenantDb,
  seat: SeatId,
  node: NodeId,
  lapsed: readonly DroppedSession[],
): Promise<DevicesGone> {
  const [row] = await db.query<{ there_until: string | null; heard_until: string | null }>(
    `with over as materialized (
       select a.session_id from attachments a
       join unnest($4::uuid[], $5::timestamptz[]) as l (session_id, dropped_at)
         on l.session_id = a.session_id and l.dropped_at = a.dropped_at
       where a.tenant_id = $1 and a.seat_id = $2 and a.node_id = $3
     ), lapsed as (
       delete from attachments
       where tenant_id = $1 and seat_id = $2 and node_id = $3 and session_id in (select session_id from over)
       returning coalesce(heard_until, dropped_at) as heard_until, ${thereUntil} as there_until
     ), gone as (
       select max(heard_until) as heard_until, max(there_until) as there_until from lapsed
     ), handed_on as (
       -- What has reached them has reached the seat, whatever its other devices say.
       update attachments a set heard_until = greatest(a.heard_until, gone.heard_until)
       from gone
       where a.tenant_id = $1 and a.seat_id = $2 and gone.heard_until is not null
         and not (a.node_id = $3 and a.session_id in (select session_id from over))
     )
     select heard_until::text, there_until::text from gone`,
    [db.tenant, seat, node, lapsed.map(({ session }) => session), lapsed.map(({ droppedAt }) => droppedAt)],
  );
  return { thereUntil: row?.there_until ?? null, heardUntil: row?.heard_until ?? null };
}

/** A session that is connected to a node, or was a moment ago. */
export interface HeldSession {
  readonly session: SessionId;
  readonly kind: SeatKind;
  /** Its grace time runs. */
  readonly dropped: boolean;
  /** It, its seat and its person are still good. */
  readonly good: boolean;
}

/** Everything that this node holds of the tenant. */
export async function loadHeldSessions(db: TenantDb, node: NodeId): Promise<HeldSession[]> {
  return db.query<{ session: SessionId; kind: SeatKind; dropped: boolean; good: boolean }>(
    `select a.session_id as session, s.kind, a.dropped_at is not null as dropped,
       n.expires_at > now() and s.active and p.active as good
     from attachments a
     join sessions n on n.tenant_id = a.tenant_id and n.id = a.session_id
     join seats s on s.tenant_id = a.tenant_id and s.id = a.seat_id
     join people p on p.tenant_id = s.tenant_id and p.id = s.person_id
     where a.tenant_id = $1 and a.node_id = $2`,
    [db.tenant, node],
  );
}

/**
 * Takes over what a dead node left in this tenant: dropped at the moment the node was last seen. Nothing, where it has
 * shown meanwhile that it lives. Returns how many devices there were.
 */
export async function writeAdopted(
  db: TenantDb,
  dead: NodeId,
  node: NodeId,
  seenAt: string,
): Promise<number> {
  const rows = await db.query(
    `with left_behind as (
       delete from attachments where tenant_id = $1 and node_id = $2
         and not exists (select from nodes where id = $2 and ${isLeased})
       returning session_id, seat_id, idle, dropped_at, heard_until
     )
     insert into attachments (tenant_id, session_id, node_id, seat_id, idle, dropped_at, heard_until)
     select $1, session_id, $3, seat_id, idle, coalesce(dropped_at, $4),
       case when dropped_at is null then greatest(heard_until, $4) else heard_until end
     from left_behind
     on conflict (tenant_id, session_id, node_id) do nothing returning session_id`,
    [db.tenant, dead, node, seenAt],
  );
  return rows.length;
}
