import type { ConversationId } from '@tieline/protocol';

/** A place in the order in which what happens in one conversation leaves this node. */
export interface Turn {
  /** Takes the next place. Called under the conversation's lock, or right after it was let go. */
  take(): void;
  /** Resolves when all that took a place before has left, or has come to nothing. */
  come(): Promise<void>;
}

/** Runs `work` with a turn in the conversation, which is over when the work is, whatever became of it. */
export type InTurn = <Result>(
  conversation: ConversationId,
  work: (turn: Turn) => Promise<Result>,
) => Promise<Result>;

/**
 * Keeps events in the order of their sequence (DEL-7). The lock puts the commits in order, but a busy database may
 * answer the later one first: it lets go of the lock before it says so.
 */
export function createTurns(): InTurn {
  const last = new Map<ConversationId, Promise<void>>();
  return async (conversation, work) => {
    let before: Promise<void> = Promise.resolve();
    let pass = (): void => undefined;
    const take = (): void => {
      before = last.get(conversation) ?? before;
      const own = new Promise<void>((resolve) => (pass = resolve));
      const place = before.then(() => own);
      last.set(conversation, place);
      void place.then(() => last.get(conversation) === place && last.delete(conversation));
    };
    try {
      return await work({ take, come: () => before });
    } finally {
      pass();
    }
  };
}
