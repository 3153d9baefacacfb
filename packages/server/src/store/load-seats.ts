import { optionsOf, type PresenceFacts, type RosterScope, type SeatFacts } from '@tieline/domain';
import type { GroupId, PersonId, SeatId, SeatKind, SeatStatus } from '@tieline/protocol';
import { fold, searchPieces } from '@tieline/text';
import { optionSettingsOf, type OptionsRow } from './load-tenant.ts';
import type { TenantDb } from './store.ts';

/** Everything about a seat that decisions and views ask for. */
export interface SeatRecord {
  readonly facts: SeatFacts;
  readonly presence: PresenceFacts;
  readonly person: PersonId;
  readonly name: string;
  readonly title: string;
  readonly department: string;
  readonly groupNames: readonly string[];
}

interface Row extends OptionsRow {
  id: SeatId;
  person_id: PersonId;
  kind: SeatKind;
  supervisor: boolean;
  active: boolean;
  status: SeatStatus;
  status_since: string;
  title: string;
  name: string;
  department: string;
  logged_in: boolean;
  all_idle: boolean;
  group_ids: GroupId[];
  group_names: string[];
  office_seat: SeatId | null;
}

const seatColumns = /* sql */ `
  s.id, s.person_id, s.kind, s.supervisor, s.active and p.active as active, s.status, s.status_since, s.title,
  p.name, p.department, t.preset, t.options, live.logged_in, live.all_idle, member.group_ids, member.group_names,
  (select o.id from seats o where o.tenant_id = s.tenant_id and o.person_id = s.person_id and o.kind = 'office'
    and o.active and p.active) as office_seat`;

const seatTables = /* sql */ `
  seats s
  join tenants t on t.id = s.tenant_id
  join people p on p.tenant_id = s.tenant_id and p.id = s.person_id
  cross join lateral (
    select count(*) > 0 as logged_in, coalesce(bool_and(a.idle), false) as all_idle
    from attachments a where a.tenant_id = s.tenant_id and a.seat_id = s.id
  ) live
  cross join lateral (
    select coalesce(array_agg(g.id order by g.name), '{}') as group_ids, coalesce(array_agg(g.name order by g.name), '{}') as group_names
    from agent_group_members m join agent_groups g on g.tenant_id = m.tenant_id and g.id = m.group_id
    where m.tenant_id = s.tenant_id and m.seat_id = s.id
  ) member`;

function toRecord(db: TenantDb, row: Row): SeatRecord {
  return {
    facts: {
      party: 'seat',
      tenant: db.tenant,
      seat: row.id,
      kind: row.kind,
      supervisor: row.supervisor,
      active: row.active,
      loggedIn: row.logged_in,
      groups: row.group_ids,
      officeSeat: row.office_seat,
    },
    presence: {
      kind: row.kind,
      loggedIn: row.logged_in,
      status: row.status,
      statusSince: row.status_since,
      allIdle: row.all_idle,
      agentPresence: optionsOf(optionSettingsOf(row)).agent_presence_in_office,
    },
    person: row.person_id,
    name: row.name,
    title: row.title,
    department: row.department,
    groupNames: row.group_names,
  };
}

/** The seats with these ids, as they are now. Ids of nothing, or of another tenant, are not in the answer. */
export async function loadSeats(db: TenantDb, ids: readonly SeatId[]): Promise<Map<SeatId, SeatRecord>> {
  const rows = await db.query<Row>(
    `select ${seatColumns} from ${seatTables} where s.tenant_id = $1 and s.id = any($2::uuid[])`,
    [db.tenant, ids],
  );
  return new Map(rows.map((row) => [row.id, toRecord(db, row)]));
}

/** One seat; null where there is none in this tenant. */
export async function loadSeat(db: TenantDb, id: SeatId): Promise<SeatRecord | null> {
  return (await loadSeats(db, [id])).get(id) ?? null;
}

/** The seats that changes of the company after a revision have touched: something that decisions or views read of them. */
export async function loadChangedSeats(db: TenantDb, since: number): Promise<ChangedSeat[]> {
  return db.query<ChangedSeat>(
    `select id as seat, kind from seats
     where tenant_id = $1 and kind = any('{office,agent}') and revision > $2`,
    [db.tenant, since],
  );
}

