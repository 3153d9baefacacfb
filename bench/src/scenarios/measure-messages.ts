import { setTimeout as sleep } from 'node:timers/promises';
import type { Round, Tally } from '../load/book.ts';
import type { LoadOffer } from '../main-load.ts';
import { median, medians } from '../measure/percentiles.ts';
import { readBusyMs, readUsage } from '../measure/usage.ts';
import { type Program, startProgram } from '../programs/program.ts';
import type { System, SystemName } from '../systems/system.ts';

export interface LoadShape {
  /** Messages under way at once in each pair. */
  readonly inFlight: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
}

const rates = ['perSecond', 'p50', 'p95', 'p99', 'acknowledgedP50', 'acknowledgedP99'] as const;
type Rates = Record<(typeof rates)[number], number>;

export interface RoundFigures extends Rates {
  /** Hundredths of one core, by process; `others` have nothing to do with the benchmark. */
  readonly cpu: Readonly<Record<string, number>>;
}

/** Rates a second and milliseconds of one system under one load. */
export interface MessageFigures {
  readonly system: SystemName;
  readonly inFlight: number;
  readonly rounds: readonly RoundFigures[];
  readonly median: RoundFigures;
  /** Megabytes of RAM at the end, by process. */
  readonly memoryMb: Readonly<Record<string, number>>;
  /** Of the whole run, warm-up included. */
  readonly messages: number;
  readonly retries: number;
  readonly overtakings: number;
}

/** One round, with clients of its own; `onConnected` is awaited before they begin. @throws where a message was lost, doubled, out of order, or acknowledged and not kept. */
export async function measureMessages(
  system: System,
  shape: LoadShape,
  onConnected: () => Promise<void> = () => Promise.resolve(),
): Promise<MessageFigures> {
  const before = await system.stored();
  const load = await startProgram<LoadOffer>('load');
  try {
    await load.call('connect', system.job);
    await onConnected();
    await load.call('begin', shape.inFlight);
    await sleep(shape.warmUpMs);
    const processes = { ...system.processes, load: load.pid };
    const round = await measureRound(load, processes, shape.roundMs);
    const memoryMb = memoryOf(processes);
    const tally = await load.call('drain');
    checkTally(system, tally, before, await system.stored());
    return {
      system: system.name,
      inFlight: shape.inFlight,
      rounds: [round],
      median: round,
      memoryMb,
      messages: tally.delivered,
      retries: tally.retries,
      overtakings: tally.overtakings,
    };
  } finally {
    await load.close();
  }
}

/** What several rounds of one system under one load come to. */
export function mergeFigures(all: readonly MessageFigures[]): MessageFigures {
  const last = all.at(-1);
  if (last === undefined) throw new Error('There is no round');
  const rounds = all.flatMap((figures) => figures.rounds);
  const sum = (count: (figures: MessageFigures) => number): number =>
    all.reduce((total, figures) => total + count(figures), 0);
  return {
    ...last,
    rounds,
    median: { ...medians(rounds, rates), cpu: medianCpu(rounds, Object.keys(last.median.cpu)) },
    messages: sum(({ messages }) => messages),
    retries: sum(({ retries }) => retries),
    overtakings: sum(({ overtakings }) => overtakings),
  };
}

/** How many times as many messages a second: the median over rounds that were measured next to each other. */
export function rateRatio(own: MessageFigures, other: MessageFigures): number {
  const ratios = own.rounds.flatMap(({ perSecond }, at) => {
    const beside = other.rounds[at];
    return beside ? [perSecond / beside.perSecond] : [];
  });
  return median(ratios);
}

async function measureRound(
  load: Program<LoadOffer>,
  processes: Readonly<Record<string, number>>,
  ms: number,
): Promise<RoundFigures> {
  const before = cpuOf(processes);
  const began = performance.now();
  const round = await load.call('round', ms);
  // Not the round's own time: on a busy machine its answer comes late, and the CPU is read later still.
  const elapsed = performance.now() - began;
  const after = cpuOf(processes);
  const share = (name: string): number => (100 * ((after[name] ?? 0) - (before[name] ?? 0))) / elapsed;
  const cpu = Object.fromEntries(Object.keys(after).map((name) => [name, share(name)]));
  return { ...ratesOf(round), cpu };
}

/** Milliseconds of CPU so far, by process; `others`: whatever else keeps the machine busy. */
function cpuOf(processes: Readonly<Record<string, number>>): Record<string, number> {
  const own = Object.entries(processes).map(([name, pid]) => [name, readUsage(pid).cpuMs] as const);
  const sum = own.reduce((total, [, ms]) => total + ms, 0);
  return { ...Object.fromEntries(own), others: readBusyMs() - sum };
}

function ratesOf({ ms, delivered, delivery, acknowledgement }: Round): Rates {
  return {
    perSecond: (1000 * delivered) / ms,
    p50: delivery.p50,
    p95: delivery.p95,
    p99: delivery.p99,
    acknowledgedP50: acknowledgement.p50,
    acknowledgedP99: acknowledgement.p99,
  };
}

function memoryOf(processes: Readonly<Record<string, number>>): Record<string, number> {
  const entries = Object.entries(processes);
  return Object.fromEntries(entries.map(([name, pid]) => [name, readUsage(pid).memoryKb / 1024]));
}

function medianCpu(rounds: readonly RoundFigures[], names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((round) => round.cpu[name] ?? 0))]));
}

function checkTally(system: System, tally: Tally, before: number | null, after: number | null): void {
  const faults = [...tally.faults];
  const acknowledged = system.job.wire === 'xmpp' ? tally.delivered : tally.acknowledged;
  const kept = after === null || before === null ? acknowledged : after - before;
  if (acknowledged !== tally.delivered || kept !== acknowledged)
    faults.push(`${acknowledged} acknowledged, ${tally.delivered} delivered, ${kept} kept`);
  // What one socket sent first is stored first (DEL-7); another system may see that differently.
  if (system.job.wire === 'frames' && tally.overtakings > 0)
    faults.push(`${tally.overtakings} arrived before one that was sent before them`);
  if (faults.length > 0) throw new Error(`${system.name} broke its promise:\n  ${faults.join('\n  ')}`);
}
