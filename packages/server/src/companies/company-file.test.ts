import { unsetOptions } from '@tieline/domain';
import { describe, expect, it } from 'vitest';
import { type CompanyFile, parseCompanyFile } from './company-file.ts';

const whole = `company:
  slug: acme
  name: Acme
  mode: 3
  release: "9.10"
  monitoring: on
groups:
  - name: Sales
    monitoring: off
  - name: Support
queues:
  - name: Web
    groups: [Support, Sales]
    transcripts: on
people:
  - email: Ada@Acme.example
    name: "  Ada Okafor "
    department: Care
    password: tieline-demo
    agent:
      title: Agent
      groups: [Support]
  - email: grace@acme.example
    name: Grace Lindqvist
    administrator: true
    office: {}
    agent:
      supervisor: true
      supervises: { groups: [Support], queues: [Web] }
`;

function read(text: string): CompanyFile {
  const answer = parseCompanyFile(text);
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.file;
}

/** Every error as `line:column sentence`. */
function errorsOf(text: string): string[] {
  const answer = parseCompanyFile(text);
  return answer.ok
    ? []
    : answer.errors.map(
        ({ place, sentence }) => `${place ? `${place.line}:${place.column} ` : ''}${sentence}`,
      );
}

/** The whole file with one text exchanged; the text has to be in it. */
function without(old: string, replacement: string): string {
  expect(whole).toContain(old);
  return whole.replace(old, () => replacement);
}

