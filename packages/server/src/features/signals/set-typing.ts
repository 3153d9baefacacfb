import type { CommandInput } from '@tieline/protocol';
import { loadConversation } from '../../store/load-conversation.ts';
import { loadSeats } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import { readingOf } from '../../views/reader.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/**
 * Passes a typing indicator on to those whom SIG lets hear it. Where nobody may, the answer is the same: the office
 * app sends none, and an agent's client need not know why nothing comes of it.
 */
export async function setTyping(
  context: Context,
  actor: Actor,
  input: CommandInput<'set-typing'>,
): Promise<Answer<object>> {
  const found = await context.store.read(actor.tenant, async (db) => {
    const conversation = await loadConversation(db, input.conversation);
    if (!conversation) return null;
    const tenant = await loadTenant(db);
    const standing = readingOf(tenant.facts, conversation, { seat: actor.seat, archiveOf: null });
    return standing ? { conversation, seats: [...(await loadSeats(db, conversation.seats)).values()] } : null;
  });
  if (!found) return no('not-found');
  const { conversation, seats } = found;
  // A chat whose interaction is over has nobody on the other side of the screen (HIST-5).
  if (conversation.kind === 'agent' && !conversation.interaction.running) return yes({});
  const participants = seats.map((seat) => seat.facts);
  const event = { conversation: conversation.id, seat: actor.seat, typing: input.typing };
  context.delivery.deliverTyping(actor.tenant, conversation.kind, participants, event);
  return yes({});
}
