import { decideHistory } from '@tieline/domain';
import type { ConversationId } from '@tieline/protocol';
import { type ConversationRecord, loadConversation } from '../store/load-conversation.ts';
import { loadReader } from '../store/load-reader.ts';
import { loadTenant } from '../store/load-tenant.ts';
import type { TenantDb } from '../store/store.ts';
import { historyFacts, readingOf } from '../views/reader.ts';
import type { Actor } from './context.ts';

/** A conversation, and the first place in it that the reader may see (HIST). */
export interface Window {
  readonly conversation: ConversationRecord;
  readonly fromSeq: number;
}

/** Null where the reader sees nothing of it at all, which must look like one that does not exist. */
export async function loadWindow(db: TenantDb, actor: Actor, id: ConversationId): Promise<Window | null> {
  const conversation = await loadConversation(db, id);
  if (!conversation) return null;
  const tenant = await loadTenant(db);
  const standing = readingOf(tenant.facts, conversation, await loadReader(db, actor.seat));
  if (!standing) return null;
  const window = decideHistory(historyFacts(tenant.facts, conversation, standing.relation, actor.kind));
  return window.allowed ? { conversation, fromSeq: window.fromSeq } : null;
}