describe('a company file', () => {
  it('[OPT-1] may name a preset, which brings its release along, and options of its own', () => {
    const opened = whole.replace(
      /  release: .*/,
      '  preset: today\n  options: { agent_files: off, agent_presence_in_office: online }',
    );
    expect(read(opened).settings).toMatchObject({
      release: '9.10',
      preset: 'today',
      options: { ...unsetOptions.options, agent_files: 'off', agent_presence_in_office: 'online' },
    });
    expect(read(whole.replace(/(  release: .*)/, '$1\n  preset: today')).settings.preset).toBe('today');
  });

  it('is read, with what is left out set to its default', () => {
    const file = read(whole);
    expect(file.settings).toEqual({
      slug: 'acme',
      name: 'Acme',
      mode: 3,
      release: '9.10',
      ...unsetOptions,
      monitoring: 'on',
      transcripts: 'off',
      largestFile: 100 * 1024 ** 2,
      fileQuota: 10 * 1024 ** 3,
    });
    expect(file.groups).toEqual([
      { name: 'Sales', monitoring: 'off', transcripts: 'inherit' },
      { name: 'Support', monitoring: 'inherit', transcripts: 'inherit' },
    ]);
    expect(file.queues).toEqual([
      { name: 'Web', monitoring: 'inherit', transcripts: 'on', groups: ['Sales', 'Support'] },
    ]);
    expect(file.people).toEqual([
      {
        place: { line: 16, column: 5 },
        settings: { email: 'ada@acme.example', name: 'Ada Okafor', department: 'Care', administrator: false },
        password: { is: 'text', text: 'tieline-demo' },
        office: null,
        agent: {
          title: 'Agent',
          supervisor: false,
          groups: ['Support'],
          supervisedGroups: [],
          supervisedQueues: [],
        },
      },
      {
        place: { line: 23, column: 5 },
        settings: {
          email: 'grace@acme.example',
          name: 'Grace Lindqvist',
          department: '',
          administrator: true,
        },
        password: { is: 'none' },
        office: { title: '' },
        agent: {
          title: '',
          supervisor: true,
          groups: [],
          supervisedGroups: ['Support'],
          supervisedQueues: ['Web'],
        },
      },
    ]);
  });

  it('may have Windows line ends, and its sections in any order', () => {
    const [head = '', people = ''] = whole.split('people:');
    const turned = `people:${people}${head}`;
    expect(read(turned.replaceAll('\n', '\r\n')).people.map((person) => person.settings)).toEqual(
      read(whole).people.map((person) => person.settings),
    );
  });

  it('takes a hash for a password', () => {
    const hash =
      '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const [person] = read(without('password: tieline-demo', `password-hash: ${hash}`)).people;
    expect(person?.password).toEqual({ is: 'hash', hash });
  });

  it('composes accents, so that names that look alike are alike', () => {
    expect(read(without('name: Acme', 'name: Cafe\u0301')).settings.name).toBe('Caf\u00e9');
  });

  it.each([
    [
      'an unknown key',
      'department: Care',
      'departement: Care',
      '18:5 "departement" is no key of a person; did you mean "department"?',
    ],
    [
      'a key in capitals',
      'monitoring: on',
      'Monitoring: on',
      '6:3 "Monitoring" is no key of the company; did you mean "monitoring"?',
    ],
    [
      'an unknown section',
      'queues:\n',
      'lines: []\nqueues:\n',
      '11:1 "lines" is no key of the file: known are company, groups, queues, people',
    ],
    ['a doubled key', 'name: Acme', 'name: Acme\n  name: Other', '4:3 name is here twice'],
    [
      'a prototype as key',
      'mode: 3',
      'mode: 3\n  __proto__: {}',
      '5:3 "__proto__" is no key of the company: known are slug, name, mode, release, preset, options, monitoring, transcripts, largest-file, file-quota',
    ],
    [
      'a number for a name',
      'name: Acme',
      'name: 2001',
      '3:9 name must be a text, not a number: put it in quotes, as in "2001"',
    ],
    [
      'a truth for a name',
      'name: Acme',
      'name: true',
      '3:9 name must be a text, not true or false: put it in quotes, as in "true"',
    ],
    ['a list for a name', 'name: Acme', 'name: [Acme]', '3:9 name must be a text, not a list'],
    ['a name without a value', 'name: Acme', 'name:', '3:8 name has no value: give it one, or leave it out'],
    ['a name left out', '  name: Acme\n', '', '2:3 the company needs name'],
    ['an empty name', 'name: Acme', 'name: " "', '3:9 name must not be empty'],
    ['an unseen name', 'name: Acme', 'name: "\u3164\u200b"', '3:9 name must have something that can be seen'],
    [
      'a long name',
      'name: Acme',
      `name: ${'A'.repeat(101)}`,
      '3:9 name must have at most 100 characters; it has 101',
    ],
    [
      'a long group name',
      '- name: Sales\n    monitoring',
      `- name: Sales\n  - name: ${'A'.repeat(61)}\n    monitoring`,
      '9:11 name must have at most 60 characters; it has 61',
    ],
    [
      'a control character',
      'name: Acme',
      'name: "Ac\\u001bme"',
      '3:9 name must be one line without control characters',
    ],
    [
      'a change of direction',
      'name: Acme',
      'name: "Ac\\u202eme"',
      '3:9 name must be one line without control characters',
    ],
    [
      'half a character',
      'name: Acme',
      'name: "Ac\\ud800me"',
      '3:9 name must be one line without control characters',
    ],
    [
      'two lines',
      'name: Acme',
      'name: |\n    Ac\n    me',
      '3:9 name must be one line without control characters',
    ],
    [
      'a slug with capitals',
      'slug: acme',
      'slug: Acme',
      '2:9 slug must be 2 to 39 of a-z, 0-9 and -, and begin with a letter',
    ],
    [
      'a slug with a digit first',
      'slug: acme',
      'slug: 4you',
      '2:9 slug must be 2 to 39 of a-z, 0-9 and -, and begin with a letter',
    ],
    ['mode 4', 'mode: 3', 'mode: 4', '4:9 mode must be 1, 2, 3, not "4"'],
    ['mode in quotes', 'mode: 3', 'mode: "3"', '4:9 mode must be 1, 2, 3 without quotes'],
    [
      'a release that is a number',
      '"9.10"',
      '9.10',
      '5:12 release must be "9.9" or "9.10", in quotes: without quotes YAML reads a number, and 9.10 becomes 9.1',
    ],
    [
      'release 9.1',
      '"9.10"',
      '9.1',
      '5:12 release must be "9.9" or "9.10", in quotes: without quotes YAML reads a number, and 9.10 becomes 9.1',
    ],
    [
      'release 9.9 without quotes',
      '"9.10"',
      '9.9',
      '5:12 release must be "9.9" or "9.10", in quotes: without quotes YAML reads a number, and 9.10 becomes 9.1',
    ],
    ['another release', '"9.10"', '"10"', '5:12 release must be "9.9" or "9.10"'],
    ['an unknown preset', 'mode: 3', 'mode: 3\n  preset: modern', '5:11 preset must be today, not "modern"'],
    [
      'an option in other letters',
      'mode: 3',
      'mode: 3\n  options: { typing-across: on }',
      '5:14 "typing-across" is no key of the options; did you mean "typing_across"?',
    ],
    [
      'an option with a word of another',
      'mode: 3',
      'mode: 3\n  options: { agent_presence_in_office: on }',
      '5:40 agent_presence_in_office must be online or coarse, not "on"',
    ],
    [
      'an option that is true',
      'mode: 3',
      'mode: 3\n  options: { agent_files: true }',
      '5:27 agent_files must be off or on, not "true"',
    ],
    [
      'monitoring that inherits from nothing',
      'monitoring: on',
      'monitoring: inherit',
      '6:15 monitoring must be on or off, not "inherit"',
    ],
    [
      'monitoring that is true',
      'monitoring: off',
      'monitoring: true',
      '9:17 monitoring must be on or off or inherit, not "true"',
    ],
    [
      'a group twice',
      '- name: Support',
      '- name: Support\n  - name: SALES',
      '11:11 "SALES" is there already, on line 8',
    ],
    [
      'a group that is a text',
      '- name: Support',
      '- name: Support\n  - Reception',
      '11:5 a group must be a mapping with name, monitoring, transcripts, not a text',
    ],
    [
      'a queue of an unknown group',
      '[Support, Sales]',
      '[Support, Sale]',
      '13:23 "Sale" is not one of the groups of this file; did you mean "Sales"?',
    ],
    [
      'a queue of a group twice',
      '[Support, Sales]',
      '[Support, Support]',
      '13:23 "Support" is in this list twice',
    ],
    [
      'an agent of an unknown group',
      'groups: [Support]\n  - email',
      'groups: [Reception]\n  - email',
      '22:16 "Reception" is not one of the groups of this file',
    ],
    [
      'an unknown supervised queue',
      'queues: [Web]',
      'queues: [Wob]',
      '29:49 "Wob" is not one of the queues of this file; did you mean "Web"?',
    ],
    [
      'a reference that is a number',
      'queues: [Web]',
      'queues: [7]',
      '29:49 the name of a queue must be a text, not a number: put it in quotes, as in "7"',
    ],
    [
      'groups that are no list',
      'groups: [Support]\n  - email',
      'groups: Support\n  - email',
      '22:15 groups must be a list, not a text',
    ],
    [
      'an e-mail twice',
      'grace@acme.example',
      'ADA@acme.example',
      '23:12 "ada@acme.example" is there already, on line 16',
    ],
    [
      'an e-mail without a domain',
      'grace@acme.example',
      'grace',
      '23:12 email must look like name@example.com, not "grace"',
    ],
    [
      'an e-mail with a blank',
      'grace@acme.example',
      'grace @acme.example',
      '23:12 email must look like name@example.com, not "grace @acme.example"',
    ],
    [
      'a long e-mail',
      'grace@',
      `${'g'.repeat(250)}@`,
      '23:12 email must have at most 254 characters; it has 263',
    ],
    [
      'a person without a license',
      '    office: {}\n    agent:\n      supervisor: true\n      supervises: { groups: [Support], queues: [Web] }\n',
      '',
      '23:5 a person needs a license: office, agent, or both',
    ],
    [
      'a license without a value',
      'office: {}',
      'office:',
      '26:12 office has no value: give it one, or leave it out',
    ],
    [
      'a license that is true',
      'office: {}',
      'office: true',
      '26:13 an office license must be a mapping with title, not true or false',
    ],
    [
      'an administrator who is yes',
      'administrator: true',
      'administrator: yes',
      '25:20 administrator must be true or false, not "yes"',
    ],
    [
      'a supervisor in name only',
      'supervisor: true',
      'supervisor: false',
      '29:19 only a supervisor supervises: add supervisor: true, or leave supervises out',
    ],
    [
      'a short password',
      'tieline-demo',
      'secret7',
      '19:15 password must have 8 to 256 characters, without control characters',
    ],
    [
      'a hash that is none',
      'password: tieline-demo',
      'password-hash: tieline-demo',
      '19:20 password-hash must be an argon2id hash: $argon2id$v=19$m=...,t=...,p=...$salt$hash',
    ],
    [
      'no people',
      whole.slice(whole.indexOf('people:')),
      '',
      '1:1 the file needs people: a list of at least one person',
    ],
    [
      'an empty list of people',
      whole.slice(whole.indexOf('people:')),
      'people: []\n',
      '15:9 the file needs people: a list of at least one person',
    ],
    [
      'people without a value',
      whole.slice(whole.indexOf('people:')),
      'people:\n',
      '15:8 people has no value: give it one, or leave it out',
    ],
    ['no company', whole.slice(0, whole.indexOf('groups:')), '', '1:1 the file needs company'],
    [
      'an anchor',
      'groups: [Support]\n  - email',
      'groups: &all [Support]\n  - email',
      '22:20 a company file has no anchors (&): write the value itself',
    ],
    [
      'a tag',
      'name: Acme',
      'name: !!str 2001',
      '3:15 a company file has no tags (!): write the value itself',
    ],
    [
      'a directive',
      'company:',
      '%YAML 1.1\n---\ncompany:',
      '1:1 a company file has no directives: leave the lines with % out',
    ],
    [
      'a tab',
      '    monitoring: off',
      '\t\tmonitoring: off',
      '9:1 this line is indented with a tab: YAML takes spaces only',
    ],
    [
      'a colon in a value',
      'name: Acme',
      'name: Acme: the company',
      '3:9 this is not valid YAML: put a value with a colon into quotes, and check the indentation',
    ],
  ])('with %s: says where, and what was expected', (_, old, replacement, error) => {
    expect(errorsOf(whole)).toEqual([]);
    expect(errorsOf(without(old, replacement))).toEqual([error]);
  });

  it('[TEN-2] has no office licenses in mode 1, where there is no office', () => {
    expect(errorsOf(without('mode: 3', 'mode: 2'))).toEqual([]);
    expect(errorsOf(without('mode: 3', 'mode: 1'))).toEqual([
      '26:13 a company of mode 1 is a contact center alone and has no office licenses (TEN-2)',
    ]);
  });

  it('[MON-5] assigns no supervisor to nothing in words that would mean everything', () => {
    const empty = without('{ groups: [Support], queues: [Web] }', '{ groups: [], queues: [] }');
    const says = 'supervises is empty: leave it out, and the supervisor supervises everything (MON-5)';
    expect(errorsOf(empty)).toEqual([`29:19 ${says}`]);
    expect(errorsOf(without('{ groups: [Support], queues: [Web] }', '{}'))).toEqual([`29:19 ${says}`]);
  });

  it('tells all of its errors at once, in order', () => {
    const broken = without('mode: 3', 'mode: 9')
      .replace('"9.10"', '9.10')
      .replace('[Support, Sales]', '[Nobody]')
      .replace('Ada@Acme.example', 'ada')
      .replace('administrator: true', 'administrator: maybe')
      .replace('office: {}', 'offices: {}');
    expect(errorsOf(broken).map((error) => error.split(' ')[0])).toEqual([
      '4:9',
      '5:12',
      '13:14',
      '16:12',
      '25:20',
      '26:5',
    ]);
  });

  it.each(['password', 'password-hash'])('never repeats a %s that is wrong', (key) => {
    const secrets = ['hunter2', '"hunter2\\u0007"', '8675309', '[hunter2, 8675309]', '{ hunter2: 8675309 }'];
    for (const secret of secrets) {
      const errors = errorsOf(without('password: tieline-demo', `${key}: ${secret}`));
      expect(errors).toHaveLength(1);
      expect(errors.join()).not.toMatch(/hunter2|8675309/);
    }
  });

  it.each([
    ['an open quote', '"hunter2'],
    ['a value with a colon', 'hunter2: more'],
    ['a bad escape', '"hunter2\\q"'],
    ['an alias', '*hunter2'],
    ['an anchor', '&hunter2 more'],
    ['a tag', '!hunter2 more'],
    ['a reserved character', '@hunter2'],
    ['something after a quote', '"x" hunter2'],
  ])('never repeats a password that is no YAML: %s', (_, secret) => {
    const errors = errorsOf(without('password: tieline-demo', `password: ${secret}`));
    expect(errors).not.toEqual([]);
    expect(errors.join()).not.toContain('hunter2');
  });

  it('wants one of password and password-hash', () => {
    const hash =
      '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const both = without('password: tieline-demo', `password: tieline-demo\n    password-hash: ${hash}`);
    expect(errorsOf(both)).toEqual(['20:20 give either password or password-hash, not both']);
  });

  it('shows what a terminal would obey as what it is', () => {
    expect(errorsOf(without('mode: 3', 'mode: "\\u001b[2J"')).join()).toContain('"\\u{1b}[2J"');
    expect(errorsOf(without('mode: 3', `mode: ${'9'.repeat(500)}`)).join()).toContain(`${'9'.repeat(60)}…"`);
  });

  it.each(['', '\n\n', '# a remark\n', '---\n', '~', 'null'])('that is empty says so: %j', (text) => {
    expect(errorsOf(text)).toEqual(['the file is empty']);
  });

  it('of another form says so', () => {
    expect(errorsOf('hello')).toEqual([
      '1:1 the file must be a mapping with company, groups, queues, people, not a text',
    ]);
    expect(errorsOf('- company: x')).toEqual([
      '1:1 the file must be a mapping with company, groups, queues, people, not a list',
    ]);
  });

  it('describes one company', () => {
    expect(errorsOf(`${whole}---\n${whole}`)).toEqual([
      expect.stringMatching(/^\d+:\d+ a second document begins here/),
    ]);
  });
});

