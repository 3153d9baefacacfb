import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { plantTree, runIn, type Tree } from './planted-tree.ts';

const owner = 'packages/domain/src/rules/messaging.ts';
const test = 'packages/domain/src/rules/messaging.test.ts';
const row = (id: string, cells: Partial<Record<'text' | 'owner' | 'reach', string>> = {}) =>
  `| ${id} | ${cells.text ?? 'Words.'} | [messaging.ts](${cells.owner ?? owner}) | ${cells.reach ?? 'domain'} |`;
const rules = (...rows: string[]) =>
  ['| ID | Rule | Owner | Works today in |', '| - | - | - | - |', ...rows].join('\n');

const sound: Tree = {
  'RULES.md': rules(row('START-1'), row('START-2'), row('DEL-1')),
  [owner]: 'export {};',
  [test]: `
    describe('[START-1] an office seat', () => { it('writes to another', () => {}); });
    it.each(rows)('[START-2, DEL-1] $from to $to', () => {});`,
};

const planted: string[] = [];
const run = (tree: Tree) => {
  const root = plantTree({ ...sound, ...tree });
  planted.push(root);
  return runIn(root, 'scripts/rules.mjs');
};
afterEach(() => {
  for (const root of planted.splice(0)) rmSync(root, { recursive: true });
});

describe('npm run rules', () => {
  it('lists every rule with its owner and the tests that name it', async () => {
    const { code, output } = await run({});
    expect(output).toBe(
      [
        `START-1  ${owner}`,
        `    ${test}:2  [START-1] an office seat`,
        `START-2  ${owner}`,
        `    ${test}:3  [START-2, DEL-1] $from to $to`,
        `DEL-1  ${owner}`,
        `    ${test}:3  [START-2, DEL-1] $from to $to`,
        '3 rules, 3 proved by 2 titles, 0 complaints\n',
      ].join('\n'),
    );
    expect(code).toBe(0);
  });

  it('takes a title however a test is spelled', async () => {
    const spellings = [
      "it('[DEL-1] plain', f);",
      "test('[DEL-2] another word', f);",
      'it(`[DEL-3] ${name}`, f);',
      "it.concurrent.each(rows)('[DEL-4] chained', f);",
      "it.each`a\n${1}`('[DEL-5] tagged', f);",
      "describe.each(rows)('[DEL-6] group', () => { it('holds', f); });",
    ];
    const { code, output } = await run({
      'RULES.md': rules(...spellings.map((_, index) => row(`DEL-${index + 1}`))),
      [test]: spellings.join('\n'),
    });
    expect(output).toContain('6 rules, 6 proved by 6 titles, 0 complaints');
    expect(code).toBe(0);
  });

  it('does not take what proves nothing', async () => {
    const spellings = [
      "describe('[DEL-1] a group without a test', () => {});",
      "it.skip('[DEL-2] skipped', f);",
      "it.todo('[DEL-3] to be written');",
      "it('names [DEL-4] too late', f);",
      "// it('[DEL-5] gone', f);",
      "note('[DEL-6] aside', f);",
    ];
    const { code, output } = await run({
      'RULES.md': rules(...spellings.map((_, index) => row(`DEL-${index + 1}`))),
      [test]: spellings.join('\n'),
    });
    expect(output).toContain('6 rules, 0 proved by 0 titles, 6 complaints');
    expect(code).toBe(1);
  });

  it('stops rules that are not whole', async () => {
    const { code, output } = await run({
      'RULES.md': rules(
        row('START-1', { owner: 'gone.ts' }),
        '| START-2 | Words. | | domain |',
        row('DEL-1', { text: ' ' }),
        row('SEAT-1', { reach: 'soon' }),
        row('SEAT-1'),
        row('SEAT-4'),
      ),
    });
    expect(output).toContain('START-1 is owned by gone.ts, which does not exist');
    expect(output).toContain('START-2 has no owner');
    expect(output).toContain('DEL-1 has no words');
    expect(output).toContain('SEAT-1 works in "soon"');
    expect(output).toContain('SEAT-1 stands where SEAT-2 should');
    expect(output).toContain('SEAT-4 stands where SEAT-3 should');
    expect(output).toContain('SEAT-4 has no test');
    expect(code).toBe(1);
  });

  it('asks neither owner nor test of a rule that is planned or withdrawn, and lets nothing claim it', async () => {
    const idle = {
      'RULES.md': rules(
        row('START-1'),
        '| START-2 | Words. | | planned |',
        '| START-3 | Words. | | withdrawn |',
      ),
      [test]: `it('[START-1] allows', f);`,
    };
    const { code, output } = await run(idle);
    expect(output).toContain('3 rules, 1 proved by 1 titles, 1 planned, 1 withdrawn, 0 complaints');
    expect(code).toBe(0);
    const claimed = await run({
      'RULES.md': rules(row('START-1'), row('START-2', { reach: 'planned' }), '| START-3 | | | withdrawn |'),
      [test]: `it('[START-1, START-3] allows', f);`,
    });
    expect(claimed.output).toContain('START-2 is planned, so nothing owns it');
    expect(claimed.output).toContain('START-3 has no words');
    expect(claimed.output).toContain(`${test}:1 proves START-3, which is withdrawn`);
    expect(claimed.code).toBe(1);
  });

  it('stops a test that names no rule', async () => {
    const titles = ['[DEL-7] odd', '[START-1, DEL-8] odd', '[DEL-9 ] odd'];
    const { code, output } = await run({
      'e2e/odd.test.ts': titles.map((title) => `it('${title}', f);`).join('\n'),
    });
    expect(output).toContain('e2e/odd.test.ts:1 names DEL-7, which is no rule of RULES.md');
    expect(output).toContain('e2e/odd.test.ts:2 names DEL-8, which is no rule of RULES.md');
    expect(output).toContain('e2e/odd.test.ts:3 names DEL-9, which is no rule of RULES.md');
    expect(code).toBe(1);
  });

  it('stops a RULES.md without rules', async () => {
    const { code, output } = await run({ 'RULES.md': '# Rules', [test]: '' });
    expect(output).toContain('RULES.md has no rules');
    expect(code).toBe(1);
  });
});
