import { rateRatio } from '../scenarios/measure-messages.ts';
import { findMessages, type Results } from './results.ts';

/** Something that Tieline is meant to reach. */
export interface Target {
  readonly name: string;
  readonly wanted: string;
  readonly measured: string;
  readonly reached: boolean;
}

/** A bound, and what was measured against it; null: not measured, or not at the size that the target speaks of. */
interface Bound {
  readonly name: string;
  readonly unit: string;
  readonly value: number | null;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** The targets that this run can tell about. */
export function judgeTargets(results: Results): Target[] {
  return [
    ...peerBounds(results, 'ejabberd', 6),
    ...peerBounds(results, 'prosody', 5),
    ...[4, 16].map((inFlight) => ceilingBound(results, inFlight)),
    {
      name: 'A message alone, against a commit and a relay',
      unit: 'x',
      value: results.alone?.ratio ?? null,
      atMost: 3,
    },
    ...connectionBounds(results),
    historyBound(results),
  ].flatMap(judge);
}

function judge({ name, unit, value, atLeast, atMost }: Bound): Target[] {
  if (value === null) return [];
  const reached = (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
  const wanted = atLeast === undefined ? `at most ${atMost} ${unit}` : `at least ${atLeast} ${unit}`;
  return [{ name, wanted, measured: `${value.toFixed(2)} ${unit}`, reached }];
}

function peerBounds(results: Results, peer: 'ejabberd' | 'prosody', times: number): Bound[] {
  const own = findMessages(results, 'tieline', 4);
  const other = findMessages(results, peer, 4);
  const rate = own && other ? rateRatio(own, other) : null;
  const wait = own && other ? own.median.p99 / other.median.p99 : null;
  return [
    { name: `Messages a second, 4 in flight, against ${peer}`, unit: 'x', value: rate, atLeast: times },
    { name: `Delivery p99, 4 in flight, against ${peer}`, unit: 'x', value: wait, atMost: 0.25 },
  ];
}

function ceilingBound(results: Results, inFlight: number): Bound {
  const own = findMessages(results, 'tieline', inFlight);
  const ceiling = findMessages(results, 'durable relay', inFlight);
  return {
    name: `Messages a second, ${inFlight} in flight, against the durable relay`,
    unit: '%',
    value: own && ceiling ? 100 * rateRatio(own, ceiling) : null,
    atLeast: 65,
  };
}

function connectionBounds({ connections }: Results): Bound[] {
  const full = connections?.connections === 10_000 ? connections : null;
  return [
    {
      name: 'Memory of an idle connection, of 10,000',
      unit: 'KB',
      value: full?.kbPerConnection ?? null,
      atMost: 25,
    },
    {
      name: 'All 10,000 back after their lines were cut',
      unit: 's',
      value: full ? full.backAfterMs / 1000 : null,
      atMost: 60,
    },
  ];
}

function historyBound({ history }: Results): Bound {
  const long = history?.find((figures) => figures.messages === 1_000_000);
  const middle = long?.pages.find((page) => page.name === 'middle');
  return {
    name: 'A page from the middle of 1,000,000 messages, in the database',
    unit: 'ms',
    value: middle?.database.ms ?? null,
    atMost: 5,
  };
}
