import type { ConversationId, TenantId } from '@tieline/protocol';

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
  const last = new Map<ConversationId, Promise<void>>();
  return {
    alone: async (tenant, conversation, work) => {
      const before = last.get(conversation) ?? Promise.resolve();
      let pass = (): void => undefined;
      const own = new Promise<void>((resolve) => (pass = resolve));
      const place = before.then(() => own);
      last.set(conversation, place);
      try {
        await before;
        await settled(tenant);
        return await work();
      } finally {
        pass();
        if (last.get(conversation) === place) last.delete(conversation);
      }
    },
    free: (conversation) => last.get(conversation) ?? null,
  };
}
