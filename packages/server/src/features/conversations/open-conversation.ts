import { conversationKindOf, decideKind, decideStart } from '@tieline/domain';
import type { CommandResult, SeatId } from '@tieline/protocol';
import { loadSeats } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import { writeConversation } from '../../store/write-conversation.ts';
import { loadConversationViews } from '../../views/conversation-view.ts';
import { type Answer, hidden, no, refused, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/** Starts, or finds, the conversation with a seat. An interaction begins with its first message, not here. */
export async function openConversation(
  context: Context,
  actor: Actor,
  input: { readonly seat: SeatId },
): Promise<Answer<CommandResult<'open-conversation'>>> {
  return context.store.transaction(actor.tenant, async (db) => {
    const tenant = await loadTenant(db);
    const seats = await loadSeats(db, [actor.seat, input.seat]);
    const from = seats.get(actor.seat);
    const to = seats.get(input.seat);
    if (!from || !to) return no('not-found');
    const kind = conversationKindOf(from.facts, to.facts);
    // Outside mode 3 neither side learns what there is on the other one.
    const exists = decideKind(tenant.facts, kind);
    if (!exists.allowed) return hidden(exists);
    const decision = decideStart(tenant.facts, from.facts, to.facts);
    if (!decision.allowed) return refused(decision);
    const conversation = await writeConversation(db, kind, actor.seat, input.seat);
    const [view] = await loadConversationViews(db, tenant.facts, { seat: actor.seat, archiveOf: null }, [
      conversation,
    ]);
    return view ? yes({ conversation: view }) : no('not-found');
  });
}
