import { optionsOf, receiptsTurnedOn } from '@tieline/domain';
import type { SeatId, SeatKind } from '@tieline/protocol';
import type { AgentLicense, CompanyChange, CompanySettings, SeatSubject } from './company-records.ts';
import { loadTenant } from './load-tenant.ts';
import { noticeText } from './notices.ts';
import type { Parameter, TenantDb } from './store.ts';
import { writeRosterWords } from './write-roster-words.ts';

/** A new company, under the id that the transaction acts for. False where another one has its slug already. */
export async function writeNewTenant(db: TenantDb, company: CompanySettings): Promise<boolean> {
  const rows = await db.query(
    `insert into tenants (id, slug, name, mode, release, monitoring, transcripts, largest_file, file_quota, preset, options)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (slug) do nothing returning id`,
    [db.tenant, ...settingsOf(company)],
  );
  return rows.length > 0;
}

function settingsOf(company: CompanySettings): Parameter[] {
  const { slug, name, mode, release, monitoring, transcripts, largestFile, fileQuota } = company;
  const { preset, options } = company;
  const said = Object.entries(options).filter(([, value]) => value !== null);
  return [
    ...[slug, name, mode, release, monitoring, transcripts, largestFile, fileQuota],
    ...[preset, JSON.stringify(Object.fromEntries(said))],
  ];
}

/**
 * Writes planned changes, for a company whose lock is held. One statement for each kind of thing, however many
 * there are of it.
 *
 * @param hashes by e-mail, for each person whose password is new
 * @param touched the seats that were there before, and of which something changes that decisions or views read
 */
export async function writeCompany(
  db: TenantDb,
  changes: readonly CompanyChange[],
  hashes: ReadonlyMap<string, string>,
  touched: readonly SeatId[],
): Promise<void> {
  await writeRevision(db, changes, touched);
  await writeSettings(db, changes);
  await writeGroups(db, changes);
  await writeQueues(db, changes);
  await writePeople(db, changes, hashes);
  await writeSeats(db, changes);
  await writeRosterWords(db, emailsOf(changes));
  await writeAssignments(db, changes);
  await writeRemovals(db, changes);
  if (changes.length > 0) await db.query(noticeText, [db.tenant]);
}

type What = CompanyChange['what'];
type ChangeOf<Of extends What> = Extract<CompanyChange, { what: Of }>;

function pick<Of extends What>(
  changes: readonly CompanyChange[],
  what: Of,
  ...acts: ChangeOf<Of>['act'][]
): ChangeOf<Of>[] {
  const wanted: readonly string[] = acts;
  return changes.filter(
    (change): change is ChangeOf<Of> => change.what === what && wanted.includes(change.act),
  );
}

/** Counts a change that somebody may notice, and notes what it touches. The first of all, so that the others can name it. */
async function writeRevision(
  db: TenantDb,
  changes: readonly CompanyChange[],
  touched: readonly SeatId[],
): Promise<void> {
  const isOfSettings = pick(changes, 'company', 'changed').length > 0;
  const added = [...pick(changes, 'office seat', 'created'), ...pick(changes, 'agent seat', 'created')];
  if (!isOfSettings && touched.length + added.length === 0) return;
  await db.query(
    `update tenants set revision = revision + 1,
       settings_revision = case when $2 then revision + 1 else settings_revision end
     where id = $1`,
    [db.tenant, isOfSettings],
  );
  if (touched.length === 0) return;
  await db.query(
    `update seats s set revision = t.revision from tenants t
     where t.id = $1 and s.tenant_id = $1 and s.id = any($2::uuid[])`,
    [db.tenant, touched],
  );
}

/** The rows go along as one JSON document: the statement stays the same, and prepared, for any number of them. */
async function writeRows(db: TenantDb, statement: string, rows: readonly object[]): Promise<void> {
  if (rows.length > 0) await db.query(statement, [db.tenant, JSON.stringify(rows)]);
}

async function writeSettings(db: TenantDb, changes: readonly CompanyChange[]): Promise<void> {
  for (const { subject } of pick(changes, 'company', 'changed')) {
    const before = await loadTenant(db);
    const receipts = receiptsTurnedOn(before.facts.options, optionsOf(subject));
    await db.query(
      `update tenants set slug = $2, name = $3, mode = $4, release = $5, monitoring = $6, transcripts = $7,
         largest_file = $8, file_quota = $9, preset = $10, options = $11,
         receipts_since = receipts_since
           || (select coalesce(jsonb_object_agg(name, revision), '{}') from unnest($12::text[]) as on_now (name))
       where id = $1`,
      [db.tenant, ...settingsOf(subject), receipts],
    );
  }
}

