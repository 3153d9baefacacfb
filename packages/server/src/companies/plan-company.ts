import type {
  AgentLicense,
  CompanyChange,
  CompanyState,
  FieldChange,
  FieldValue,
  GroupSettings,
  OfficeLicense,
  PersonState,
  QueueSettings,
  SeatState,
  SeatSubject,
} from '../store/company-records.ts';
import type { CompanyFile } from './company-file.ts';
import type { FileError } from './file-error.ts';
import type { FilePerson } from './person-entry.ts';

export type Plan =
  | { readonly ok: true; readonly changes: readonly CompanyChange[] }
  | { readonly ok: false; readonly errors: readonly FileError[] };

type Fields = Readonly<Record<string, FieldValue>>;

/**
 * What has to change so that the company is as the file says, in the order in which it can be written.
 *
 * @param before null: there is no such company yet
 * @param newPasswords e-mails whose password is not the stored one
 */
export function planCompany(
  before: CompanyState | null,
  file: CompanyFile,
  newPasswords: ReadonlySet<string>,
): Plan {
  const stored = new Map(before?.people.map((person) => [person.settings.email, person]));
  const errors = file.people.flatMap((person) => passwordMissing(person, stored));
  if (errors.length > 0) return { ok: false, errors };
  const people = file.people.flatMap((person) =>
    planPerson(person, stored.get(person.settings.email) ?? null, newPasswords.has(person.settings.email)),
  );
  const named = new Set(file.people.map((person) => person.settings.email));
  const leaving = [...stored.values()].filter((person) => person.active && !named.has(person.settings.email));
  const changes = [
    ...planSettings(before, file),
    ...planListed('group', before?.groups ?? [], file.groups, groupFields),
    ...planListed('queue', before?.queues ?? [], file.queues, queueFields),
    ...people,
    ...leaving.flatMap(planLeaving),
  ];
  // A group that goes may still be named by a queue or a seat that changes: it goes last.
  const goesLast = (change: CompanyChange) => change.act === 'removed';
  return {
    ok: true,
    changes: [...changes.filter((change) => !goesLast(change)), ...changes.filter(goesLast)],
  };
}

function passwordMissing(person: FilePerson, stored: ReadonlyMap<string, PersonState>): FileError[] {
  if (person.password.is !== 'none' || stored.has(person.settings.email)) return [];
  const sentence = `${person.settings.email} is new here and needs a password or a password-hash`;
  return [{ place: person.place, sentence }];
}

function planSettings(before: CompanyState | null, { settings }: CompanyFile): CompanyChange[] {
  const fieldsOf = ({ name, mode, release, monitoring, transcripts }: typeof settings): Fields => ({
    name,
    mode,
    release,
    monitoring,
    transcripts,
  });
  const fields = compare(before && fieldsOf(before.settings), fieldsOf(settings));
  const change = { what: 'company', name: settings.slug, fields, subject: settings } as const;
  if (!before) return [{ ...change, act: 'created' }];
  return fields.length > 0 ? [{ ...change, act: 'changed' }] : [];
}

function groupFields({ monitoring, transcripts }: GroupSettings): Fields {
  return { monitoring, transcripts };
}

function queueFields({ monitoring, transcripts, groups }: QueueSettings): Fields {
  return { monitoring, transcripts, groups };
}

type ListedAct = 'created' | 'changed' | 'removed';

/** Groups and queues: what is not in the file any more is removed. */
function planListed<What extends 'group' | 'queue', Subject extends { readonly name: string }>(
  what: What,
  before: readonly Subject[],
  after: readonly Subject[],
  fieldsOf: (subject: Subject) => Fields,
): { what: What; act: ListedAct; name: string; fields: FieldChange[]; subject: Subject }[] {
  const stored = new Map(before.map((one) => [one.name, one]));
  const wanted = new Set(after.map((one) => one.name));
  const change = (act: ListedAct, subject: Subject, fields: FieldChange[]) => ({
    what,
    act,
    name: subject.name,
    fields,
    subject,
  });
  const written = after.flatMap((subject) => {
    const old = stored.get(subject.name);
    const fields = compare(old ? fieldsOf(old) : null, fieldsOf(subject));
    return old && fields.length === 0 ? [] : [change(old ? 'changed' : 'created', subject, fields)];
  });
  const gone = before.filter((one) => !wanted.has(one.name));
  return [...written, ...gone.map((subject) => change('removed', subject, []))];
}

type PersonChange = Extract<CompanyChange, { what: 'person' | 'office seat' | 'agent seat' }>;

function planPerson(person: FilePerson, stored: PersonState | null, newPassword: boolean): PersonChange[] {
  const { settings } = person;
  const fieldsOf = ({ name, department, administrator }: typeof settings): Fields => ({
    name,
    department,
    administrator,
  });
  const fields = compare(stored && fieldsOf(stored.settings), fieldsOf(settings));
  if (newPassword) fields.push({ field: 'password', from: null, to: null });
  const act = decideAct(stored, true, fields);
  const email = settings.email;
  return [
    ...(act === null ? [] : [{ what: 'person', act, name: email, fields, subject: settings } as const]),
    ...planSeat('office seat', email, stored?.office ?? null, person.office, officeFields),
    ...planSeat('agent seat', email, stored?.agent ?? null, person.agent, agentFields),
  ];
}

/** Somebody the file does not have any more. Nothing is deleted: what was written stays, under their name. */
function planLeaving(person: PersonState): PersonChange[] {
  const { settings } = person;
  return [
    { what: 'person', act: 'deactivated', name: settings.email, fields: [], subject: settings },
    ...planSeat('office seat', settings.email, person.office, null, officeFields),
    ...planSeat('agent seat', settings.email, person.agent, null, agentFields),
  ];
}

function officeFields({ title }: OfficeLicense): Fields {
  return { title };
}

function agentFields(license: AgentLicense): Fields {
  return {
    title: license.title,
    supervisor: license.supervisor,
    groups: license.groups,
    'supervised groups': license.supervisedGroups,
    'supervised queues': license.supervisedQueues,
  };
}

function planSeat<What extends 'office seat' | 'agent seat', License>(
  what: What,
  email: string,
  stored: SeatState<License> | null,
  wanted: License | null,
  fieldsOf: (license: License) => Fields,
): { what: What; act: SeatAct; name: string; fields: FieldChange[]; subject: SeatSubject<License> }[] {
  const license = wanted ?? stored?.license;
  if (license === undefined) return [];
  const fields = wanted === null ? [] : compare(stored && fieldsOf(stored.license), fieldsOf(wanted));
  const act = decideAct(stored, wanted !== null, fields);
  const subject = { email, seat: stored?.seat ?? null, license };
  return act === null ? [] : [{ what, act, name: email, fields, subject }];
}

type SeatAct = 'created' | 'changed' | 'reactivated' | 'deactivated';

function decideAct(
  stored: { readonly active: boolean } | null,
  wanted: boolean,
  fields: readonly FieldChange[],
): SeatAct | null {
  if (stored === null) return wanted ? 'created' : null;
  if (!wanted) return stored.active ? 'deactivated' : null;
  if (!stored.active) return 'reactivated';
  return fields.length > 0 ? 'changed' : null;
}

/** The fields that differ; for something new, all of them. */
function compare(before: Fields | null, after: Fields): FieldChange[] {
  return Object.entries(after).flatMap(([field, to]) => {
    const from = before?.[field] ?? null;
    return isSame(from, to) ? [] : [{ field, from, to }];
  });
}

function isSame(one: FieldValue | null, other: FieldValue): boolean {
  if (one === null || typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
