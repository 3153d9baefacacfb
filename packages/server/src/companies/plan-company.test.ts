import type { PersonId, SeatId, TenantId } from '@tieline/protocol';
import { unsetOptions } from '@tieline/domain';
import { describe, expect, it } from 'vitest';
import type { CompanyState, PersonState } from '../store/company-records.ts';
import type { CompanyFile } from './company-file.ts';
import type { FilePerson } from './person-entry.ts';
import { planCompany } from './plan-company.ts';

const settings = {
  slug: 'acme',
  name: 'Acme',
  mode: 3,
  release: '9.10',
  ...unsetOptions,
  monitoring: 'off',
  transcripts: 'off',
  largestFile: 100 * 1024 ** 2,
  fileQuota: 10 * 1024 ** 3,
} as const;
const support = { name: 'Support', monitoring: 'inherit', transcripts: 'inherit' } as const;
const web = { name: 'Web', monitoring: 'inherit', transcripts: 'off', groups: ['Support'] } as const;
const agent = {
  title: 'Agent',
  supervisor: false,
  groups: ['Support'],
  supervisedGroups: [],
  supervisedQueues: [],
};

const ada: FilePerson = {
  place: { line: 7, column: 5 },
  settings: { email: 'ada@acme.example', name: 'Ada', department: 'Care', administrator: false },
  password: { is: 'text', text: 'tieline-demo' },
  office: { title: 'Lead' },
  agent,
};
const file: CompanyFile = { settings, groups: [support], queues: [web], people: [ada] };

const storedAda: PersonState = {
  person: 'p' as PersonId,
  origin: 'file',
  settings: ada.settings,
  active: true,
  passwordHash: '$argon2id$stored',
  givenHash: 'fingerprint',
  office: { seat: 'office-of-ada' as SeatId, active: true, license: { title: 'Lead' } },
  agent: { seat: 'agent-of-ada' as SeatId, active: true, license: agent },
};
const state: CompanyState = {
  tenant: 't' as TenantId,
  settings,
  groups: [support],
  queues: [web],
  people: [storedAda],
};

/** `act what name: field from -> to` for each change. */
function told(
  before: CompanyState | null,
  after: CompanyFile,
  newPasswords: string[] = [],
  takesOver = false,
): string[] {
  const plan = planCompany(before, after, new Set(newPasswords), takesOver);
  if (!plan.ok)
    return plan.errors.map(
      ({ place, sentence }) => (place ? `${place.line}:${place.column} ` : '') + sentence,
    );
  return plan.changes.map(({ act, what, name, fields }) => {
    const list = fields.map(
      ({ field, from, to }) => `${field} ${JSON.stringify(from)} -> ${JSON.stringify(to)}`,
    );
    return [`${act} ${what} ${name}`, list.join(', ')].filter((part) => part !== '').join(': ');
  });
}

const withPeople = (...people: PersonState[]): CompanyState => ({ ...state, people });

