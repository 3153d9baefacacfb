import { decideHistory, type StoredMessage } from '@tieline/domain';
import type { ConversationId } from '@tieline/protocol';
import { loadConversation } from '../../store/load-conversation.ts';
import { loadMessages } from '../../store/load-messages.ts';
import { loadReader } from '../../store/load-reader.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import { historyFacts, standingOf } from '../../views/reader.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

/** CONT-3: one formatted message for an office reader of its conversation; for anybody else it does not exist. */
export async function loadFormatted(
  context: Context,
  actor: Actor,
  input: { readonly conversation: ConversationId; readonly seq: number },
): Promise<Answer<StoredMessage>> {
  return context.store.read(actor.tenant, async (db) => {
    const conversation = await loadConversation(db, input.conversation);
    const standing = conversation && standingOf(conversation, await loadReader(db, actor.seat));
    if (!standing) return no('not-found');
    const tenant = await loadTenant(db);
    const window = decideHistory(historyFacts(tenant.facts, conversation, standing.relation, actor.kind));
    if (!window.allowed) return no('not-found');
    const [message] = await loadMessages(db, {
      conversation: conversation.id,
      fromSeq: window.fromSeq,
      before: null,
      after: input.seq - 1,
      limit: 1,
    });
    return message?.seq === input.seq && message.body.format === 'rich' ? yes(message) : no('not-found');
  });
}
