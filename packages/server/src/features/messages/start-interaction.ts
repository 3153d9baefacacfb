import { decidePolicy, decideStamp } from '@tieline/domain';
import type { ConversationView, SeatId } from '@tieline/protocol';
import { type ConversationRecord, loadConversation } from '../../store/load-conversation.ts';
import { loadGroupPolicies } from '../../store/load-policies.ts';
import type { TenantRecord } from '../../store/load-tenant.ts';
import type { TenantDb } from '../../store/store.ts';
import { writeInteractionStart } from '../../store/write-conversation.ts';
import { loadConversationViews } from '../../views/conversation-view.ts';

/** A conversation with the interaction that has begun in it. */
export interface Start {
  readonly conversation: ConversationRecord;
  readonly chats: readonly StartedChat[];
}

/** A chat that has an interaction again, as one of its members sees it. */
export interface StartedChat {
  readonly reader: SeatId;
  readonly view: ConversationView;
}

/**
 * Starts an interaction of a locked agent chat, stamped with what the settings say at this moment (MON-4).
 * Returns the chat as each member sees it from now on: what they can do in it has changed.
 */
export async function writeStart(
  db: TenantDb,
  tenant: TenantRecord,
  conversation: ConversationRecord,
  startedBy: SeatId,
): Promise<Start> {
  const groups = await loadGroupPolicies(db, conversation.members);
  const stamp = decideStamp(
    decidePolicy({ kind: 'agent', tenant: tenant.monitoring, groups: groups.monitoring }),
    decidePolicy({ kind: 'agent', tenant: tenant.transcripts, groups: groups.transcripts }),
  );
  await writeInteractionStart(db, conversation, startedBy, stamp);
  const started = await loadConversation(db, conversation.id);
  if (!started) throw new Error('A conversation that is locked cannot be read');
  return { conversation: started, chats: await loadStarted(db, tenant, started) };
}

/** How each member sees a chat that has an interaction. */
export async function loadStarted(
  db: TenantDb,
  tenant: TenantRecord,
  conversation: ConversationRecord,
): Promise<StartedChat[]> {
  const views: StartedChat[] = [];
  for (const reader of conversation.members) {
    const seen = await loadConversationViews(db, tenant.facts, { seat: reader, archiveOf: null }, [
      conversation,
    ]);
    views.push(...seen.map((view) => ({ reader, view })));
  }
  return views;
}
