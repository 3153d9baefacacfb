import {
  decideAudience,
  decideHistory,
  decideWithinHistory,
  type Hearer,
  numberingOf,
  participantOf,
  sideOfSurface,
  type StoredMessage,
} from '@tieline/domain';
import type { ConversationId, TenantId } from '@tieline/protocol';
import type { ChangeHearer } from '../../delivery/delivery.ts';
import { type ConversationRecord, loadConversation } from '../../store/load-conversation.ts';
import { loadSeats } from '../../store/load-seats.ts';
import { loadTenant, type TenantRecord } from '../../store/load-tenant.ts';
import type { TenantDb } from '../../store/store.ts';
import { historyFacts } from '../../views/standing.ts';
import type { Context } from '../context.ts';

/**
 * Changes a message and tells everybody in the conversation (MSG-8), under its lock, so that changes are told in their
 * order. Null where `write` changed nothing.
 */
export async function changeMessage(
  context: Context,
  tenant: TenantId,
  conversation: ConversationId,
  write: (db: TenantDb) => Promise<StoredMessage | null>,
): Promise<StoredMessage | null> {
  return context.conversationLocks.hold(tenant, conversation, async () => {
    const changed = await context.store.transaction(tenant, async (db) => {
      const message = await write(db);
      return message && { message, hearers: await loadHearers(db, message) };
    });
    if (!changed) return null;
    context.delivery.deliverMessageChange(tenant, changed.hearers, changed.message);
    return changed.message;
  });
}

async function loadHearers(db: TenantDb, message: StoredMessage): Promise<ChangeHearer[]> {
  const tenant = await loadTenant(db);
  const conversation = await loadConversation(db, message.conversation);
  if (!conversation) return [];
  const seats = await loadSeats(db, conversation.members);
  const participants = [...seats.values()].map((seat) => participantOf(tenant.facts, seat.facts));
  return decideAudience({ event: 'message-changed', participants }).flatMap((hearer) =>
    changeHearer(tenant, conversation, hearer, message),
  );
}

/** MSG-9: whoever may not read the message is told no more than that something has changed; who reads nothing, nothing. */
function changeHearer(
  { facts }: TenantRecord,
  conversation: ConversationRecord,
  hearer: Hearer,
  { seq }: StoredMessage,
): ChangeHearer[] {
  const { surface, relation } = hearer;
  const { kind, interaction } = conversation;
  const window = decideHistory(historyFacts(facts, conversation, relation, sideOfSurface(surface)));
  if (!window.allowed) return [];
  const isReader = decideWithinHistory(window, seq).allowed;
  return [{ ...hearer, isReader, numbering: numberingOf({ kind, relation, interaction }) }];
}
