import type { PersonId, SeatId, SeatKind } from '@tieline/protocol';
import type {
  AgentLicense,
  CompanyState,
  GroupSettings,
  PersonOrigin,
  PersonState,
  QueueSettings,
  SeatState,
} from './company-records.ts';
import { loadTenant } from './load-tenant.ts';
import type { TenantDb } from './store.ts';

/** Everything about a company that its file describes, those included that are deactivated. */
export async function loadCompany(db: TenantDb): Promise<CompanyState> {
  const tenant = await loadTenant(db);
  const { slug, name, release, optionSettings, monitoring, transcripts, largestFile, fileQuota } = tenant;
  return {
    tenant: db.tenant,
    settings: {
      slug,
      name,
      mode: tenant.facts.mode,
      release,
      preset: optionSettings.preset,
      options: optionSettings.options,
      monitoring,
      transcripts,
      largestFile,
      fileQuota,
    },
    groups: await loadGroups(db),
    queues: await loadQueues(db),
    people: await loadPeople(db),
  };
}

/** Whoever writes a company holds this lock, so that what was loaded after it stays true until the commit. */
export async function loadCompanyLock(db: TenantDb): Promise<void> {
  await db.query('select 1 from tenants where id = $1 for no key update', [db.tenant]);
}

function loadGroups(db: TenantDb): Promise<GroupSettings[]> {
  return db.query<GroupSettings>(
    'select name, monitoring, transcripts from agent_groups where tenant_id = $1 order by name',
    [db.tenant],
  );
}

async function loadQueues(db: TenantDb): Promise<QueueSettings[]> {
  const rows = await db.query<QueueSettings>(
    `select q.name, q.monitoring, q.transcripts,
       array(
         select g.name from queue_groups s join agent_groups g on g.tenant_id = s.tenant_id and g.id = s.group_id
         where s.tenant_id = q.tenant_id and s.queue_id = q.id
       ) as groups
     from queues q where q.tenant_id = $1 order by q.name`,
    [db.tenant],
  );
  return rows.map((row) => ({
    name: row.name,
    monitoring: row.monitoring,
    transcripts: row.transcripts,
    groups: row.groups.toSorted(),
  }));
}

interface PersonRow {
  id: PersonId;
  origin: PersonOrigin;
  email: string;
  name: string;
  department: string;
  administrator: boolean;
  active: boolean;
  password_hash: string;
  given: string;
}

interface SeatRow {
  id: SeatId;
  person_id: PersonId;
  kind: SeatKind;
  title: string;
  supervisor: boolean;
  active: boolean;
  groups: string[];
  supervised_groups: string[];
  supervised_queues: string[];
}

const seatsOfCompany = /* sql */ `
  select s.id, s.person_id, s.kind, s.title, s.supervisor, s.active,
    array(
      select g.name from agent_group_members m join agent_groups g on g.tenant_id = m.tenant_id and g.id = m.group_id
      where m.tenant_id = s.tenant_id and m.seat_id = s.id
    ) as groups,
    array(
      select g.name from supervised_groups m join agent_groups g on g.tenant_id = m.tenant_id and g.id = m.group_id
      where m.tenant_id = s.tenant_id and m.seat_id = s.id
    ) as supervised_groups,
    array(
      select q.name from supervised_queues m join queues q on q.tenant_id = m.tenant_id and q.id = m.queue_id
      where m.tenant_id = s.tenant_id and m.seat_id = s.id
    ) as supervised_queues
  from seats s where s.tenant_id = $1`;

async function loadPeople(db: TenantDb): Promise<PersonState[]> {
  const people = await db.query<PersonRow>(
    `select id, origin, email, name, department, administrator, active, password_hash,
       encode(coalesce(given_hash, sha256(convert_to(password_hash, 'UTF8'))), 'hex') as given
     from people where tenant_id = $1 order by email`,
    [db.tenant],
  );
  const seats = await db.query<SeatRow>(seatsOfCompany, [db.tenant]);
  const offices = new Map(seats.flatMap((row) => (row.kind === 'office' ? [[row.person_id, row]] : [])));
  const agents = new Map(seats.flatMap((row) => (row.kind === 'agent' ? [[row.person_id, row]] : [])));
  return people.map((row) => toPerson(row, offices.get(row.id) ?? null, agents.get(row.id) ?? null));
}

function toPerson(row: PersonRow, office: SeatRow | null, agent: SeatRow | null): PersonState {
  const { email, name, department, administrator } = row;
  return {
    person: row.id,
    origin: row.origin,
    settings: { email, name, department, administrator },
    active: row.active,
    passwordHash: row.password_hash,
    givenHash: row.given,
    office: office && { seat: office.id, active: office.active, license: { title: office.title } },
    agent: agent && toAgent(agent),
  };
}

function toAgent(row: SeatRow): SeatState<AgentLicense> {
  return {
    seat: row.id,
    active: row.active,
    license: {
      title: row.title,
      supervisor: row.supervisor,
      groups: row.groups.toSorted(),
      supervisedGroups: row.supervised_groups.toSorted(),
      supervisedQueues: row.supervised_queues.toSorted(),
    },
  };
}
