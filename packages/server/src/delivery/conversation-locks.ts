import type { ConversationId, TenantId } from '@tieline/protocol';
import { createOneAtATime } from '../concurrency/one-at-a-time.ts';

/**
 * A lock of each conversation on this node, which keeps what happens in it in its order (DEL-7). Messages come in groups,
 * and in order by themselves. What changes more than that (an interaction begins or ends) holds the lock: it is done after
 * everything that came before has been told, and before anything that comes after.
 */
export interface ConversationLocks {
  hold<Result>(tenant: TenantId, conversation: ConversationId, work: () => Promise<Result>): Promise<Result>;
  /** Null where nobody holds the lock or waits for it; else resolves when that may be over. */
  released(conversation: ConversationId): Promise<void> | null;
}

/** `settled`: resolves when every message of the company that came before has been told. */
export function createConversationLocks(settled: (tenant: TenantId) => Promise<void>): ConversationLocks {
  const line = createOneAtATime<ConversationId>();
  return {
    hold: (tenant, conversation, work) =>
      line.run(conversation, async () => {
        await settled(tenant);
        return work();
      }),
    released: line.busy,
  };
}