describe('the plan for a company', () => {
  it('creates everything of a new one', () => {
    expect(told(null, file, [ada.settings.email]).map((line) => line.split(':')[0])).toEqual([
      'created company acme',
      'created group Support',
      'created queue Web',
      'created person ada@acme.example',
      'created office seat ada@acme.example',
      'created agent seat ada@acme.example',
    ]);
  });

  it('is empty where the company is as the file says', () => {
    expect(told(state, file)).toEqual([]);
    expect(told(state, { ...file, people: [{ ...ada, password: { is: 'none' } }] })).toEqual([]);
  });

  it('names each field that changes, with its old and its new value', () => {
    expect(told(state, { ...file, settings: { ...settings, mode: 2, release: '9.9' } })).toEqual([
      'changed company acme: mode 3 -> 2, release "9.10" -> "9.9"',
    ]);
    expect(told(state, { ...file, groups: [{ ...support, monitoring: 'on' }] })).toEqual([
      'changed group Support: monitoring "inherit" -> "on"',
    ]);
    expect(told(state, { ...file, queues: [{ ...web, groups: [] }] })).toEqual([
      'changed queue Web: groups ["Support"] -> []',
    ]);
    const renamed = { ...ada, settings: { ...ada.settings, name: 'Ada O.', administrator: true } };
    expect(told(state, { ...file, people: [renamed] })).toEqual([
      'changed person ada@acme.example: name "Ada" -> "Ada O.", administrator false -> true',
    ]);
    const promoted = { ...agent, supervisor: true, groups: [], supervisedQueues: ['Web'] };
    expect(told(state, { ...file, people: [{ ...ada, agent: promoted }] })).toEqual([
      'changed agent seat ada@acme.example: supervisor false -> true, groups ["Support"] -> [], supervises [] -> ["queue Web"]',
    ]);
  });

  it('[MON-5] calls a supervisor without assignments one of everything', () => {
    const supervising = (supervisedGroups: string[]) => ({ ...agent, supervisor: true, supervisedGroups });
    const before = withPeople({
      ...storedAda,
      agent: { seat: 'a' as SeatId, active: true, license: supervising(['Support']) },
    });
    expect(told(before, { ...file, people: [{ ...ada, agent: supervising(['Support']) }] })).toEqual([]);
    expect(told(before, { ...file, people: [{ ...ada, agent: supervising([]) }] })).toEqual([
      'changed agent seat ada@acme.example: supervises ["group Support"] -> "everything"',
    ]);
  });

  it('says that a password is new, and not which', () => {
    expect(told(state, file, [ada.settings.email])).toEqual([
      'changed person ada@acme.example: password null -> null',
    ]);
  });

  it('deactivates who is not in the file any more, with every seat', () => {
    const other = { ...ada, settings: { ...ada.settings, email: 'eve@acme.example' } };
    expect(told(state, { ...file, people: [other] }, ['eve@acme.example']).slice(-3)).toEqual([
      'deactivated person ada@acme.example',
      'deactivated office seat ada@acme.example',
      'deactivated agent seat ada@acme.example',
    ]);
  });

  it('deactivates the seat of a license that is gone, once', () => {
    const onlyOffice = { ...file, people: [{ ...ada, agent: null }] };
    expect(told(state, onlyOffice)).toEqual(['deactivated agent seat ada@acme.example']);
    const gone = withPeople({ ...storedAda, agent: { seat: 'a' as SeatId, active: false, license: agent } });
    expect(told(gone, onlyOffice)).toEqual([]);
  });

  it('leaves those in peace who left before', () => {
    const left = { ...storedAda, active: false, settings: { ...ada.settings, email: 'old@acme.example' } };
    expect(told(withPeople(storedAda, left), file)).toEqual([]);
  });

  it('restores the same seat, and says what is different about it now', () => {
    const away = withPeople({
      ...storedAda,
      active: false,
      office: null,
      agent: { seat: 'agent-of-ada' as SeatId, active: false, license: { ...agent, title: 'Trainee' } },
    });
    expect(told(away, file)).toEqual([
      'reactivated person ada@acme.example',
      'created office seat ada@acme.example: title null -> "Lead"',
      'reactivated agent seat ada@acme.example: title "Trainee" -> "Agent"',
    ]);
    const plan = planCompany(away, file, new Set());
    const seat = plan.ok && plan.changes.find((change) => change.what === 'agent seat');
    expect(seat && seat.subject).toMatchObject({ seat: 'agent-of-ada' });
  });

  it('removes groups and queues after everything that named them has changed', () => {
    const without = {
      ...file,
      groups: [],
      queues: [],
      people: [{ ...ada, agent: { ...agent, groups: [] } }],
    };
    expect(told(state, without)).toEqual([
      'changed agent seat ada@acme.example: groups ["Support"] -> []',
      'removed group Support',
      'removed queue Web',
    ]);
  });

  it('does not let anybody in without a password', () => {
    const silent: CompanyFile = { ...file, people: [{ ...ada, password: { is: 'none' } }] };
    expect(told(state, silent)).toEqual([]);
    expect(told(null, silent)).toEqual([
      '7:5 ada@acme.example is new here and needs a password or a password-hash',
    ]);
  });
});

