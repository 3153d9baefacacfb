import type { CompanyState, PersonState, UnmanagedPerson } from '../store/company-records.ts';
import type { CompanyFile } from './company-file.ts';
import { type FileError, shown } from './file-error.ts';
import type { FilePerson } from './person-entry.ts';

/** How a sentence names where somebody comes from whom a company file does not manage. */
export const originWords = { directory: 'the directory', invitation: 'an invitation' } as const;

/** The people who stay as they are, whatever the file says: they come from elsewhere, and it does not take them over. */
export function unmanagedPeople(
  before: CompanyState | null,
  file: CompanyFile,
  takesOver: boolean,
): PersonState[] {
  const named = new Set(file.people.map(({ settings }) => settings.email));
  return (before?.people ?? []).filter(
    ({ origin, settings }) => origin !== 'file' && !(takesOver && named.has(settings.email)),
  );
}

/** Those of them who are there, for who reads the plan. */
export function listUnmanaged(people: readonly PersonState[]): UnmanagedPerson[] {
  return people.flatMap(({ origin, active, settings }) =>
    active && origin !== 'file' ? [{ email: settings.email, origin }] : [],
  );
}

/** What the file asks for that would change one of them. */
export function unmanagedErrors(
  before: CompanyState | null,
  file: CompanyFile,
  unmanaged: readonly PersonState[],
): FileError[] {
  const byEmail = new Map(unmanaged.map((person) => [person.settings.email, person]));
  return [
    ...file.people.flatMap((person) => namedError(person, byEmail.get(person.settings.email))),
    ...removalErrors('group', before?.groups ?? [], file.groups, unmanaged, groupsOf),
    ...removalErrors('queue', before?.queues ?? [], file.queues, unmanaged, queuesOf),
  ];
}

function namedError({ place, settings }: FilePerson, person: PersonState | undefined): FileError[] {
  if (person === undefined || person.origin === 'file') return [];
  const from = originWords[person.origin];
  const sentence = `${settings.email} is in the company already, from ${from}: leave the entry out, or apply with --take-over to manage the person by this file from now on`;
  return [{ place, sentence }];
}

/** Somebody who has left keeps no group from being removed, but may come back as a supervisor of what is assigned. */
function groupsOf({ active, agent }: PersonState): readonly string[] {
  if (!agent) return [];
  const groups = active && agent.active ? agent.license.groups : [];
  return [...groups, ...agent.license.supervisedGroups];
}

function queuesOf({ agent }: PersonState): readonly string[] {
  return agent?.license.supervisedQueues ?? [];
}

/** Removing what they are in would change them, and make a supervisor of nothing else one of everything (MON-5). */
function removalErrors(
  what: 'group' | 'queue',
  before: readonly { readonly name: string }[],
  after: readonly { readonly name: string }[],
  unmanaged: readonly PersonState[],
  namesOf: (person: PersonState) => readonly string[],
): FileError[] {
  const wanted = new Set(after.map(({ name }) => name));
  return before.flatMap(({ name }) => {
    if (wanted.has(name)) return [];
    const person = unmanaged.find((one) => namesOf(one).includes(name));
    if (person === undefined || person.origin === 'file') return [];
    const from = originWords[person.origin];
    const sentence = `the ${what} ${shown(name)} is not in the file, and cannot be removed: ${person.settings.email}, who comes from ${from}, belongs to it`;
    return [{ place: null, sentence }];
  });
}