export interface ChangedSeat {
  readonly seat: SeatId;
  readonly kind: SeatKind;
}

/** What changes of the company after a revision have touched, as far as one seat has to know. */
export interface SeatNews {
  /** Something that is read of the seat itself. */
  readonly isOwn: boolean;
  /** The sides on which a seat was touched. */
  readonly kinds: readonly SeatKind[];
}

export async function loadSeatNews(db: TenantDb, seat: SeatId, since: number): Promise<SeatNews> {
  const [row] = await db.query<{ own: boolean; office: boolean; agent: boolean }>(
    `select
       exists (select from seats where tenant_id = $1 and id = $2 and revision > $3) as own,
       exists (select from seats where tenant_id = $1 and kind = 'office' and revision > $3) as office,
       exists (select from seats where tenant_id = $1 and kind = 'agent' and revision > $3) as agent`,
    [db.tenant, seat, since],
  );
  return {
    isOwn: row?.own === true,
    kinds: (['office', 'agent'] as const).filter((kind) => row?.[kind] === true),
  };
}

/** The active seats of the tenant that supervise. */
export async function loadSupervisors(db: TenantDb): Promise<SeatRecord[]> {
  const rows = await db.query<Row>(
    `select ${seatColumns} from ${seatTables}
     where s.tenant_id = $1 and s.supervisor and s.active and p.active order by p.name, s.id`,
    [db.tenant],
  );
  return rows.map((row) => toRecord(db, row));
}

export interface RosterRead {
  readonly viewer: SeatFacts;
  readonly scope: RosterScope;
  readonly search: string;
  /** Name and seat of the last entry of the page before. */
  readonly after: { readonly name: string; readonly seat: SeatId } | null;
  readonly limit: number;
}

/**
 * A page of a roster: what `scope` holds for the viewer, by name, found by words of name, title, department or e-mail,
 * whichever the roster: its entries are colleagues, who may know each other by their mails. An e-mail is not shown, and
 * finds nobody outside of the scope.
 */
export async function loadRosterPage(db: TenantDb, read: RosterRead): Promise<SeatRecord[]> {
  const patterns = searchPieces(read.search).map((piece) => `%${piece.replace(/[\\%_]/g, '\\$&')}%`);
  // In the order of the index, each seat looked at by itself: a planner that knows too little of a company that was just
  // made would join and sort all of it for the first hundred. Everything else is read of the entries of the page only.
  const page = await db.query<{ id: SeatId }>(
    `select w.seat_id as id
     from roster_words w cross join lateral (
       select s.id
       from seats s join people p on p.tenant_id = s.tenant_id and p.id = s.person_id
       where s.tenant_id = $1 and s.id = w.seat_id and s.active and p.active
         and case when s.kind = 'office' then $3::boolean
                  when $4 = 'all' then true
                  when $4 = 'shared-groups' then exists (
                    select from agent_group_members m
                    where m.tenant_id = $1 and m.seat_id = s.id and m.group_id = any($5::uuid[])
                  )
                  else false end
       limit 1
     ) entry
     where w.tenant_id = $1 and w.seat_id <> $2 and w.words like all ($6::text[])
       and (w.sort_name, w.seat_id) > ($7, $8::uuid)
     order by w.sort_name, w.seat_id limit $9`,
    [
      db.tenant,
      read.viewer.seat,
      read.scope.office,
      read.scope.agents,
      read.viewer.groups,
      patterns,
      fold(read.after?.name ?? ''),
      read.after?.seat ?? '00000000-0000-0000-0000-000000000000',
      read.limit,
    ],
  );
  const ids = page.map(({ id }) => id);
  const seats = await loadSeats(db, ids);
  return ids.map((id) => seats.get(id)).filter((seat) => seat !== undefined);
}

/** The seat that a person with this e-mail has on one side; null where there is none. */
export async function loadSeatByEmail(db: TenantDb, email: string, kind: SeatKind): Promise<SeatId | null> {
  const [row] = await db.query<{ id: SeatId }>(
    `select s.id from people p join seats s on s.tenant_id = p.tenant_id and s.person_id = p.id
     where p.tenant_id = $1 and p.email = $2 and s.kind = $3`,
    [db.tenant, email, kind],
  );
  return row?.id ?? null;
}
