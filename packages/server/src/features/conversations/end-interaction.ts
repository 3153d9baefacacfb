import { decideEnd, type SeatFacts } from '@tieline/domain';
import type { CommandInput } from '@tieline/protocol';
import { loadConversationLocked } from '../../store/load-conversation.ts';
import { loadReader } from '../../store/load-reader.ts';
import { loadSeats } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import type { TenantDb } from '../../store/store.ts';
import { type EndedInteraction, writeInteractionEnd } from '../../store/write-conversation.ts';
import { readingOf } from '../../views/standing.ts';
import { type Answer, no, refused, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/** Either agent ends the running interaction of their chat; both consoles lose it (HIST-5). */
export async function endInteraction(
  context: Context,
  actor: Actor,
  input: CommandInput<'end-interaction'>,
): Promise<Answer<object>> {
  return context.conversationLocks.hold(actor.tenant, input.conversation, async () => {
    const answer = await context.store.transaction(actor.tenant, (db) => end(db, actor, input));
    if (!answer.ok) return answer;
    const { ended, participants } = answer.result;
    context.sendFacts.forgetConversation(actor.tenant, input.conversation);
    if (ended) context.delivery.deliverInteractionEnd(actor.tenant, participants, { ...ended, unheard: [] });
    return yes({});
  });
}

interface End {
  readonly ended: EndedInteraction | undefined;
  readonly participants: readonly SeatFacts[];
}

async function end(db: TenantDb, actor: Actor, input: CommandInput<'end-interaction'>): Promise<Answer<End>> {
  const conversation = await loadConversationLocked(db, input.conversation);
  if (!conversation) return no('not-found');
  const tenant = await loadTenant(db);
  const standing = readingOf(tenant.facts, conversation, await loadReader(db, actor.seat));
  if (!standing) return no('not-found');
  const { kind, interaction } = conversation;
  const decision = decideEnd({ kind, relation: standing.relation, interaction });
  if (!decision.allowed) return refused(decision);
  const ending = { by: actor.seat, reason: 'ended-by-agent', heardUntil: null } as const;
  const [ended] = await writeInteractionEnd(db, [conversation.id], ending);
  const seats = await loadSeats(db, conversation.members);
  return yes({ ended, participants: [...seats.values()].map((seat) => seat.facts) });
}
