import type { OptionSettings } from '@tieline/protocol';
import type {
  CompanyChange,
  CompanyState,
  FieldChange,
  GroupSettings,
  PersonState,
  QueueSettings,
  UnmanagedPerson,
} from '../store/company-records.ts';
import { compareFields, type Fields } from './compare-fields.ts';
import type { CompanyFile } from './company-file.ts';
import type { FileError } from './file-error.ts';
import { shownSize } from './sizes.ts';
import type { FilePerson } from './person-entry.ts';
import { planLeaving, planPerson } from './plan-people.ts';
import { listUnmanaged, unmanagedErrors, unmanagedPeople } from './plan-unmanaged.ts';

export type Plan =
  | {
      readonly ok: true;
      readonly changes: readonly CompanyChange[];
      readonly unmanaged: readonly UnmanagedPerson[];
    }
  | { readonly ok: false; readonly errors: readonly FileError[] };

/**
 * What has to change so that the company is as the file says, in the order in which it can be written.
 *
 * @param before null: there is no such company yet
 * @param newPasswords e-mails whose password is not the stored one
 * @param takesOver whether people of the file who come from elsewhere are managed by it from now on
 */
export function planCompany(
  before: CompanyState | null,
  file: CompanyFile,
  newPasswords: ReadonlySet<string>,
  takesOver = false,
): Plan {
  const stored = new Map(before?.people.map((person) => [person.settings.email, person]));
  const unmanaged = unmanagedPeople(before, file, takesOver);
  const errors = [
    ...file.people.flatMap((person) => passwordMissing(person, stored)),
    ...unmanagedErrors(before, file, unmanaged),
  ];
  if (errors.length > 0) return { ok: false, errors };
  const people = file.people.flatMap((person) =>
    planPerson(person, stored.get(person.settings.email) ?? null, newPasswords.has(person.settings.email)),
  );
  const named = new Set(file.people.map((person) => person.settings.email));
  const leaving = [...stored.values()].filter(
    ({ active, origin, settings }) => active && origin === 'file' && !named.has(settings.email),
  );
  const changes = [
    ...planSettings(before, file),
    ...planListed('group', before?.groups ?? [], file.groups, groupFields),
    ...planListed('queue', before?.queues ?? [], file.queues, queueFields),
    ...people,
    ...leaving.flatMap(planLeaving),
  ];
  // Groups are removed last, as queues and seats may refer to them until they are changed.
  const goesLast = (change: CompanyChange) => change.act === 'removed';
  return {
    ok: true,
    changes: [...changes.filter((change) => !goesLast(change)), ...changes.filter(goesLast)],
    unmanaged: listUnmanaged(unmanaged),
  };
}

function passwordMissing(person: FilePerson, stored: ReadonlyMap<string, PersonState>): FileError[] {
  if (person.password.is !== 'none' || stored.has(person.settings.email)) return [];
  const sentence = `${person.settings.email} is new here and needs a password or a password-hash`;
  return [{ place: person.place, sentence }];
}

/** What the plan prints where the file says nothing of a preset or an option. */
const unsaid = '(default)';

function optionFields({ options }: OptionSettings): Fields {
  const named = Object.entries(options).map(([name, value]) => [`options.${name}`, value ?? unsaid]);
  return Object.fromEntries(named) as Fields;
}

function planSettings(before: CompanyState | null, { settings }: CompanyFile): CompanyChange[] {
  const fieldsOf = (company: typeof settings): Fields => ({
    name: company.name,
    mode: company.mode,
    release: company.release,
    preset: company.preset ?? unsaid,
    ...optionFields(company),
    monitoring: company.monitoring,
    transcripts: company.transcripts,
    'largest-file': shownSize(company.largestFile),
    'file-quota': shownSize(company.fileQuota),
  });
  const fields = compareFields(before && fieldsOf(before.settings), fieldsOf(settings));
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
    const fields = compareFields(old ? fieldsOf(old) : null, fieldsOf(subject));
    return old && fields.length === 0 ? [] : [change(old ? 'changed' : 'created', subject, fields)];
  });
  const gone = before.filter((one) => !wanted.has(one.name));
  return [...written, ...gone.map((subject) => change('removed', subject, []))];
}
