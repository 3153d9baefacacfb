import { describe, expect, it } from 'vitest';
import type { CompanyChange } from '../store/company-records.ts';
import { printErrors, printPlan } from './print-plan.ts';

const person = { email: 'ada@acme.example', name: 'Ada', department: '', administrator: false };
const agent = { title: '', supervisor: true, groups: [], supervisedGroups: [], supervisedQueues: [] };
const changes: CompanyChange[] = [
  {
    what: 'person',
    act: 'created',
    name: 'ada@acme.example',
    fields: [
      { field: 'name', from: null, to: 'Ada' },
      { field: 'department', from: null, to: '' },
      { field: 'administrator', from: null, to: false },
      { field: 'password', from: null, to: null },
    ],
    subject: person,
  },
  {
    what: 'agent seat',
    act: 'created',
    name: 'ada@acme.example',
    fields: [
      { field: 'supervisor', from: null, to: true },
      { field: 'groups', from: null, to: ['Sales', 'Support'] },
      { field: 'supervises', from: null, to: 'everything' },
    ],
    subject: { email: 'ada@acme.example', seat: null, license: agent },
  },
  {
    what: 'person',
    act: 'changed',
    name: 'ben@acme.example',
    fields: [
      { field: 'department', from: '', to: 'Sales' },
      { field: 'administrator', from: false, to: true },
      { field: 'password', from: null, to: null },
    ],
    subject: person,
  },
  {
    what: 'agent seat',
    act: 'reactivated',
    name: 'ben@acme.example',
    fields: [{ field: 'groups', from: ['Sales'], to: [] }],
    subject: { email: 'ben@acme.example', seat: null, license: agent },
  },
  { what: 'person', act: 'deactivated', name: 'eve@acme.example', fields: [], subject: person },
  {
    what: 'group',
    act: 'removed',
    name: 'Old',
    fields: [],
    subject: { name: 'Old', monitoring: 'on', transcripts: 'on' },
  },
];

const lines = `+ person ada@acme.example created: name "Ada", password
+ agent seat ada@acme.example created: supervisor, groups "Sales" "Support", supervises "everything"
~ person ben@acme.example: department "" -> "Sales"
~ person ben@acme.example: administrator no -> yes
~ person ben@acme.example: password changed
+ agent seat ben@acme.example reactivated: groups "Sales" -> none
- person eve@acme.example deactivated
- group Old removed

2 created, 1 reactivated, 1 changed, 1 deactivated, 1 removed.`;

describe('a printed plan', () => {
  it('says the same of a dry run and of what was written, but for the end', () => {
    expect(printPlan(changes, [], 'dry-run')).toBe(`${lines} Dry run: nothing was written.\n`);
    expect(printPlan(changes, [], 'applied')).toBe(`${lines} Written.\n`);
  });

  it('says that there is nothing to do', () => {
    expect(printPlan([], [], 'applied')).toBe('Nothing to change: the company is as the file says.\n');
  });
});

describe('a printed plan with people from elsewhere', () => {
  const from = (origin: 'directory' | 'invitation', count: number) =>
    Array.from({ length: count }, (_, at) => ({ email: `${origin}${at}@acme.example`, origin }));

  it('names who is left alone, a few of many', () => {
    expect(printPlan([], [...from('invitation', 1), ...from('directory', 7)], 'applied')).toBe(
      `= left alone, from the directory: directory0@acme.example, directory1@acme.example, directory2@acme.example, directory3@acme.example, directory4@acme.example, and 2 more
= left alone, from an invitation: invitation0@acme.example
Nothing to change: the company is as the file says.
`,
    );
  });

  it('names them after what changes, and counts them as nothing', () => {
    const printed = printPlan(changes.slice(-1), from('directory', 1), 'dry-run');
    expect(printed).toBe(
      `- group Old removed
= left alone, from the directory: directory0@acme.example

1 removed. Dry run: nothing was written.
`,
    );
  });
});

describe('printed errors', () => {
  it('begin with file, line and column, as editors and terminals know them', () => {
    const errors = [
      { place: { line: 12, column: 5 }, sentence: 'name must not be empty' },
      { place: null, sentence: 'the file is empty' },
    ];
    expect(printErrors('acme.yaml', errors)).toBe(
      'acme.yaml:12:5: name must not be empty\nacme.yaml: the file is empty\n',
    );
  });

  it('end where nobody reads on', () => {
    const errors = Array.from({ length: 1000 }, (_, line) => ({
      place: { line, column: 1 },
      sentence: 'wrong',
    }));
    const printed = printErrors('acme.yaml', errors).split('\n');
    expect(printed).toHaveLength(202);
    expect(printed[200]).toBe('acme.yaml: and 800 errors more');
  });
});
