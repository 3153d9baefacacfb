import { decideKind } from '@tieline/domain';
import type { FileRecord } from '../store/files.ts';
import { loadConversation } from '../store/load-conversation.ts';
import { loadTenant } from '../store/load-tenant.ts';
import type { TenantDb } from '../store/store.ts';
import type { Actor } from './context.ts';

/** Whether a session has brought this upload itself, and no message holds it, in a conversation that may be read (TEN-2). */
export async function isOwnUpload(db: TenantDb, actor: Actor, file: FileRecord): Promise<boolean> {
  if (file.seat !== actor.seat || file.seq !== null) return false;
  const [conversation, tenant] = await Promise.all([loadConversation(db, file.conversation), loadTenant(db)]);
  return conversation !== null && decideKind(tenant.facts, conversation.kind).allowed;
}
