import { decideAudience, isOver } from '@tieline/domain';
import type { CommandInput } from '@tieline/protocol';
import { loadConversation } from '../../store/load-conversation.ts';
import { loadSeats } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import { readingOf } from '../../views/standing.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { signalScope } from '../signal-scope.ts';
import { tellSignal } from '../tell-signal.ts';

/**
 * Passes a typing indicator on to those whom SIG lets hear it. Where nobody may, the answer is the same: the sender's
 * client need not know why nothing comes of it.
 */
export async function setTyping(
  context: Context,
  actor: Actor,
  input: CommandInput<'set-typing'>,
): Promise<Answer<object>> {
  // In the order of the seat's changes: who has been answered that they are invisible is heard of no more (SIG-9).
  return context.seatLocks.run(actor.seat, () => passOn(context, actor, input));
}

async function passOn(
  context: Context,
  actor: Actor,
  input: CommandInput<'set-typing'>,
): Promise<Answer<object>> {
  const found = await context.store.read(actor.tenant, async (db) => {
    const [conversation, tenant] = await Promise.all([
      loadConversation(db, input.conversation),
      loadTenant(db),
    ]);
    if (!conversation || !readingOf(tenant.facts, conversation, { seat: actor.seat, archiveOf: null }))
      return null;
    const seats = await loadSeats(db, conversation.members);
    return { conversation, scope: signalScope(tenant.facts, conversation, seats, actor.seat) };
  });
  if (!found) return no('not-found');
  const { conversation, scope } = found;
  // A chat whose interaction is over has nobody on the other side of the screen (HIST-5).
  if (isOver(conversation)) return yes({});
  const event = { conversation: conversation.id, seat: actor.seat, typing: input.typing };
  const audience = decideAudience({ event: 'signal', signal: 'typing', sender: actor.seat, ...scope });
  if (audience.length > 0)
    await tellSignal(context, actor.tenant, conversation, () =>
      context.delivery.deliverTyping(actor.tenant, scope, event),
    );
  return yes({});
}
