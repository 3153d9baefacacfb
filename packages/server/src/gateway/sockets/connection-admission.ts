import { createAdmission } from '../../concurrency/admission.ts';
import type { NodeLimits } from '../../node/limits.ts';

/** Who may come in at once, and who waits. Those that come back never wait behind those that start. */
export interface Doors {
  /** @throws Busy where too many wait already, or it took too long. */
  start(company: string): Promise<() => void>;
  resume(company: string): Promise<() => void>;
}

/** After a storm everybody of a company waits here; it costs a few hundred bytes each. */
const waitingOfOne = 20_000;
/** Less than clients wait before they give up: an answer that says when to come again beats none. */
const patience = 10_000;

export function createDoors({ starting, resuming }: NodeLimits): Doors {
  const door = (places: number) =>
    createAdmission({ places, placesOfOne: Math.ceil(places * 0.75), waitingOfOne, patience });
  return { start: door(starting).enter, resume: door(resuming).enter };
}
