import type { Lock, Locker } from '@tus/server';

/** Requests that may wait for one upload; the next one is told to try again. */
const mostWaiting = 4;
/** Milliseconds after which a waiting request is told to try again. */
const patience = 10_000;
/** As the tus library wants an error: its status and its words. 423: a client tries that again by itself. */
const lockedAnswer = { status_code: 423, body: 'Another request is at work on this upload\n' };

interface LockRequest {
  /** Asks for the lock back while it is in use. */
  readonly askBack: () => void;
  readonly grant: () => void;
}

/**
 * Lets requests at one upload one after the other: two that wrote at once would spoil it. The locks are of one node.
 * Those of the library are not used, as everybody who waits there polls: a hundred idle requests take a whole processor.
 */
export class UploadLocks implements Locker {
  /** Who has the lock of an upload, followed by who waits for it. */
  readonly #queues = new Map<string, LockRequest[]>();

  newLock(id: string): Lock {
    return {
      lock: (stop, askBack) => this.#acquire(id, () => void askBack(), stop),
      unlock: () => Promise.resolve(this.#release(id)),
    };
  }

  /** Runs the work under the lock of an upload; a request that has the lock is asked to give it back. */
  async withLock<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    await this.#acquire(id, () => undefined, new AbortController().signal);
    try {
      return await work();
    } finally {
      this.#release(id);
    }
  }

  #acquire(id: string, askBack: () => void, stop: AbortSignal): Promise<void> {
    const queue = this.#queues.get(id);
    if (!queue) {
      this.#queues.set(id, [{ askBack, grant: () => undefined }]);
      return Promise.resolve();
    }
    if (queue.length > mostWaiting) return Promise.reject(lockedError());
    queue[0]?.askBack();
    return waitIn(queue, askBack, stop);
  }

  #release(id: string): void {
    const queue = this.#queues.get(id);
    queue?.shift();
    const next = queue?.[0];
    if (!next) {
      this.#queues.delete(id);
      return;
    }
    next.grant();
    if (queue && queue.length > 1) next.askBack();
  }
}

function waitIn(queue: LockRequest[], askBack: () => void, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', giveUp);
    };
    const grant = () => {
      end();
      resolve();
    };
    const request: LockRequest = { askBack, grant };
    const giveUp = () => {
      queue.splice(queue.indexOf(request), 1);
      end();
      reject(lockedError());
    };
    const timer = setTimeout(giveUp, patience);
    stop.addEventListener('abort', giveUp);
    queue.push(request);
  });
}

function lockedError(): Error {
  return Object.assign(new Error(lockedAnswer.body), lockedAnswer);
}