async function writeGroups(db: TenantDb, changes: readonly CompanyChange[]): Promise<void> {
  const rows = pick(changes, 'group', 'created', 'changed').map((change) => change.subject);
  await writeRows(
    db,
    `insert into agent_groups (tenant_id, id, name, monitoring, transcripts)
     select $1, gen_random_uuid(), name, monitoring, transcripts
     from jsonb_to_recordset($2::jsonb) as r (name text, monitoring text, transcripts text)
     on conflict (tenant_id, name) do update
       set monitoring = excluded.monitoring, transcripts = excluded.transcripts`,
    rows,
  );
}

async function writeQueues(db: TenantDb, changes: readonly CompanyChange[]): Promise<void> {
  const rows = pick(changes, 'queue', 'created', 'changed').map((change) => change.subject);
  await writeRows(
    db,
    `insert into queues (tenant_id, id, name, monitoring, transcripts)
     select $1, gen_random_uuid(), name, monitoring, transcripts
     from jsonb_to_recordset($2::jsonb) as r (name text, monitoring text, transcripts text)
     on conflict (tenant_id, name) do update
       set monitoring = excluded.monitoring, transcripts = excluded.transcripts`,
    rows,
  );
  await writeRows(
    db,
    `delete from queue_groups s using queues q, jsonb_to_recordset($2::jsonb) as r (name text)
     where s.tenant_id = $1 and q.tenant_id = $1 and q.id = s.queue_id and q.name = r.name`,
    rows,
  );
  await writeRows(
    db,
    `insert into queue_groups (tenant_id, queue_id, group_id)
     select $1, q.id, g.id
     from jsonb_to_recordset($2::jsonb) as r (name text, groups text[])
     join queues q on q.tenant_id = $1 and q.name = r.name
     join agent_groups g on g.tenant_id = $1 and g.name = any(r.groups)`,
    rows,
  );
}

async function writePeople(
  db: TenantDb,
  changes: readonly CompanyChange[],
  hashes: ReadonlyMap<string, string>,
): Promise<void> {
  const columns = 'email text, name text, department text, administrator boolean, hash text';
  const rowOf = ({ subject }: ChangeOf<'person'>) => ({
    email: subject.email,
    name: subject.name,
    department: subject.department,
    administrator: subject.administrator,
    hash: hashes.get(subject.email) ?? null,
  });
  await writeRows(
    db,
    `insert into people (tenant_id, id, email, name, department, administrator, password_hash, origin)
     select $1, gen_random_uuid(), email, name, department, administrator, hash, 'file'
     from jsonb_to_recordset($2::jsonb) as r (${columns})`,
    pick(changes, 'person', 'created').map(rowOf),
  );
  await writeRows(
    db,
    `update people p set name = r.name, department = r.department, administrator = r.administrator,
       password_hash = coalesce(r.hash, p.password_hash),
       given_hash = case when r.hash is null then p.given_hash end, active = true, origin = 'file'
     from jsonb_to_recordset($2::jsonb) as r (${columns})
     where p.tenant_id = $1 and p.email = r.email`,
    pick(changes, 'person', 'changed', 'reactivated').map(rowOf),
  );
  await writeRows(
    db,
    `update people p set active = false from jsonb_to_recordset($2::jsonb) as r (email text)
     where p.tenant_id = $1 and p.email = r.email`,
    pick(changes, 'person', 'deactivated').map(({ subject }) => ({ email: subject.email })),
  );
}

