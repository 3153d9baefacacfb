import type { LiveSession } from './live-session.ts';

/**
 * Keeps frames of some sockets back for a moment, so that an answer that is under way does not come after what is
 * newer than it.
 */
export interface HeldFrames {
  push(session: LiveSession, frame: string): void;
  /** Returns the way to let go of what was held. */
  hold(session: LiveSession): () => void;
}

interface Held {
  holders: number;
  readonly frames: string[];
}

export function createHeldFrames(): HeldFrames {
  const held = new Map<LiveSession, Held>();
  return {
    push: (session, frame) => {
      const waiting = held.get(session);
      if (waiting) waiting.frames.push(frame);
      else session.push(frame);
    },
    hold: (session) => {
      const own = held.get(session) ?? { holders: 0, frames: [] };
      held.set(session, own);
      own.holders += 1;
      return () => {
        own.holders -= 1;
        if (own.holders > 0) return;
        held.delete(session);
        for (const frame of own.frames) session.push(frame);
      };
    },
  };
}
