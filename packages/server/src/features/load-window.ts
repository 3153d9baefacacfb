import { decideHistory, type HistoryDecision } from '@tieline/domain';
import type { ConversationId } from '@tieline/protocol';
import type { ConversationRecord } from '../store/load-conversation.ts';
import type { TenantDb } from '../store/store.ts';
import { historyFacts, readingOf } from '../views/standing.ts';
import type { Actor } from './context.ts';
import { loadReading } from './load-reading.ts';

/** A conversation of the reader, and from which place on they may see it, if at all (HIST). */
export interface Window {
  readonly conversation: ConversationRecord;
  readonly history: HistoryDecision;
}

/** Null where it is none of the reader's, which must look like one that does not exist. */
export async function loadWindow(db: TenantDb, actor: Actor, id: ConversationId): Promise<Window | null> {
  const { conversation, tenant, reader } = await loadReading(db, actor, id);
  const standing = conversation && readingOf(tenant.facts, conversation, reader);
  if (!standing) return null;
  const history = decideHistory(historyFacts(tenant.facts, conversation, standing.relation, actor.kind));
  return { conversation, history };
}