async function writeSeats(db: TenantDb, changes: readonly CompanyChange[]): Promise<void> {
  const rows = [
    ...pick(changes, 'office seat', 'created', 'changed', 'reactivated').map(({ subject }) =>
      seatRow('office', subject.email, subject.license.title, false),
    ),
    ...pick(changes, 'agent seat', 'created', 'changed', 'reactivated').map(({ subject }) =>
      seatRow('agent', subject.email, subject.license.title, subject.license.supervisor),
    ),
  ];
  await writeRows(
    db,
    `with wanted as (
       select coalesce(s.id, gen_random_uuid()) as id, s.id is null as is_new, p.id as person, r.kind, r.title, r.supervisor
       from jsonb_to_recordset($2::jsonb) as r (email text, kind text, title text, supervisor boolean)
       join people p on p.tenant_id = $1 and p.email = r.email
       left join seats s on s.tenant_id = $1 and s.person_id = p.id and s.kind = r.kind
     ), party as (
       insert into parties (tenant_id, id, kind) select $1, id, 'seat' from wanted where is_new
     )
     insert into seats (tenant_id, id, person_id, kind, title, supervisor, revision)
     select $1, id, person, kind, title, supervisor, (select revision from tenants where id = $1) from wanted
     on conflict (tenant_id, person_id, kind) do update
       set title = excluded.title, supervisor = excluded.supervisor, active = true`,
    rows,
  );
  const gone = [
    ...pick(changes, 'office seat', 'deactivated'),
    ...pick(changes, 'agent seat', 'deactivated'),
  ];
  await writeRows(
    db,
    `update seats s set active = false from jsonb_to_recordset($2::jsonb) as r (seat uuid)
     where s.tenant_id = $1 and s.id = r.seat`,
    gone.map(({ subject }) => ({ seat: subject.seat })),
  );
}

/** Everybody of whom a name, a department or a title may have changed. */
function emailsOf(changes: readonly CompanyChange[]): string[] {
  const people = [
    ...pick(changes, 'person', 'created', 'changed', 'reactivated'),
    ...pick(changes, 'office seat', 'created', 'changed', 'reactivated'),
    ...pick(changes, 'agent seat', 'created', 'changed', 'reactivated'),
  ];
  return [...new Set(people.map(({ subject }) => subject.email))];
}

function seatRow(kind: SeatKind, email: string, title: string, supervisor: boolean): object {
  return { kind, email, title, supervisor };
}

/** Where an agent seat belongs, and what a supervisor is assigned to. */
const assignments = [
  {
    table: 'agent_group_members',
    column: 'group_id',
    targets: 'agent_groups',
    of: (one: AgentLicense) => one.groups,
  },
  {
    table: 'supervised_groups',
    column: 'group_id',
    targets: 'agent_groups',
    of: (one: AgentLicense) => one.supervisedGroups,
  },
  {
    table: 'supervised_queues',
    column: 'queue_id',
    targets: 'queues',
    of: (one: AgentLicense) => one.supervisedQueues,
  },
] as const;

async function writeAssignments(db: TenantDb, changes: readonly CompanyChange[]): Promise<void> {
  const seats = pick(changes, 'agent seat', 'created', 'changed', 'reactivated');
  for (const { table, column, targets, of } of assignments) {
    const rows = seats.map(({ subject }: { subject: SeatSubject<AgentLicense> }) => ({
      email: subject.email,
      names: of(subject.license),
    }));
    await writeRows(
      db,
      `delete from ${table} m using seats s, people p, jsonb_to_recordset($2::jsonb) as r (email text)
       where m.tenant_id = $1 and s.tenant_id = $1 and s.id = m.seat_id
         and p.tenant_id = $1 and p.id = s.person_id and p.email = r.email`,
      rows,
    );
    await writeRows(
      db,
      `insert into ${table} (tenant_id, seat_id, ${column})
       select $1, s.id, t.id
       from jsonb_to_recordset($2::jsonb) as r (email text, names text[])
       join people p on p.tenant_id = $1 and p.email = r.email
       join seats s on s.tenant_id = $1 and s.person_id = p.id and s.kind = 'agent'
       join ${targets} t on t.tenant_id = $1 and t.name = any(r.names)`,
      rows,
    );
  }
}

async function writeRemovals(db: TenantDb, changes: readonly CompanyChange[]): Promise<void> {
  await writeRows(
    db,
    `delete from queues q using jsonb_to_recordset($2::jsonb) as r (name text)
     where q.tenant_id = $1 and q.name = r.name`,
    pick(changes, 'queue', 'removed').map(({ name }) => ({ name })),
  );
  await writeRows(
    db,
    `delete from agent_groups g using jsonb_to_recordset($2::jsonb) as r (name text)
     where g.tenant_id = $1 and g.name = r.name`,
    pick(changes, 'group', 'removed').map(({ name }) => ({ name })),
  );
}
