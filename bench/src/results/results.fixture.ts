import type { MessageFigures } from '../scenarios/measure-messages.ts';
import type { SystemName } from '../systems/system.ts';
import type { Results } from './results.ts';

/** Figures of messages of which only rate and p99 matter. */
export function messagesOf(
  system: SystemName,
  inFlight: number,
  perSecond: number,
  p99: number,
): MessageFigures {
  const median = {
    perSecond,
    p50: 1,
    p95: 2,
    p99,
    acknowledgedP50: 1,
    acknowledgedP99: 2,
    cpu: { server: 90 },
  };
  return {
    ...{ system, inFlight, median, rounds: [median], messages: perSecond },
    ...{ memoryMb: { server: 50 }, retries: 0, overtakings: 0 },
  };
}

/** Results in which nothing was measured. */
export const noResults: Results = {
  ...{ date: '2026-11-22', command: 'npm run bench', quick: false, versions: { Tieline: 'abc1234' } },
  machine: { cores: 2, cpu: 'a processor', memoryMb: 4096, system: 'Linux 6' },
  ...{ messages: [], alone: null, connections: null, smallServer: null, logIns: null },
  ...{ presence: null, history: null, list: null, start: null },
};
