import { decideHistory, decideUnread } from '@tieline/domain';
import type { CommandInput } from '@tieline/protocol';
import { loadConversation } from '../../store/load-conversation.ts';
import { farthestSeq } from '../../store/load-messages.ts';
import { loadReader } from '../../store/load-reader.ts';
import { loadSeats } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import { loadReadStates, writeReadMark } from '../../store/read-marks.ts';
import { historyFacts, readingOf } from '../../views/reader.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/** Notes how far the reader has read, tells the reader's other devices, and the other side where SIG lets it pass. */
export async function markRead(
  context: Context,
  actor: Actor,
  input: CommandInput<'mark-read'>,
): Promise<Answer<object>> {
  const read = await context.store.read(actor.tenant, async (db) => {
    const conversation = await loadConversation(db, input.conversation);
    if (!conversation) return null;
    const tenant = await loadTenant(db);
    const standing = readingOf(tenant.facts, conversation, await loadReader(db, actor.seat));
    if (!standing) return null;
    const window = decideHistory(historyFacts(tenant.facts, conversation, standing.relation, actor.kind));
    // What the reader does not see any more cannot be read any more, nor told to have been (HIST-5).
    if (!window.allowed || input.seq < window.fromSeq) return { moved: null };
    const seq = await writeReadMark(db, conversation.id, actor.seat, input.seq);
    if (seq === null) return { moved: null };
    const seats = await loadSeats(db, conversation.seats);
    const counts = decideUnread(standing.relation, actor.kind);
    const { self, peer } = standing;
    const states = await loadReadStates(db, actor.seat, [
      { conversation: conversation.id, fromSeq: window.fromSeq, toSeq: farthestSeq, counts, self, peer },
    ]);
    const unread = states.get(conversation.id)?.unread ?? 0;
    return {
      moved: {
        seq,
        unread,
        kind: conversation.kind,
        relation: standing.relation,
        seats: [...seats.values()],
      },
    };
  });
  if (read === null) return no('not-found');
  if (read.moved) {
    const { seq, unread, kind, relation, seats } = read.moved;
    context.delivery.deliverRead(actor.tenant, actor.seat, { conversation: input.conversation, seq, unread });
    if (relation === 'member') {
      const participants = seats.map((seat) => seat.facts);
      context.delivery.deliverReceipt(actor.tenant, kind, participants, {
        conversation: input.conversation,
        seat: actor.seat,
        seq,
      });
    }
  }
  return yes({});
}
