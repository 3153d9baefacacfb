import { setTimeout as pause } from 'node:timers/promises';

export interface SlowQueueOptions {
  /** Milliseconds between two attempts of a key. */
  readonly apartMs: number;
  /** How many attempts of a key may wait, each from another address. */
  readonly mostWaiting: number;
}

/** Lets the attempts of one key through one after the other, with a pause between them. */
export interface SlowQueue {
  /** Resolves with true when it is the attempt's turn; with false where one of its address, or too many, wait already. */
  wait(key: string, address: string): Promise<boolean>;
}

interface Queue {
  /** Addresses. */
  readonly waiting: Set<string>;
  /** When the next attempt may go on, by `performance.now()`. */
  nextAt: number;
}

export function createSlowQueue({ apartMs, mostWaiting }: SlowQueueOptions): SlowQueue {
  const queues = new Map<string, Queue>();

  function sweep(now: number): void {
    for (const [key, { waiting, nextAt }] of queues)
      if (waiting.size === 0 && nextAt < now) queues.delete(key);
  }

  return {
    wait: async (key, address) => {
      const now = performance.now();
      sweep(now);
      const queue = queues.get(key) ?? { waiting: new Set(), nextAt: now + apartMs };
      if (queue.waiting.has(address) || queue.waiting.size >= mostWaiting) return false;
      queues.set(key, queue);
      queue.waiting.add(address);
      const at = Math.max(queue.nextAt, now);
      queue.nextAt = at + apartMs;
      try {
        await pause(at - now);
        return true;
      } finally {
        queue.waiting.delete(address);
      }
    },
  };
}
