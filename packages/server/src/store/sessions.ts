import { createHash, randomUUID } from 'node:crypto';
import type { TenantFacts } from '@tieline/domain';
import type { PersonId, SeatId, SeatKind, SessionId, TenantId } from '@tieline/protocol';
import { tenantFactsOf, type TenantFactsRow } from './load-tenant.ts';
import type { TenantDb } from './store.ts';

export interface SessionRecord {
  readonly session: SessionId;
  readonly tenant: TenantFacts;
  readonly person: PersonId;
  readonly seat: SeatId;
  readonly kind: SeatKind;
  readonly administrator: boolean;
  readonly email: string;
  /** It was connected a moment ago, or is. */
  readonly attached: boolean;
}

export interface DeviceRecord {
  readonly session: SessionId;
  readonly seat: SeatId;
  readonly kind: SeatKind;
  readonly device: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly live: boolean;
}

/** Tokens are stored hashed: who reads the database cannot sign in with what stands there. */
export function hashToken(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export interface NewSession {
  readonly person: PersonId;
  readonly seat: SeatId;
  readonly secret: string;
  /** The hash that the password was verified against. */
  readonly passwordHash: string;
  readonly device: string;
  readonly days: number;
}

/**
 * Writes a session, unless the license or the password that it rests on changed while the password was verified:
 * then null. The share of the seat's lock makes a sign-out wait, and find the session.
 */
export async function writeSession(db: TenantDb, session: NewSession): Promise<SessionId | null> {
  const id = randomUUID() as SessionId;
  const rows = await db.query(
    `with checked as (
       select s.id as seat_id, p.id as person_id from seats s
       join people p on p.tenant_id = s.tenant_id and p.id = s.person_id
       where s.tenant_id = $1 and s.id = $4 and p.id = $3 and s.active and p.active and p.password_hash = $8
       for share
     )
     insert into sessions (tenant_id, id, person_id, seat_id, token_hash, device, expires_at)
     select $1, $2, person_id, seat_id, $5, $6, now() + make_interval(days => $7) from checked
     returning id`,
    [
      db.tenant,
      id,
      session.person,
      session.seat,
      hashToken(session.secret),
      session.device,
      session.days,
      session.passwordHash,
    ],
  );
  return rows.length > 0 ? id : null;
}

interface SessionRow extends TenantFactsRow {
  hash: string;
  id: SessionId;
  person_id: PersonId;
  seat_id: SeatId;
  kind: SeatKind;
  administrator: boolean;
  email: string;
  attached: boolean;
}

/**
 * The sessions of these tokens, in their order, where they, their seats and their persons are still good; null
 * otherwise.
 */
export async function loadSessionsOfTokens(
  db: TenantDb,
  secrets: readonly string[],
): Promise<(SessionRecord | null)[]> {
  const hashes = secrets.map((secret) => hashToken(secret).toString('hex'));
  const rows = await loadSessionsWhere(
    db,
    'n.token_hash = any($2::bytea[])',
    hashes.map((hash) => `\\x${hash}`),
  );
  const byHash = new Map(rows.map((row) => [row.hash, toSession(db.tenant, row)]));
  return hashes.map((hash) => byHash.get(hash) ?? null);
}

/** The session of this id, if it is still good: for what was signed for it. */
export async function loadSession(db: TenantDb, id: SessionId): Promise<SessionRecord | null> {
  const [row] = await loadSessionsWhere(db, 'n.id = any($2::uuid[])', [id]);
  return row ? toSession(db.tenant, row) : null;
}

async function loadSessionsWhere(
  db: TenantDb,
  condition: string,
  values: readonly string[],
): Promise<SessionRow[]> {
  return db.query<SessionRow>(
    `select encode(n.token_hash, 'hex') as hash, n.id, n.person_id, n.seat_id, s.kind, p.administrator, p.email,
       t.mode, t.release, t.preset, t.options,
       exists (select from attachments a where a.tenant_id = n.tenant_id and a.session_id = n.id) as attached
     from sessions n
     join tenants t on t.id = n.tenant_id
     join seats s on s.tenant_id = n.tenant_id and s.id = n.seat_id
     join people p on p.tenant_id = n.tenant_id and p.id = n.person_id
     where n.tenant_id = $1 and ${condition} and n.expires_at > now() and s.active and p.active`,
    [db.tenant, values],
  );
}

function toSession(tenant: TenantId, row: SessionRow): SessionRecord {
  return {
    session: row.id,
    tenant: tenantFactsOf(tenant, row),
    person: row.person_id,
    seat: row.seat_id,
    kind: row.kind,
    administrator: row.administrator,
    email: row.email,
    attached: row.attached,
  };
}

export interface DevicesRead {
  readonly person: PersonId;
  /** Comes first, on the first page. */
  readonly current: SessionId;
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly limit: number;
}

/** A page of a person's devices, those that were last seen first. Ordered by milliseconds, as `after` has no more. */
export async function loadDevicePage(db: TenantDb, read: DevicesRead): Promise<DeviceRecord[]> {
  const rows = await db.query<{
    id: SessionId;
    seat_id: SeatId;
    kind: SeatKind;
    device: string;
    created_at: string;
    last_seen_at: string;
    live: boolean;
  }>(
    `select n.id, n.seat_id, s.kind, n.device, n.created_at, n.last_seen_at,
       exists (select from attachments a where a.tenant_id = n.tenant_id and a.session_id = n.id) as live
     from sessions n join seats s on s.tenant_id = n.tenant_id and s.id = n.seat_id
     where n.tenant_id = $1 and n.person_id = $2 and n.expires_at > now() and (
       $4::timestamptz is null
       or n.id <> $3 and (date_trunc('milliseconds', n.last_seen_at), n.id) < ($4::timestamptz, $5::uuid)
     )
     order by n.id = $3 desc, date_trunc('milliseconds', n.last_seen_at) desc, n.id desc limit $6`,
    [db.tenant, read.person, read.current, read.after?.at ?? null, read.after?.id ?? null, read.limit],
  );
  return rows.map((row) => ({
    session: row.id,
    seat: row.seat_id,
    kind: row.kind,
    device: row.device,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    live: row.live,
  }));
}

/** The seat of one session of a person; null where the person has no such session. */
export async function loadSeatOfSession(
  db: TenantDb,
  person: PersonId,
  session: SessionId,
): Promise<SeatId | null> {
  const [row] = await db.query<{ seat_id: SeatId }>(
    'select seat_id from sessions where tenant_id = $1 and person_id = $2 and id = $3 and expires_at > now()',
    [db.tenant, person, session],
  );
  return row?.seat_id ?? null;
}

/** All sessions of a person but one, by seat. */
export async function loadOtherSessions(
  db: TenantDb,
  person: PersonId,
  session: SessionId,
): Promise<Map<SeatId, SessionId[]>> {
  const rows = await db.query<{ seat_id: SeatId; ids: SessionId[] }>(
    `select seat_id, array_agg(id) as ids from sessions
     where tenant_id = $1 and person_id = $2 and id <> $3 group by seat_id`,
    [db.tenant, person, session],
  );
  return new Map(rows.map((row) => [row.seat_id, row.ids]));
}

/** Which of these sessions are still good, as far as the license goes, and for which side. */
export async function loadGoodSessions(
  db: TenantDb,
  sessions: readonly SessionId[],
): Promise<Map<SessionId, SeatKind>> {
  const rows = await db.query<{ id: SessionId; kind: SeatKind }>(
    `select n.id, s.kind from sessions n
     join seats s on s.tenant_id = n.tenant_id and s.id = n.seat_id
     join people p on p.tenant_id = n.tenant_id and p.id = n.person_id
     where n.tenant_id = $1 and n.id = any($2::uuid[]) and n.expires_at > now() and s.active and p.active`,
    [db.tenant, sessions],
  );
  return new Map(rows.map((row) => [row.id, row.kind]));
}

/**
 * Deletes sessions that ended by themselves long ago, a few at a time. One of which a node still has a device goes with the
 * grace time of that, which logs its seat out.
 */
export async function writeOldSessionsGone(db: TenantDb): Promise<void> {
  await db.query(
    `delete from sessions where tenant_id = $1 and id in (
       select id from sessions n where tenant_id = $1 and expires_at < now() - interval '1 day'
         and not exists (select from attachments a where a.tenant_id = n.tenant_id and a.session_id = n.id)
       limit 500
     )`,
    [db.tenant],
  );
}

/** Why a session is not good any more that somebody else ended. */
export async function loadEndReason(
  db: TenantDb,
  session: SessionId,
  seat: SeatId,
): Promise<'license-removed' | 'expired' | 'revoked'> {
  const [row] = await db.query<{ active: boolean; lasts: boolean | null }>(
    `select s.active and p.active as active, (
       select n.expires_at > now() from sessions n where n.tenant_id = s.tenant_id and n.id = $3
     ) as lasts
     from seats s join people p on p.tenant_id = s.tenant_id and p.id = s.person_id
     where s.tenant_id = $1 and s.id = $2`,
    [db.tenant, seat, session],
  );
  // One that would last was ended with its whole side, which is gone in mode 1.
  if (row?.active !== true || row.lasts === true) return 'license-removed';
  return row.lasts === null ? 'revoked' : 'expired';
}

export interface Credential {
  readonly person: PersonId;
  readonly passwordHash: string;
  readonly seats: readonly { readonly seat: SeatId; readonly kind: SeatKind }[];
}

export interface CredentialRead {
  /** Null where nobody active has this e-mail. */
  readonly credential: Credential | null;
  /** The hash of somebody of the company, always the same one for this e-mail; null in a company without people. */
  readonly standIn: string | null;
}

interface CredentialRow {
  person_id: PersonId | null;
  password_hash: string;
  seat_id: SeatId;
  kind: SeatKind;
  stand_in: string | null;
}

/** What a log-in is checked against, in one statement that does the same for everybody and for nobody. */
export async function loadCredential(db: TenantDb, email: string): Promise<CredentialRead> {
  const rows = await db.query<CredentialRow>(
    `select found.*, coalesce(
       (select password_hash from people where tenant_id = $1 and active and id >= $3 order by id limit 1),
       (select password_hash from people where tenant_id = $1 and active order by id limit 1)
     ) as stand_in
     from (values (1)) as always left join (
       select p.id as person_id, p.password_hash, s.id as seat_id, s.kind
       from people p join seats s on s.tenant_id = p.tenant_id and s.person_id = p.id
       where p.tenant_id = $1 and p.email = $2 and p.active and s.active
     ) as found on true
     order by found.kind desc`,
    [db.tenant, email, placeOf(db.tenant, email)],
  );
  return { credential: toCredential(rows), standIn: rows[0]?.stand_in ?? null };
}

function toCredential(rows: readonly CredentialRow[]): Credential | null {
  const [first] = rows;
  if (!first || first.person_id === null) return null;
  return {
    person: first.person_id,
    passwordHash: first.password_hash,
    seats: rows.map((row) => ({ seat: row.seat_id, kind: row.kind })),
  };
}

/** A place among the ids of a company's people. */
function placeOf(tenant: TenantId, email: string): string {
  return createHash('sha256').update(`${tenant} ${email}`).digest('hex').slice(0, 32);
}

/** Puts another hash of the same password in the place of one. False where that one is not stored any more. */
export async function writeRenewedHash(
  db: TenantDb,
  { person, from, to }: { readonly person: PersonId; readonly from: string; readonly to: string },
): Promise<boolean> {
  const rows = await db.query(
    `update people set password_hash = $4, given_hash = coalesce(given_hash, sha256(convert_to(password_hash, 'UTF8')))
     where tenant_id = $1 and id = $2 and password_hash = $3 returning id`,
    [db.tenant, person, from, to],
  );
  return rows.length > 0;
}

/** The sessions of a person beyond so many, by seat: of those without a device there the ones that were seen last stay. */
export async function loadSurplusSessions(
  db: TenantDb,
  person: PersonId,
  most: number,
): Promise<Map<SeatId, SessionId[]>> {
  const rows = await db.query<{ seat_id: SeatId; ids: SessionId[] }>(
    `select seat_id, array_agg(id) as ids from (
       select n.id, n.seat_id from sessions n
       where n.tenant_id = $1 and n.person_id = $2
       order by exists (select from attachments a where a.tenant_id = n.tenant_id and a.session_id = n.id) desc,
         n.last_seen_at desc, n.id
       offset $3
     ) as surplus group by seat_id`,
    [db.tenant, person, most],
  );
  return new Map(rows.map((row) => [row.seat_id, row.ids]));
}
