import type { Verdict } from './judge.ts';
import { medianOf } from './median.ts';
import { grouped } from './oracle/grouped.ts';
import { type FaultKind, faultKinds, type Plan } from './plan.ts';
import type { NeighbourFigures, Stage } from './stage.ts';

/** A run in numbers; the table is made from it, and so is the JSON. */
export interface Report {
  readonly seed: number;
  readonly plan: string;
  readonly minutes: number;
  readonly faults: readonly {
    readonly kind: FaultKind;
    readonly planned: number;
    readonly injected: number;
  }[];
  readonly acknowledged: number;
  readonly fates: Verdict['fates'];
  readonly violations: Readonly<Record<string, number>>;
  readonly shown: number;
  readonly compared: number;
  readonly peakMegabytes: number;
  readonly slowest: Readonly<Record<string, number>>;
  /** What a message of another company took while clients were hostile, by their way: medians, in milliseconds. */
  readonly neighbours: readonly NeighbourFigures[];
  readonly refusals: Readonly<Record<string, number>>;
  readonly notes: Readonly<Record<string, number>>;
  readonly findings: Verdict['findings'];
  readonly serverErrors: readonly string[];
  readonly holds: boolean;
}

const shownFindings = 200;

export function makeReport(
  stage: Stage,
  plan: Plan,
  injected: ReadonlyMap<FaultKind, number>,
  verdict: Verdict,
): Report {
  const violations: Record<string, number> = {};
  for (const finding of verdict.findings)
    violations[finding.verdict] = (violations[finding.verdict] ?? 0) + 1;
  const slowest: Record<string, number> = {};
  for (const { kind, ms } of stage.recoveries) slowest[kind] = Math.max(slowest[kind] ?? 0, Math.round(ms));
  const kinds = (Object.keys(faultKinds) as FaultKind[]).map((kind) => ({
    kind,
    planned: plan.faults.filter((fault) => fault.kind === kind).length,
    injected: injected.get(kind) ?? 0,
  }));
  return {
    seed: plan.seed,
    plan: plan.hash,
    minutes: plan.minutes,
    faults: kinds,
    acknowledged: stage.journal.acknowledged(),
    fates: verdict.fates,
    violations,
    shown: verdict.shown,
    compared: verdict.compared,
    peakMegabytes: Math.round(stage.server.peakBytes() / 1024 / 1024),
    slowest,
    neighbours: stage.neighbours,
    refusals: Object.fromEntries(stage.journal.codes),
    notes: Object.fromEntries(stage.notes),
    findings: verdict.findings.slice(0, shownFindings),
    serverErrors: stage.server.errors(),
    holds: verdict.findings.length === 0,
  };
}

/** The table that a person reads; its last line is the verdict. */
export function printReport(report: Report): string {
  const line = (name: string, value: string | number): string => `  ${name.padEnd(34)}${value}`;
  const count = (verdict: string): number => report.violations[verdict] ?? 0;
  const { fates } = report;
  const total = report.findings.length;
  return [
    '',
    `faults (seed ${report.seed}, plan ${report.plan})`,
    ...report.faults.map(({ kind, planned, injected }) =>
      line(faultKinds[kind].title, `${injected} of ${planned}${slowestOf(report, kind)}`),
    ),
    'messages',
    line('acknowledged', report.acknowledged),
    line('kept / recovered / absent', `${fates.kept} / ${fates.recovered} / ${fates.absent}`),
    line('shown / timelines compared', `${report.shown} / ${report.compared}`),
    ...neighboursOf(report, line),
    'against the promise',
    ...['lost', 'doubled', 'unexpected', 'out of order', 'gap', 'wrong eyes', 'false acknowledgement'].map(
      (verdict) => line(verdict, count(verdict)),
    ),
    ...[
      'answers differ',
      'refused without reason',
      'presence',
      'client differs',
      'not recovered',
      'memory',
    ].map((verdict) => line(verdict, count(verdict))),
    'the server',
    line('most memory', `${report.peakMegabytes} MB`),
    line('errors in its log', report.serverErrors.length),
    ...entries('turned down', report.refusals, line),
    ...entries('notes', report.notes, line),
    ...report.findings.slice(0, 25).map(({ verdict, text }) => `! ${verdict}: ${text}`),
    '',
    report.holds ? 'The promise holds.' : `The promise is BROKEN: ${total} findings.`,
  ].join('\n');
}

/** By the way of the attack, over all attacks of the run. */
function neighboursOf({ neighbours }: Report, line: (name: string, value: string) => string): string[] {
  const ways = grouped(neighbours, ({ way }) => way);
  const rows = [...ways].map(([way, figures]) => {
    const ratio = medianOf(figures.map(({ quiet, attacked }) => attacked / quiet));
    const ms = medianOf(figures.map(({ attacked }) => attacked));
    return line(`while there was ${way}`, `${ratio.toFixed(2)} times, ${ms.toFixed(1)} ms`);
  });
  return rows.length === 0 ? [] : ['a message of another company, at the median', ...rows];
}

function slowestOf(report: Report, kind: FaultKind): string {
  const ms = report.slowest[kind];
  return ms === undefined ? '' : `, slowest recovery ${ms} ms`;
}

function entries(
  title: string,
  of: Readonly<Record<string, number>>,
  line: (name: string, value: number) => string,
): string[] {
  const rows = Object.entries(of).map(([name, value]) => line(name, value));
  return rows.length === 0 ? [] : [title, ...rows];
}
