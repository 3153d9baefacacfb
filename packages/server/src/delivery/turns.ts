import type { ConversationId, TenantId } from '@tieline/protocol';
import { createOneAtATime } from '../concurrency/one-at-a-time.ts';

/**
 * Keeps what happens in one conversation in its order (DEL-7). Messages come in groups, and in order by themselves.
 * What changes more than that (an interaction begins or ends) is done alone: after everything that came before it
 * has been told, and before anything that comes after.
 */
export interface Turns {
  alone<Result>(tenant: TenantId, conversation: ConversationId, work: () => Promise<Result>): Promise<Result>;
  /** Null where nobody is alone in the conversation or wants to be; else resolves when that may be over. */
  free(conversation: ConversationId): Promise<void> | null;
}

/** `settled`: resolves when every message of the company that came before has been told. */
export function createTurns(settled: (tenant: TenantId) => Promise<void>): Turns {
  const line = createOneAtATime<ConversationId>();
  return {
    alone: (tenant, conversation, work) =>
      line.run(conversation, async () => {
        await settled(tenant);
        return work();
      }),
    free: line.busy,
  };
}
