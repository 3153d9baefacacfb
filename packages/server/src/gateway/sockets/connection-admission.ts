import { type Admission, createAdmission } from '../../concurrency/admission.ts';
import type { NodeLimits } from '../../node/limits.ts';

/**
 * How many sockets are opened at once. Clients that resume have places of their own: they need little, and must not
 * wait behind clients that start.
 */
export interface ConnectionAdmission {
  readonly starting: Admission;
  readonly resuming: Admission;
}

/** After a restart everybody of a company waits here; each costs a few hundred bytes. */
const waitingOfOne = 20_000;
/** Less than clients wait before they give up: an answer that says when to come again beats none. */
const patience = 10_000;

export function createConnectionAdmission({ starting, resuming }: NodeLimits): ConnectionAdmission {
  const admissionOf = (places: number): Admission =>
    createAdmission({ places, placesOfOne: Math.ceil(places * 0.75), waitingOfOne, patience });
  return { starting: admissionOf(starting), resuming: admissionOf(resuming) };
}
