import type { ConversationId, SeatId } from '@tieline/protocol';
import type { Timing } from '../timing.ts';

/** Reports that the person types: at most one frame in a while, and one when it stops. */
export interface TypingReports {
  set(conversation: ConversationId, typing: boolean): void;
  /** The message was sent: its arrival ends the indicator without a report. */
  forget(conversation: ConversationId): void;
}

export function createTypingReports(
  timing: Timing,
  submit: (conversation: ConversationId, typing: boolean) => void,
): TypingReports {
  const sentAt = new Map<ConversationId, number>();
  return {
    set(conversation, typing) {
      const last = sentAt.get(conversation);
      if (!typing) {
        if (sentAt.delete(conversation)) submit(conversation, false);
        return;
      }
      const now = Date.now();
      if (last !== undefined && now - last < timing.typingEvery) return;
      sentAt.set(conversation, now);
      submit(conversation, true);
    },
    forget: (conversation) => void sentAt.delete(conversation),
  };
}

/** Ends the indicators of others after a while: a person whose line is lost never reports the end. */
export interface TypingEnds {
  restart(conversation: ConversationId, seat: SeatId, typing: boolean): void;
  clear(): void;
}

export function createTypingEnds(
  timing: Timing,
  onEnd: (conversation: ConversationId, seat: SeatId) => void,
): TypingEnds {
  const ends = new Map<string, ReturnType<typeof setTimeout>>();
  return {
    restart(conversation, seat, typing) {
      const key = `${conversation}:${seat}`;
      clearTimeout(ends.get(key));
      ends.delete(key);
      if (!typing) return;
      const end = setTimeout(() => {
        ends.delete(key);
        onEnd(conversation, seat);
      }, timing.typingLives);
      ends.set(key, end);
    },
    clear() {
      for (const end of ends.values()) clearTimeout(end);
      ends.clear();
    },
  };
}
