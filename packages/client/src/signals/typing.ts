import type { ConversationId, SeatId } from '@tieline/protocol';
import type { Timing } from '../timing.ts';

/** Tells others that the person types: at most one frame in a while, and one when it stops. */
export interface TypingVoice {
  set(conversation: ConversationId, typing: boolean): void;
  /** The message left: whoever saw the indicator takes it away by itself. */
  forget(conversation: ConversationId): void;
}

export function createTypingVoice(
  timing: Timing,
  submit: (conversation: ConversationId, typing: boolean) => void,
): TypingVoice {
  const toldAt = new Map<ConversationId, number>();
  return {
    set(conversation, typing) {
      const last = toldAt.get(conversation);
      if (!typing) {
        if (toldAt.delete(conversation)) submit(conversation, false);
        return;
      }
      const now = Date.now();
      if (last !== undefined && now - last < timing.typingEvery) return;
      toldAt.set(conversation, now);
      submit(conversation, true);
    },
    forget: (conversation) => void toldAt.delete(conversation),
  };
}

/** Lets indicators of others run out: whoever loses the line in mid-word never says that they stopped. */
export interface TypingEnds {
  heard(conversation: ConversationId, seat: SeatId, typing: boolean): void;
  clear(): void;
}

export function createTypingEnds(
  timing: Timing,
  onEnd: (conversation: ConversationId, seat: SeatId) => void,
): TypingEnds {
  const ends = new Map<string, ReturnType<typeof setTimeout>>();
  return {
    heard(conversation, seat, typing) {
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
