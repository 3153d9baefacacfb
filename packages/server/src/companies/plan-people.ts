import type {
  AgentLicense,
  CompanyChange,
  FieldChange,
  FieldValue,
  OfficeLicense,
  PersonState,
  SeatState,
  SeatSubject,
} from '../store/company-records.ts';
import { compareFields, type Fields } from './compare-fields.ts';
import type { FilePerson } from './person-entry.ts';

type PersonChange = Extract<CompanyChange, { what: 'person' | 'office seat' | 'agent seat' }>;

/** What has to change about somebody who is in the file, and about the seats. `stored` null: new here. */
export function planPerson(
  person: FilePerson,
  stored: PersonState | null,
  newPassword: boolean,
): PersonChange[] {
  const { settings } = person;
  const fieldsOf = ({ name, department, administrator }: typeof settings): Fields => ({
    name,
    department,
    administrator,
  });
  const fields = compareFields(stored && fieldsOf(stored.settings), fieldsOf(settings));
  if (stored && stored.origin !== 'file') fields.push({ field: 'origin', from: stored.origin, to: 'file' });
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
export function planLeaving(person: PersonState): PersonChange[] {
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
    supervises: supervisedBy(license),
  };
}

/** Nothing assigned means everything (MON-5): two empty lists would say the opposite of it. */
function supervisedBy({ supervisor, supervisedGroups, supervisedQueues }: AgentLicense): FieldValue {
  const assigned = [
    ...supervisedGroups.map((name) => `group ${name}`),
    ...supervisedQueues.map((name) => `queue ${name}`),
  ];
  return supervisor && assigned.length === 0 ? 'everything' : assigned;
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
  const fields = wanted === null ? [] : compareFields(stored && fieldsOf(stored.license), fieldsOf(wanted));
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
