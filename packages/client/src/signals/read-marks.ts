import type { ConversationId } from '@tieline/protocol';
import { inBackground, isRetryable } from '../connection/fault.ts';
import { backOff, type Timing } from '../timing.ts';

export interface ReadMarksOptions {
  readonly timing: Timing;
  readonly submit: (conversation: ConversationId, seq: number) => Promise<unknown>;
}

/** Tells the server how far was read: the furthest place only, one command at a time, again after a lost line. */
export interface ReadMarks {
  mark(conversation: ConversationId, seq: number): void;
  resume(): void;
  suspend(): void;
  clear(): void;
}

export function createReadMarks(options: ReadMarksOptions): ReadMarks {
  const wanted = new Map<ConversationId, number>();
  const told = new Map<ConversationId, number>();
  const telling = new Set<ConversationId>();
  let isOpen = false;
  let failures = 0;
  let tick: ReturnType<typeof setTimeout> | undefined;

  function soon(delay = options.timing.readTick) {
    tick ??= setTimeout(() => {
      tick = undefined;
      for (const conversation of wanted.keys()) inBackground(tell(conversation));
    }, delay);
  }

  async function tell(conversation: ConversationId) {
    const seq = wanted.get(conversation);
    if (!isOpen || seq === undefined || telling.has(conversation)) return;
    telling.add(conversation);
    try {
      await options.submit(conversation, seq);
      told.set(conversation, seq);
      failures = 0;
    } catch (fault) {
      // A lost line comes back with `resume`; what the server will not hear is not said again.
      if (isRetryable(fault)) return isOpen ? soon(backOff(options.timing, failures++)) : undefined;
      told.set(conversation, seq);
      throw fault;
    } finally {
      telling.delete(conversation);
      if (isTold(conversation)) wanted.delete(conversation);
      else if (isOpen) soon();
    }
  }

  const isTold = (conversation: ConversationId) =>
    (wanted.get(conversation) ?? 0) <= (told.get(conversation) ?? 0);

  return {
    mark(conversation, seq) {
      const furthest = Math.max(wanted.get(conversation) ?? 0, told.get(conversation) ?? 0);
      if (seq <= furthest) return;
      wanted.set(conversation, seq);
      if (isOpen) soon();
    },
    resume() {
      isOpen = true;
      if (wanted.size > 0) soon();
    },
    suspend() {
      isOpen = false;
      clearTimeout(tick);
      tick = undefined;
    },
    clear() {
      wanted.clear();
      told.clear();
    },
  };
}
