import type { Postgres } from '../tieline/database.ts';
import { openBareRelay, openDurableRelay } from '../systems/relays.ts';
import type { System } from '../systems/system.ts';
import { openTieline } from '../systems/tieline.ts';
import { type LoadShape, measureMessages, mergeFigures, type MessageFigures } from './measure-messages.ts';

export interface MessagesPlan extends Omit<LoadShape, 'inFlight'> {
  readonly pairs: number;
  readonly inFlights: readonly number[];
  readonly rounds: number;
}

/** Tieline and its two ceilings. They stay up meanwhile; who has no clients does nothing. */
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

/** Round by round one system right after the other, so that all of them see the same machine. */
export async function measureEach(
  systems: readonly System[],
  plan: MessagesPlan,
  say: (figures: MessageFigures) => void,
): Promise<MessageFigures[]> {
  const all: MessageFigures[] = [];
  for (const inFlight of plan.inFlights) {
    const rounds = new Map<System, MessageFigures[]>(systems.map((system) => [system, []]));
    for (let round = 0; round < plan.rounds; round += 1)
      for (const [system, figures] of rounds)
        figures.push(await measureMessages(system, { ...plan, inFlight }));
    for (const figures of [...rounds.values()].map(mergeFigures)) {
      say(figures);
      all.push(figures);
    }
  }
  return all;
}
