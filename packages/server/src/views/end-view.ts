import { decideHeard } from '@tieline/domain';
import type { EndedInteraction, SeatId } from '@tieline/protocol';

/** How an interaction ended, as one of the two is told: which messages reached nobody only the one who wrote them (DEL-3). */
export function endView(reader: SeatId, ended: EndedInteraction): EndedInteraction {
  const { conversation, number, reason, by, unheardFrom } = ended;
  const decision = decideHeard({
    reader: reader === by ? 'left' : 'stayed',
    heard: unheardFrom === null,
  });
  return { conversation, number, reason, by, unheardFrom: decision.allowed ? null : unheardFrom };
}
