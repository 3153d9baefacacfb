import type { StoredMessage } from '@tieline/domain';
import { limits, type SeatId } from '@tieline/protocol';
import { asSent, loadMessages } from './load-messages.ts';
import type { TenantDb } from './store.ts';
import type { EndedInteraction } from './write-conversation.ts';

/** What reached nobody of an interaction, as its sender sent it. */
export interface WithUnheard {
  readonly unheard: readonly StoredMessage[];
}

/**
 * The same of interactions that have ended; of each as much as a page holds, from the first on (DEL-3). `reader`: nothing is
 * loaded of those that this seat has left, as it wrote none of it; null: of each.
 */
export async function loadUnheard<
  Ended extends Pick<EndedInteraction, 'conversation' | 'by' | 'unheardFrom'>,
>(db: TenantDb, ended: readonly Ended[], reader: SeatId | null): Promise<(Ended & WithUnheard)[]> {
  const found: (Ended & WithUnheard)[] = [];
  for (const one of ended) found.push({ ...one, unheard: one.by === reader ? [] : await loadOne(db, one) });
  return found;
}

async function loadOne(
  db: TenantDb,
  { conversation, by, unheardFrom }: Pick<EndedInteraction, 'conversation' | 'by' | 'unheardFrom'>,
): Promise<readonly StoredMessage[]> {
  if (unheardFrom === null) return [];
  const { messages } = await loadMessages(db, {
    conversation,
    fromSeq: unheardFrom,
    before: null,
    after: unheardFrom - 1,
    limit: limits.historyPage,
    room: limits.pageBytes / 4,
  });
  return asSent(
    db,
    messages.filter(({ sender }) => sender.seat !== by),
  );
}
