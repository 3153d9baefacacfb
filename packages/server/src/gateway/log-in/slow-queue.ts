import { setTimeout as pause } from 'node:timers/promises';

export interface SlowLineOptions {
  /** Milliseconds between two of a key. */
  readonly apartMs: number;
  /** How many of a key may wait, each from somewhere else. */
  readonly waiting: number;
}

/** Lets those of one key through one after the other, with a pause between them. */
export interface SlowLine {
  /** False where one from there waits already, or too many do; otherwise resolves when it is their turn. */
  pass(key: string, from: string): Promise<boolean>;
}

interface Line {
  readonly waiting: Set<string>;
  /** When the next one may pass, by `performance.now()`. */
  nextAt: number;
}

export function createSlowLine({ apartMs, waiting: most }: SlowLineOptions): SlowLine {
  const lines = new Map<string, Line>();

  function sweep(now: number): void {
    for (const [key, { waiting, nextAt }] of lines) if (waiting.size === 0 && nextAt < now) lines.delete(key);
  }

  return {
    pass: async (key, from) => {
      const now = performance.now();
      sweep(now);
      const line = lines.get(key) ?? { waiting: new Set(), nextAt: now + apartMs };
      if (line.waiting.has(from) || line.waiting.size >= most) return false;
      lines.set(key, line);
      line.waiting.add(from);
      const at = Math.max(line.nextAt, now);
      line.nextAt = at + apartMs;
      try {
        await pause(at - now);
        return true;
      } finally {
        line.waiting.delete(from);
      }
    },
  };
}
