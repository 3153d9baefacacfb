import { decideHeard, numberingOfInteraction, projectMessage, renumbered } from '@tieline/domain';
import type { EndedInteraction as EndView, SeatId, SignInSurface } from '@tieline/protocol';
import type { WithUnheard } from '../store/load-unheard.ts';
import type { EndedInteraction } from '../store/write-conversation.ts';

/** How an interaction ended, and what of it reached nobody. */
export type Ended = Omit<EndedInteraction, 'members'> & WithUnheard;

/** The same as one of the two is told: which messages reached nobody only the one who wrote them (DEL-3). */
export function endView(surface: SignInSurface, reader: SeatId, ended: Ended): EndView {
  const { conversation, number, fromSeq, fromRev, reason, by, unheardFrom, unheard } = ended;
  const numbering = numberingOfInteraction({ number, fromSeq, fromRev });
  const decision = decideHeard({
    reader: reader === by ? 'left' : 'stayed',
    heard: unheardFrom === null,
  });
  const end = { conversation, number, rev: ended.rev - numbering.rev, reason, by };
  return decision.allowed
    ? { ...end, unheardFrom: null, unheard: [] }
    : {
        ...end,
        unheardFrom: unheardFrom === null ? null : unheardFrom - numbering.seq,
        unheard: unheard.map((message) => projectMessage(surface, renumbered(message, numbering), reader)),
      };
}
