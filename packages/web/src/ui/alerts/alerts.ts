import type { SeatStatus } from '@tieline/protocol';

/** What an arriving message meets. */
export interface Arrival {
  readonly own: boolean;
  readonly loud: boolean;
  readonly status: SeatStatus;
  /** Somebody looks at this page, with this conversation open. */
  readonly seen: boolean;
  readonly sound: boolean;
  readonly desktop: boolean;
}

/** Whether an arriving message sounds and shows itself. Do not disturb silences both; delivery is untouched. */
export function alertsFor(arrival: Arrival): { sound: boolean; desktop: boolean } {
  const quiet = arrival.own || !arrival.loud || arrival.seen || arrival.status === 'do-not-disturb';
  return { sound: !quiet && arrival.sound, desktop: !quiet && arrival.desktop };
}
