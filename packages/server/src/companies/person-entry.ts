import type { Mode } from '@tieline/protocol';
import { isSeq, type Node } from 'yaml';
import { isPasswordHash } from '../credentials/passwords.ts';
import type { AgentLicense, OfficeLicense, PersonSettings } from '../store/company-records.ts';
import {
  type Fields,
  readFields,
  readFlag,
  readOptional,
  readTextOf,
  type Reading,
  sayAt,
} from './fields.ts';
import { isSteering, type Place } from './file-error.ts';
import { longest, readEmail, readLabel, readName, readReferences, type Register } from './names.ts';

/** How a person's password is given. `none`: it stays as it is, which only somebody who has one can do. */
export type FilePassword =
  | { readonly is: 'none' }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'hash'; readonly hash: string };

/** A person of a company file, with at least one license. */
export interface FilePerson {
  readonly place: Place;
  readonly settings: PersonSettings;
  readonly password: FilePassword;
  readonly office: OfficeLicense | null;
  readonly agent: AgentLicense | null;
}

/** What the entry of a person refers to. */
export interface Surroundings {
  readonly groups: ReadonlySet<string>;
  readonly queues: ReadonlySet<string>;
  /** null: it could not be read. */
  readonly mode: Mode | null;
}

const keys = ['email', 'name', 'department', 'administrator', 'password', 'password-hash', 'office', 'agent'];

/** null where the node is no mapping; that is reported. */
export function readPerson(
  reading: Reading,
  node: Node,
  known: Surroundings,
  register: Register,
): FilePerson | null {
  const fields = readFields(reading, node, 'a person', keys);
  if (fields === null) return null;
  const email = readEmail(fields);
  register.add(fields, 'email', email);
  if (!fields.values.has('office') && !fields.values.has('agent')) {
    sayAt(fields, '', 'a person needs a license: office, agent, or both');
  }
  return {
    place: fields.place,
    settings: {
      email,
      name: readName(fields, 'name'),
      department: readLabel(fields, 'department'),
      administrator: readFlag(fields, 'administrator'),
    },
    password: readPassword(fields),
    office: readOffice(fields, known),
    agent: readAgent(fields, known),
  };
}

/** The errors never quote the value, which is a password or a hash. */
function readPassword(fields: Fields): FilePassword {
  const { reading, values } = fields;
  if (values.has('password') && values.has('password-hash')) {
    sayAt(fields, 'password-hash', 'give either password or password-hash, not both');
  }
  const [hashNode, textNode] = [readOptional(fields, 'password-hash'), readOptional(fields, 'password')];
  if (hashNode) {
    const hash = readTextOf(reading, hashNode, 'password-hash', true);
    if (hash === null || isPasswordHash(hash)) return hash === null ? { is: 'none' } : { is: 'hash', hash };
    sayAt(
      fields,
      'password-hash',
      'password-hash must be an argon2id hash: $argon2id$v=19$m=...,t=...,p=...$salt$hash',
    );
  }
  const text = textNode && readTextOf(reading, textNode, 'password', true);
  if (text === null) return { is: 'none' };
  if (text.length < 8 || text.length > longest.password || isSteering(text)) {
    sayAt(
      fields,
      'password',
      `password must have 8 to ${longest.password} characters, without control characters`,
    );
  }
  return { is: 'text', text };
}

function readOffice(fields: Fields, known: Surroundings): OfficeLicense | null {
  const license = readLicense(fields, 'office', 'an office license', ['title']);
  if (license === null) return null;
  if (known.mode === 1) {
    sayAt(
      fields,
      'office',
      'a company of mode 1 is a contact center alone and has no office licenses (TEN-2)',
    );
  }
  return { title: readLabel(license, 'title') };
}

function readAgent(fields: Fields, known: Surroundings): AgentLicense | null {
  const license = readLicense(fields, 'agent', 'an agent license', [
    'title',
    'supervisor',
    'groups',
    'supervises',
  ]);
  if (license === null) return null;
  const supervisor = readFlag(license, 'supervisor');
  if (!supervisor && license.values.has('supervises')) {
    sayAt(
      license,
      'supervises',
      'only a supervisor supervises: add supervisor: true, or leave supervises out',
    );
  }
  return {
    title: readLabel(license, 'title'),
    supervisor,
    groups: readReferences(license, 'groups', 'group', known.groups),
    ...readSupervised(license, known),
  };
}

/** A license without settings is written `{}`; a key without a value may be a mistake, and is an error. */
function readLicense(fields: Fields, key: string, what: string, own: readonly string[]): Fields | null {
  if (!fields.values.has(key)) return null;
  const node = readOptional(fields, key);
  return node && readFields(fields.reading, node, what, own);
}

/** Rejects an empty list: nothing assigned means everything (MON-5), the opposite of what the list looks like. */
function readSupervised(
  license: Fields,
  known: Surroundings,
): { supervisedGroups: readonly string[]; supervisedQueues: readonly string[] } {
  const supervises = readLicense(license, 'supervises', 'supervises', ['groups', 'queues']);
  if (supervises === null) return { supervisedGroups: [], supervisedQueues: [] };
  const items = [...supervises.values.values()].map((node) => (isSeq(node) ? node.items.length : 1));
  if (items.every((count) => count === 0)) {
    sayAt(
      license,
      'supervises',
      'supervises is empty: leave it out, and the supervisor supervises everything (MON-5)',
    );
  }
  return {
    supervisedGroups: readReferences(supervises, 'groups', 'group', known.groups),
    supervisedQueues: readReferences(supervises, 'queues', 'queue', known.queues),
  };
}
