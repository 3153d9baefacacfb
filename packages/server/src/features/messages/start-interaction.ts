import { decidePolicy, decideStamp } from '@tieline/domain';
import type { SeatId, TenantId } from '@tieline/protocol';
import { type ConversationRecord, loadConversation } from '../../store/load-conversation.ts';
import { loadGroupPolicies } from '../../store/load-policies.ts';
import { loadTenant, type TenantRecord } from '../../store/load-tenant.ts';
import type { TenantDb } from '../../store/store.ts';
import { writeInteractionStart } from '../../store/write-conversation.ts';
import { loadConversationViews } from '../../views/conversation-view.ts';
import type { Context } from '../context.ts';

/** Starts an interaction of a locked agent chat, stamped with what the settings say at this moment (MON-4). */
export async function writeStart(
  db: TenantDb,
  tenant: TenantRecord,
  conversation: ConversationRecord,
  startedBy: SeatId,
): Promise<void> {
  const groups = await loadGroupPolicies(db, conversation.seats);
  const stamp = decideStamp(
    decidePolicy({ kind: 'agent', tenant: tenant.monitoring, groups: groups.monitoring }),
    decidePolicy({ kind: 'agent', tenant: tenant.transcripts, groups: groups.transcripts }),
  );
  await writeInteractionStart(db, conversation, startedBy, stamp);
}

/** A new interaction changes what both can do: each gets their own view of the chat before its first message. */
export async function deliverStart(
  context: Context,
  tenant: TenantId,
  { id, seats }: ConversationRecord,
): Promise<void> {
  await context.store.read(tenant, async (db) => {
    const conversation = await loadConversation(db, id);
    const { facts } = await loadTenant(db);
    if (!conversation) return;
    for (const seat of seats) {
      const [view] = await loadConversationViews(db, facts, { seat, archiveOf: null }, [conversation]);
      if (view) context.delivery.deliverConversation(tenant, seat, view);
    }
  });
}
