/** Every delay of the client, in milliseconds. */
export interface Timing {
  readonly backOffFirst: number;
  readonly backOffMost: number;
  /** A line that lived so long was a good one: the next loss begins with the first delay again. */
  readonly steadyAfter: number;
  readonly pingEvery: number;
  /** A line that has been silent for so long after a ping is dead. */
  readonly pingWithin: number;
  readonly welcomeWithin: number;
  readonly answerWithin: number;
  readonly typingEvery: number;
  readonly typingLives: number;
  /** How long the event of a stored message may take before the message is fetched. */
  readonly eventWithin: number;
  /** How long a message that is missing before a later one may take before it is fetched. */
  readonly gapWithin: number;
  /** How often read marks are sent, as scrolling through a chat moves them all the time. */
  readonly readTick: number;
  /** All clients of a company that changed load it again within this time, not all at once. */
  readonly companySpread: number;
  /** How often an instance that keeps messages says that it is still there. */
  readonly aliveEvery: number;
  /** After so long without that, an instance counts as gone, and its messages are taken over. */
  readonly goneAfter: number;
}

export const usualTiming: Timing = Object.freeze({
  backOffFirst: 250,
  backOffMost: 15_000,
  steadyAfter: 5_000,
  pingEvery: 20_000,
  pingWithin: 10_000,
  welcomeWithin: 15_000,
  answerWithin: 20_000,
  typingEvery: 3_000,
  typingLives: 6_000,
  eventWithin: 1_000,
  gapWithin: 200,
  readTick: 250,
  companySpread: 3_000,
  aliveEvery: 5_000,
  goneAfter: 16_000,
});

/**
 * Full jitter: anything from nothing to the exponential limit, so that the clients of a server that restarts come
 * back spread out. `attempt` counts from 0.
 */
export function backOff(timing: Timing, attempt: number, chance: () => number = Math.random): number {
  const limit = Math.min(timing.backOffMost, timing.backOffFirst * 2 ** Math.min(attempt, 30));
  return Math.round(limit * chance());
}

/** Waits for `milliseconds`. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
