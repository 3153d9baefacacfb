import { type Spread, spreadOf } from '../measure/percentiles.ts';
import { createSamples } from '../measure/samples.ts';

/** What one round has measured. */
export interface Round {
  readonly ms: number;
  /** Messages that reached the other end in this round. */
  readonly delivered: number;
  /** Send -> the other's socket. */
  readonly delivery: Spread;
  /** Send -> the server's answer to the sender; empty where the protocol has none. */
  readonly acknowledgement: Spread;
}

/** What has happened since the start. */
export interface Tally {
  readonly delivered: number;
  readonly acknowledged: number;
  readonly retries: number;
  /** Messages that arrived before another one that the same client had sent before them. */
  readonly overtakings: number;
  /** The first of those that broke a promise: lost, doubled, out of order, refused for good. */
  readonly faults: readonly string[];
}

/** Keeps count over all conversations. Latencies are kept of the present round only. */
export interface Book {
  delivered(ms: number): void;
  acknowledged(ms: number): void;
  retried(): void;
  overtook(): void;
  fault(text: string): void;
  beginRound(): void;
  endRound(): Round;
  tally(): Tally;
}

const faultsKept = 20;

export function createBook(): Book {
  const deliveries = createSamples();
  const acknowledgements = createSamples();
  const faults: string[] = [];
  const counts = { delivered: 0, acknowledged: 0, retries: 0, overtakings: 0 };
  let isRound = false;
  let began = 0;
  return {
    delivered: (ms) => {
      counts.delivered += 1;
      if (isRound) deliveries.add(ms);
    },
    acknowledged: (ms) => {
      counts.acknowledged += 1;
      if (isRound) acknowledgements.add(ms);
    },
    retried: () => {
      counts.retries += 1;
    },
    overtook: () => {
      counts.overtakings += 1;
    },
    fault: (text) => {
      if (faults.length < faultsKept) faults.push(text);
    },
    beginRound: () => {
      deliveries.clear();
      acknowledgements.clear();
      isRound = true;
      began = performance.now();
    },
    endRound: () => {
      isRound = false;
      const delivery = spreadOf(deliveries.values());
      return {
        ms: performance.now() - began,
        delivered: delivery.count,
        delivery,
        acknowledgement: spreadOf(acknowledgements.values()),
      };
    },
    tally: () => ({ ...counts, faults }),
  };
}
