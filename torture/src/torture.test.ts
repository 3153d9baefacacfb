import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canTurnClocks } from './ground/clock.ts';
import type { Finding } from './journal.ts';
import type { Report } from './report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Milliseconds; generous, as a busy machine stretches a run. */
const patience = 300_000;

/** Runs a script of the project to its end; resolves with what it said. */
async function run(script: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'scripts', script), ...args], { cwd: root });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  await once(child, 'close');
  return said;
}

/** The whole run is made once; each test looks at a part of what came of it. */
let folder: string;
let report: Report;

/** What was found of these kinds; a failing test shows the findings themselves. */
const found = (...verdicts: Finding['verdict'][]): readonly Finding[] =>
  report.findings.filter(({ verdict }) => verdicts.includes(verdict));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieline-torture-test-'));
  await run('build.mjs', 'server');
  const file = join(folder, 'report.json');
  const said = await run('run-source.mjs', 'torture', '--seed', '11', '--minutes', '0.6', '--json', file);
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`The run made no report: ${said}`);
  });
  report = JSON.parse(text) as Report;
}, patience);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a short run of all faults', () => {
  it('brings every kind of fault at least once', () => {
    const isMissing = ({ injected, kind }: Report['faults'][number]): boolean =>
      injected < 1 && (kind !== 'clock' || canTurnClocks);
    expect(report.faults.filter(isMissing)).toEqual([]);
    expect(report.acknowledged).toBeGreaterThan(0);
  });

  it('[DEL-5] loses no message that was acknowledged, and acknowledges none out of a frozen database', () => {
    expect(report.fates.kept).toBe(report.acknowledged);
    expect(found('lost', 'unexpected', 'false acknowledgement', 'refused without reason')).toEqual([]);
  });

  it('[DEL-6] stores each message once, with one answer however often it is asked', () => {
    expect(found('doubled', 'answers differ')).toEqual([]);
  });

  it('[DEL-7] keeps every conversation in order, for everybody, without a gap', () => {
    expect(report.compared).toBeGreaterThan(0);
    expect(found('gap', 'out of order', 'client differs')).toEqual([]);
  });

  it('[PRES-8] tells of a line that went dead, and of its return', () => {
    expect(found('presence')).toEqual([]);
  });

  it('[SEAT-2, TEN-1] shows nothing to the wrong eyes', () => {
    expect(report.shown).toBeGreaterThan(0);
    expect(found('wrong eyes')).toEqual([]);
  });

  it('comes back from everything', () => {
    expect(found('not recovered', 'memory')).toEqual([]);
    expect(report.holds).toBe(true);
  });
});

describe('the harness itself', () => {
  it(
    'sees the loss of a database that acknowledges before it has written',
    async () => {
      expect(await run('run-source.mjs', 'torture', '--seed', '11', '--proof')).toContain(
        'The oracle sees a loss.',
      );
    },
    patience,
  );
});
