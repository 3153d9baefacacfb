import {
  modes,
  optionValues,
  policySettings,
  presets,
  releases,
  type Mode,
  type OptionName,
  type OptionSettings,
  type PolicySetting,
  type Release,
} from '@tieline/protocol';
import { isScalar, isSeq, type Node } from 'yaml';
import type { CompanySettings, GroupSettings, QueueSettings } from '../store/company-records.ts';
import {
  type Fields,
  readFields,
  readItems,
  readChoice,
  readNumber,
  readOptional,
  readRequired,
  readWord,
  type Reading,
  sayAt,
} from './fields.ts';
import { createReport, type FileError } from './file-error.ts';
import { createRegister, longest, readName, readReferences } from './names.ts';
import { parseYaml } from './parse-yaml.ts';
import { type FilePerson, readPerson } from './person-entry.ts';
import { readSize } from './sizes.ts';

/** A company as its file describes it: complete, and without contradictions. */
export interface CompanyFile {
  readonly settings: CompanySettings;
  readonly groups: readonly GroupSettings[];
  readonly queues: readonly QueueSettings[];
  readonly people: readonly FilePerson[];
}

export type CompanyFileAnswer =
  | { readonly ok: true; readonly file: CompanyFile }
  | { readonly ok: false; readonly errors: readonly FileError[] };

/** Reads the text of a company file. The answer has a company, or every error of the file. */
export function parseCompanyFile(text: string): CompanyFileAnswer {
  const parsed = parseYaml(text);
  if (!parsed.ok) return parsed;
  const report = createReport();
  const reading: Reading = { report, placeOf: parsed.yaml.placeOf };
  const file = readFile(reading, parsed.yaml.root);
  const errors = report.errors();
  return file === null || errors.length > 0 ? { ok: false, errors } : { ok: true, file };
}

/** Null: at least one error was reported. */
function readFile(reading: Reading, root: Node): CompanyFile | null {
  const file = readFields(reading, root, 'the file', ['company', 'groups', 'queues', 'people']);
  if (file === null) return null;
  const company = readRequired(file, 'company');
  const settings = company && readCompany(reading, company);
  const { groups, names: groupNames } = readNamed(reading, file);
  const { queues, names: queueNames } = readQueues(reading, file, groupNames);
  const people = readPeople(reading, file, {
    groups: groupNames,
    queues: queueNames,
    mode: settings?.mode ?? null,
  });
  return settings && { settings, groups, queues, people };
}

function readCompany(reading: Reading, node: Node): CompanySettings | null {
  const keys = [
    ...['slug', 'name', 'mode', 'release', 'preset', 'options'],
    ...['monitoring', 'transcripts', 'largest-file', 'file-quota'],
  ];
  const fields = readFields(reading, node, 'the company', keys);
  if (fields === null) return null;
  const slug = readSlug(fields);
  const name = readName(fields, 'name');
  const mode: Mode | null = readNumber(fields, 'mode', modes);
  const preset = readChoice(fields, 'preset', presets);
  const release = preset !== null && !fields.values.has('release') ? presetRelease : readRelease(fields);
  const options = readOptions(reading, fields);
  const monitoring = readWord(fields, 'monitoring', ['on', 'off'], 'off');
  const transcripts = readWord(fields, 'transcripts', ['on', 'off'], 'off');
  const largestFile = readSize(fields, 'largest-file', '100 MB');
  const fileQuota = readSize(fields, 'file-quota', '10 GB');
  if (mode === null || release === null) return null;
  return { slug, name, mode, release, preset, options, monitoring, transcripts, largestFile, fileQuota };
}

/** OPT-1: a preset brings the history of a release along, so the file need not name one. */
const presetRelease: Release = '9.10';

/** OPT: each option by its name; null: the file does not say. */
function readOptions(reading: Reading, company: Fields): OptionSettings['options'] {
  const node = readOptional(company, 'options');
  const fields = node && readFields(reading, node, 'the options', Object.keys(optionValues));
  const read = <Word extends string>(name: OptionName, words: readonly Word[]): Word | null =>
    fields && readChoice(fields, name, words);
  return {
    typing_across: read('typing_across', optionValues.typing_across),
    agent_signals: read('agent_signals', optionValues.agent_signals),
    agent_files: read('agent_files', optionValues.agent_files),
    agent_presence_in_office: read('agent_presence_in_office', optionValues.agent_presence_in_office),
    office_receipts: read('office_receipts', optionValues.office_receipts),
  };
}

function readSlug(fields: Fields): string {
  const slug = readName(fields, 'slug');
  if (slug !== '' && !/^[a-z][a-z0-9-]{1,38}$/.test(slug)) {
    sayAt(fields, 'slug', 'slug must be 2 to 39 of a-z, 0-9 and -, and begin with a letter');
  }
  return slug;
}

/** Requires quotes: without them YAML reads 9.10 as the number 9.1, which would be another release. */
function readRelease(fields: Fields): Release | null {
  const node = readRequired(fields, 'release');
  if (node === null) return null;
  const value: unknown = isScalar(node) ? node.value : null;
  const release = releases.find((known) => known === value);
  if (release !== undefined) return release;
  const choice = releases.map((known) => `"${known}"`).join(' or ');
  const trap = 'without quotes YAML reads a number, and 9.10 becomes 9.1';
  sayAt(
    fields,
    'release',
    `release must be ${choice}${typeof value === 'number' ? `, in quotes: ${trap}` : ''}`,
  );
  return null;
}

const policyKeys = ['name', 'monitoring', 'transcripts'];

function readPolicies(fields: Fields): { monitoring: PolicySetting; transcripts: PolicySetting } {
  return {
    monitoring: readWord(fields, 'monitoring', policySettings, 'inherit'),
    transcripts: readWord(fields, 'transcripts', policySettings, 'inherit'),
  };
}

function readNamed(reading: Reading, file: Fields): { groups: GroupSettings[]; names: ReadonlySet<string> } {
  const register = createRegister();
  const groups = readItems(file, 'groups').flatMap((node) => {
    const fields = readFields(reading, node, 'a group', policyKeys);
    if (fields === null) return [];
    const name = readName(fields, 'name', longest.group);
    register.add(fields, 'name', name);
    return [{ name, ...readPolicies(fields) }];
  });
  return { groups, names: register.names };
}

function readQueues(
  reading: Reading,
  file: Fields,
  groupNames: ReadonlySet<string>,
): { queues: QueueSettings[]; names: ReadonlySet<string> } {
  const register = createRegister();
  const queues = readItems(file, 'queues').flatMap((node) => {
    const fields = readFields(reading, node, 'a queue', [...policyKeys, 'groups']);
    if (fields === null) return [];
    const name = readName(fields, 'name', longest.group);
    register.add(fields, 'name', name);
    return [{ name, ...readPolicies(fields), groups: readReferences(fields, 'groups', 'group', groupNames) }];
  });
  return { queues, names: register.names };
}

/** Requires at least one person: a file without people is most likely a mistake, and would deactivate everybody. */
function readPeople(reading: Reading, file: Fields, known: Parameters<typeof readPerson>[2]): FilePerson[] {
  const register = createRegister();
  const node = file.values.get('people');
  if (node === undefined || (isSeq(node) && node.items.length === 0)) {
    sayAt(file, 'people', 'the file needs people: a list of at least one person');
  }
  return readItems(file, 'people').flatMap((item) => readPerson(reading, item, known, register) ?? []);
}
