import { createHash } from 'node:crypto';
import { type Chance, createChance } from './chance.ts';

/** Every kind of fault, with its ways; `each`: how many of it a cycle brings. */
export const faultKinds = {
  'database-frozen': { title: 'database frozen', each: 1, ways: ['stop'] },
  'server-killed': {
    title: 'server killed',
    each: 1,
    ways: ['any-moment', 'before-insert', 'after-commit', 'mid-fan-out'],
  },
  'database-killed': {
    title: 'database killed',
    each: 1,
    ways: ['kill-all', 'immediate', 'kill-postmaster'],
  },
  'server-stopped': { title: 'server told to stop', each: 1, ways: ['SIGTERM', 'SIGINT', 'SIGHUP'] },
  hostile: {
    title: 'hostile clients',
    each: 1,
    ways: [
      ...['tiny-frames', 'pongs', 'head-storm', 'unread-downloads', 'made-up-tokens'],
      ...['race-for-sockets', 'large-rich-text', 'uploads', 'wrong-passwords'],
    ],
  },
  upload: { title: 'file on its way', each: 1, ways: ['whole', 'full-disk'] },
  'slow-consumer': { title: 'consumer that does not read', each: 1, ways: ['flood', 'trickle'] },
  'reconnect-storm': { title: 'reconnect storm', each: 1, ways: ['reset'] },
  'half-open': { title: 'half-open TCP', each: 1, ways: ['office', 'agent'] },
  'same-message': {
    title: 'same message in several ways',
    each: 3,
    ways: ['at-once', 'cut', 'deaf', 'late'],
  },
  'reused-id': { title: 'client id used again', each: 5, ways: ['all'] },
  clock: { title: 'clock of the server', each: 2, ways: ['+3d', '-3d', '+0', '+3d', '-1h', '+0'] },
  'database-clock': { title: 'clock of the database', each: 1, ways: ['-1h', '+0', '+1h', '+0'] },
  'access-taken': {
    title: 'access taken away',
    each: 1,
    ways: ['session-revoked', 'agent-license', 'office-license', 'group-left', 'deactivated', 'mode'],
  },
} as const satisfies Record<string, { title: string; each: number; ways: readonly string[] }>;

export type FaultKind = keyof typeof faultKinds;

export interface PlannedFault {
  readonly kind: FaultKind;
  readonly way: string;
  /** Counts within the kind, from 0. */
  readonly number: number;
  /** Milliseconds after the start; it may come later when the one before it takes its time. */
  readonly at: number;
  /** Milliseconds that it lasts, where that is chosen beforehand. */
  readonly lasts: number;
}

export interface Plan {
  readonly seed: number;
  readonly minutes: number;
  readonly faults: readonly PlannedFault[];
  /** The same for the same seed, minutes and kinds. */
  readonly hash: string;
}

/** What takes the ground away from under everybody comes one after the other, in this order within a cycle. */
export const groundKinds: readonly FaultKind[] = [
  ...(['database-frozen', 'server-killed', 'database-killed'] as const),
  ...(['server-stopped', 'hostile'] as const),
];

/** The faults of a run. A long run has more than 30 of every kind in ten minutes, and long freezes. */
export function planFaults(seed: number, minutes: number, only: readonly FaultKind[]): Plan {
  const chance = createChance(seed).fork('plan');
  const long = minutes >= 3;
  const cycles = long ? Math.ceil(minutes * 3.1) : Math.max(1, Math.ceil(minutes * 3));
  const cycle = (minutes * 60_000) / cycles;
  const kinds = (Object.keys(faultKinds) as FaultKind[]).filter((kind) => only.includes(kind));
  const faults = kinds
    .flatMap((kind) => planKind(kind, cycles, cycle, long, chance.fork(kind)))
    .toSorted((one, other) => one.at - other.at);
  const hash = createHash('sha256').update(JSON.stringify({ seed, minutes, faults }));
  return { seed, minutes, faults, hash: hash.digest('hex').slice(0, 16) };
}

function planKind(
  kind: FaultKind,
  cycles: number,
  cycle: number,
  long: boolean,
  chance: Chance,
): PlannedFault[] {
  const { each, ways } = faultKinds[kind];
  const first = chance.between(0, ways.length - 1);
  return Array.from({ length: cycles * each }, (_, number) => {
    const share = cycle / each;
    const place = groundKinds.indexOf(kind);
    const offset = place < 0 ? chance.next() * share * 0.7 : placeInCycle(place, cycle, long, chance);
    return {
      kind,
      way: ways[(first + number) % ways.length] ?? ways[0],
      number,
      at: Math.round(number * share + offset),
      lasts: lastsOf(kind, long, chance),
    };
  });
}

/** A freeze takes the first half of a long cycle; the others share the rest, and take the time that they need. */
function placeInCycle(place: number, cycle: number, long: boolean, chance: Chance): number {
  const begins = long ? [0.02, 0.6, 0.7, 0.8, 0.9] : [0.05, 0.25, 0.45, 0.65, 0.8];
  return ((begins[place] ?? 0) + chance.next() * 0.05) * cycle;
}

function lastsOf(kind: FaultKind, long: boolean, chance: Chance): number {
  if (kind === 'database-frozen') return long ? chance.between(10_000, 10_600) : 3000;
  if (kind === 'database-killed') return chance.between(500, long ? 1200 : 2000);
  if (kind === 'hostile') return long ? 3000 : 2000;
  return 0;
}
