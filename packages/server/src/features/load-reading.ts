import type { ConversationId } from '@tieline/protocol';
import { type ConversationRecord, loadConversation } from '../store/load-conversation.ts';
import { loadReader, type Reader } from '../store/load-reader.ts';
import { loadTenant, type TenantRecord } from '../store/load-tenant.ts';
import type { TenantDb } from '../store/store.ts';
import type { Actor } from './context.ts';

/** What decides how somebody reads a conversation. */
export interface Reading {
  /** Null where there is none of that id. */
  readonly conversation: ConversationRecord | null;
  readonly tenant: TenantRecord;
  readonly reader: Reader;
}

/** In one way to the database and back. */
export async function loadReading(db: TenantDb, actor: Actor, id: ConversationId): Promise<Reading> {
  const [conversation, tenant, reader] = await Promise.all([
    loadConversation(db, id),
    loadTenant(db),
    loadReader(db, actor.seat),
  ]);
  return { conversation, tenant, reader };
}
