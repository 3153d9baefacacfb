import { decideKind, isChain, participantOf, type StoredMessage } from '@tieline/domain';
import { loadConversation } from '../../store/load-conversation.ts';
import { loadSeats } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import type { Sending } from './sending.ts';
import { loadBegun } from './start-interaction.ts';

/**
 * Tells of a message that was stored when nobody knew, and of the interaction that it may have begun. Where a later
 * one has been told since, everybody has seen the gap and has fetched it: telling it now would put it behind what it
 * came before. Alone in its conversation. Where it fails, the message is in doubt as before.
 */
export async function tellLate(sending: Sending, message: StoredMessage): Promise<void> {
  const { context, actor, input, asked } = sending;
  try {
    const told = await context.store.read(actor.tenant, async (db) => {
      const conversation = await loadConversation(db, message.conversation);
      if (conversation?.lastSeq !== message.seq) return null;
      const tenant = await loadTenant(db);
      if (!decideKind(tenant.facts, conversation.kind).allowed) return null;
      const begins = isChain(conversation.kind) && conversation.interaction.running;
      const begun = begins ? await loadBegun(db, tenant, conversation) : [];
      return { tenant, conversation, begun, seats: await loadSeats(db, conversation.members) };
    });
    if (!told) return;
    const { tenant, conversation, begun, seats } = told;
    context.sendFacts.forgetConversation(actor.tenant, conversation.id);
    for (const { reader, view } of begun) context.delivery.deliverConversation(actor.tenant, reader, view);
    const participants = [...seats.values()].map((seat) => participantOf(tenant.facts, seat.facts));
    const from = { clientId: input.clientId, asked };
    context.delivery.deliverMessage(actor.tenant, conversation.kind, participants, message, from);
  } catch (error) {
    context.messages.doubt(actor.tenant, actor.seat, input.clientId);
    throw error;
  }
}