describe('a company file that is an attack', () => {
  it('does not unfold aliases', () => {
    const rows = Array.from({ length: 30 }, (_, row) => `  - &l${row + 1} [${`*l${row},`.repeat(10)}]`);
    const errors = errorsOf(`${whole}bomb:\n  - &l0 boom\n${rows.join('\n')}\n`);
    expect(errors).toHaveLength(30 * 10 + 31);
  });

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['braces', '{a: '.repeat(100_000)],
    ['dashes', '- '.repeat(100_000)],
    ['keys', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}k:\n`).join('')],
    ['question marks', '? '.repeat(100_000)],
  ])('does not follow it into the depth: %s', (_, text) => {
    expect(errorsOf(text)).toEqual([
      expect.stringMatching(/^\d+:\d+ lists and mappings are nested too deeply here$/),
    ]);
  });

  it('reads many keys, anchors and tags, and still tells of each', () => {
    const keys = Array.from({ length: 5000 }, (_, index) => `k${index}: 1\n`).join('');
    expect(errorsOf(keys)).toHaveLength(5002);
    expect(errorsOf('- &a !b x\n'.repeat(5000))).toHaveLength(5000);
  });

  it('is given up where nearly nothing of it is YAML', () => {
    const errors = errorsOf(']\n'.repeat(5000));
    expect(errors).toEqual(['101:2 this is not YAML: there are too many errors up to here']);
  });
});
