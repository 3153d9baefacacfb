import type { ConversationId, FileId } from '@tieline/protocol';
import { ownFault, WireFault } from '../connection/fault.ts';
import { tooLarge } from './upload-state.ts';
import type { UploadNews, UploadQueue, UploadTask } from './upload-queue.ts';
import type { UploadMethods, UploadOptions, UploadSource } from './upload-types.ts';
import { imageBytes } from '../connection/wire.ts';

/** Uploads past the trays, whose caller waits for the result. */
export interface UploadsOnce {
  readonly upload: UploadMethods['upload'];
  /** The session is over: every caller gets a rejection. */
  clear(): void;
}

/** `largest`: bytes of a file, null while that is not known. */
export function createUploadsOnce(queue: UploadQueue, largest: () => number | null): UploadsOnce {
  const running = new Map<UploadTask, (fault: unknown) => void>();

  function begin(
    conversation: ConversationId,
    source: UploadSource,
    { use = 'image', onProgress, signal }: UploadOptions,
    [resolve, reject]: [(file: FileId) => void, (fault: unknown) => void],
  ) {
    const tell = (news: UploadNews) => {
      if (news.on === 'sent') onProgress?.(news.sent, source.size);
      if (news.on === 'ready') finish(() => resolve(news.file));
      if (news.on === 'given-up') finish(() => reject(news.fault));
    };
    const { name } = source;
    const task: UploadTask = { conversation, use, name, content: source, address: null, tell };
    const giveUp = () => {
      queue.giveUp(task);
      finish(() => reject(signal?.reason));
    };
    const finish = (how: () => void) => {
      running.delete(task);
      signal?.removeEventListener('abort', giveUp);
      how();
    };
    running.set(task, (fault) => finish(() => reject(fault)));
    signal?.addEventListener('abort', giveUp);
    queue.add(task, true);
  }

  return {
    async upload(conversation, source, options = {}) {
      options.signal?.throwIfAborted();
      const problem = tooLarge(source, options.use === 'file' ? largest() : imageBytes);
      if (problem !== null) throw new WireFault(problem);
      return new Promise((resolve, reject) => begin(conversation, source, options, [resolve, reject]));
    },
    clear() {
      for (const [task, reject] of [...running]) {
        queue.stop(task);
        reject(new WireFault(ownFault('not-signed-in')));
      }
    },
  };
}
