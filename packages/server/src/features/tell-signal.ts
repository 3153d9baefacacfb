import { isChain } from '@tieline/domain';
import type { TenantId } from '@tieline/protocol';
import { type ConversationRecord, loadConversation } from '../store/load-conversation.ts';
import type { Context } from './context.ts';

/**
 * Tells a signal that somebody may hear. Of a chat that can end at any moment it is told before the end or not at all, and
 * never in the next interaction (HIST-5).
 */
export async function tellSignal(
  context: Context,
  tenant: TenantId,
  { id, kind, interaction }: ConversationRecord,
  tell: () => void,
): Promise<void> {
  if (!isChain(kind)) {
    tell();
    return;
  }
  await context.conversationLocks.hold(tenant, id, async () => {
    const now = await context.store.read(tenant, (db) => loadConversation(db, id));
    if (interaction.running && now?.interaction.running && now.interaction.number === interaction.number)
      tell();
  });
}