describe('the plan for people who do not come from the file', () => {
  const zoe: PersonState = {
    ...storedAda,
    person: 'z' as PersonId,
    origin: 'directory',
    settings: { ...ada.settings, email: 'zoe@acme.example', name: 'Zoe' },
    agent: { seat: 'agent-of-zoe' as SeatId, active: true, license: agent },
  };
  const entryOfZoe = { ...ada, settings: { ...zoe.settings, name: 'Zoe Z.' } };
  const withZoe: CompanyFile = { ...file, people: [ada, entryOfZoe] };
  const unmanagedOf = (before: CompanyState, takesOver = false) => {
    const plan = planCompany(before, takesOver ? withZoe : file, new Set(), takesOver);
    return plan.ok && plan.unmanaged;
  };

  it('leaves them alone and names those who are there', () => {
    const gone = {
      ...zoe,
      active: false,
      settings: { ...zoe.settings, email: 'yan@acme.example' },
    };
    const invited = {
      ...zoe,
      origin: 'invitation' as const,
      settings: { ...zoe.settings, email: 'ian@acme.example' },
    };
    const before = withPeople(storedAda, zoe, gone, invited);
    expect(told(before, file)).toEqual([]);
    expect(unmanagedOf(before)).toEqual([
      { email: 'zoe@acme.example', origin: 'directory' },
      { email: 'ian@acme.example', origin: 'invitation' },
    ]);
    expect(told(withPeople(storedAda, { ...zoe, origin: 'file' }), file)).toContain(
      'deactivated person zoe@acme.example',
    );
  });

  it('refuses a file that names one of them, whether they are there or have left', () => {
    const error =
      '7:5 zoe@acme.example is in the company already, from the directory: leave the entry out, or apply with --take-over to manage the person by this file from now on';
    expect(told(withPeople(storedAda, zoe), withZoe)).toEqual([error]);
    expect(told(withPeople(storedAda, { ...zoe, active: false }), withZoe)).toEqual([error]);
  });

  it('takes over those whom the file names, and nobody else, where it is asked to', () => {
    const before = withPeople(storedAda, zoe);
    expect(told(before, withZoe, [], true)).toEqual([
      'changed person zoe@acme.example: name "Zoe" -> "Zoe Z.", origin "directory" -> "file"',
    ]);
    expect(unmanagedOf(before, true)).toEqual([]);
    expect(told(before, file, [], true)).toEqual([]);
    expect(told(withPeople(storedAda, { ...zoe, origin: 'file' }), withZoe, [], true)).toEqual([
      'changed person zoe@acme.example: name "Zoe" -> "Zoe Z."',
    ]);
  });

  it('[MON-5] removes no group and no queue that one of them belongs to or supervises', () => {
    const without = { ...file, groups: [], queues: [], people: [{ ...ada, agent: null }] };
    const refusal = (what: string) =>
      `the ${what} is not in the file, and cannot be removed: zoe@acme.example, who comes from the directory, belongs to it`;
    expect(told(withPeople(storedAda, zoe), without)).toEqual([refusal('group "Support"')]);
    const supervising = { ...agent, groups: [], supervisor: true, supervisedQueues: ['Web'] };
    const supervisor = { ...zoe, agent: { seat: 's' as SeatId, active: true, license: supervising } };
    expect(told(withPeople(storedAda, supervisor), without)).toEqual([refusal('queue "Web"')]);
    expect(told(withPeople(storedAda, { ...supervisor, active: false }), without)).toHaveLength(1);
    expect(told(withPeople(storedAda, { ...zoe, active: false }), without)).toContain(
      'removed group Support',
    );
  });
});
