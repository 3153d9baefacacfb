import { type Timing, usualTiming } from '../src/timing.ts';

/** The usual delays, but short: tests wait for conditions, never for these. */
export const fastTiming: Timing = {
  ...usualTiming,
  backOffFirst: 5,
  backOffMost: 40,
  eventWithin: 20,
  gapWithin: 5,
  readTick: 5,
  companySpread: 10,
  aliveEvery: 20,
  goneAfter: 200,
};
