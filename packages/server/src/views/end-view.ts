import { decideHeard } from '@tieline/domain';
import type { EndedInteraction, SeatId } from '@tieline/protocol';
import type { WithUnheard } from '../store/load-unheard.ts';
import { messageView } from './message-view.ts';

/** How an interaction ended, and what of it reached nobody. */
export type Ended = Omit<EndedInteraction, 'unheard'> & WithUnheard;

/** The same as one of the two is told: which messages reached nobody only the one who wrote them (DEL-3). */
export function endView(reader: SeatId, ended: Ended): EndedInteraction {
  const { conversation, number, rev, reason, by, unheardFrom, unheard } = ended;
  const decision = decideHeard({
    reader: reader === by ? 'left' : 'stayed',
    heard: unheardFrom === null,
  });
  const end = { conversation, number, rev, reason, by };
  return decision.allowed
    ? { ...end, unheardFrom: null, unheard: [] }
    : { ...end, unheardFrom, unheard: unheard.map((message) => messageView('console', message, reader)) };
}
