import type { Lock, Locker } from '@tus/server';

/** Requests that may wait for one upload; whoever comes after them is told to come again. */
const mostWaiting = 4;
/** Milliseconds after which who waits is told to come again. */
const patience = 10_000;
/** As the tus library wants an error: its status and its words. 423: a client tries that again by itself. */
const locked = { status_code: 423, body: 'Another request is at work on this upload\n' };

interface Waiting {
  readonly letGo: () => void;
  readonly admit: () => void;
}

/** Lets requests at one upload one after the other: two that wrote at once would spoil it. */
export interface UploadLocks extends Locker {
  /** Does the work when nobody else is at the upload; whoever is, is asked to let go. */
  alone<Result>(id: string, work: () => Promise<Result>): Promise<Result>;
}

/**
 * Of one node. The library has one as well, in which everybody who waits looks again and again whether it is their
 * turn: a hundred idle requests take a whole processor.
 */
export function createUploadLocks(): UploadLocks {
  /** Who holds an upload, and behind them who waits for it. */
  const lines = new Map<string, Waiting[]>();

  function come(id: string, letGo: () => void, stop: AbortSignal): Promise<void> {
    const line = lines.get(id);
    if (!line) {
      lines.set(id, [{ letGo, admit: () => undefined }]);
      return Promise.resolve();
    }
    if (line.length > mostWaiting) return Promise.reject(asError(locked));
    line[0]?.letGo();
    return new Promise((resolve, reject) => {
      const leave = () => {
        line.splice(line.indexOf(own), 1);
        end();
        reject(asError(locked));
      };
      const watch = setTimeout(leave, patience);
      const end = () => {
        clearTimeout(watch);
        stop.removeEventListener('abort', leave);
      };
      const own: Waiting = {
        letGo,
        admit: () => {
          end();
          resolve();
        },
      };
      stop.addEventListener('abort', leave);
      line.push(own);
    });
  }

  function go(id: string): void {
    const line = lines.get(id);
    line?.shift();
    const next = line?.[0];
    if (!next) {
      lines.delete(id);
      return;
    }
    next.admit();
    if (line && line.length > 1) next.letGo();
  }

  return {
    newLock: (id): Lock => ({
      lock: (stop, letGo) => come(id, () => void letGo(), stop),
      unlock: () => Promise.resolve(go(id)),
    }),
    alone: async (id, work) => {
      await come(id, () => undefined, new AbortController().signal);
      try {
        return await work();
      } finally {
        go(id);
      }
    },
  };
}

function asError(answer: typeof locked): Error {
  return Object.assign(new Error(answer.body), answer);
}
