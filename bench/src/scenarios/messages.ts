import type { Postgres } from '../tieline/database.ts';
import { openBareRelay, openDurableRelay } from '../systems/relays.ts';
import type { System } from '../systems/system.ts';
import { openTieline } from '../systems/tieline.ts';
import { type LoadShape, measureMessages, type MessageFigures } from './measure-messages.ts';

export interface MessagesPlan extends Omit<LoadShape, 'inFlight'> {
  readonly pairs: number;
  readonly inFlights: readonly number[];
}

/**
 * Tieline and its two ceilings, under each load one right after the other, so that all three see the same machine.
 * They stay up meanwhile; who has no clients does nothing.
 */
export async function measureTielineMessages(
  postgres: Postgres,
  plan: MessagesPlan,
  say: (figures: MessageFigures) => void,
): Promise<MessageFigures[]> {
  const systems: System[] = [];
  try {
    systems.push(await openBareRelay(plan.pairs));
    systems.push(await openDurableRelay(postgres, plan.pairs));
    systems.push(await openTieline(postgres, plan.pairs));
    return await measureEach(systems, plan, say);
  } finally {
    for (const system of systems) await system.close();
  }
}

export async function measureEach(
  systems: readonly System[],
  plan: MessagesPlan,
  say: (figures: MessageFigures) => void,
): Promise<MessageFigures[]> {
  const all: MessageFigures[] = [];
  for (const inFlight of plan.inFlights)
    for (const system of systems) {
      const figures = await measureMessages(system, { ...plan, inFlight });
      say(figures);
      all.push(figures);
    }
  return all;
}
