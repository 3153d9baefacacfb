import type { SeatId } from '@tieline/protocol';
import { createKeptUploads } from './kept-uploads.ts';
import { onLeaving } from '../connection/network.ts';
import type { Outbox } from '../send/outbox.ts';
import type { HeldState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { Timing } from '../timing.ts';
import type { ClientOptions } from '../types.ts';
import { createUploadServer } from './upload-attempt.ts';
import { createUploadsOnce } from './upload-once.ts';
import { createUploadQueue } from './upload-queue.ts';
import type { UploadMethods } from './upload-types.ts';
import { createUploads } from './uploads.ts';

/** All that a client does with files, wired together. */
export interface Uploading {
  readonly methods: UploadMethods;
  /** It is known who is signed in: what an earlier run of theirs has left goes on. */
  begin(seat: SeatId): void;
  resume(): void;
  suspend(): void;
  /** Whoever was here has logged out: nothing is left. Resolves when nothing is. */
  end(): Promise<void>;
  /** Somebody else uses the client from now on; what is kept waits for its own seat. */
  forget(): void;
}

interface Given {
  /** `baseUrl` without a slash at its end. */
  readonly options: Omit<ClientOptions, 'token'> & { readonly token: string | undefined };
  readonly timing: Timing;
  readonly store: Store<HeldState>;
  readonly outbox: Pick<Outbox, 'addFile'>;
  /** The server does not know who uploads. */
  readonly onDenied: () => void;
}

export function createUploading({ options, timing, store, outbox, onDenied }: Given): Uploading {
  const queue = createUploadQueue(createUploadServer(options), timing, onDenied);
  const largest = () => store.get().self?.files.largest ?? null;
  const kept = createKeptUploads({
    storage: options.uploadStorage,
    timing,
    onFound: (found) => uploads.restore(found),
    onFault: options.onStorageFault,
  });
  onLeaving(kept.leave);
  const uploads = createUploads({
    store,
    queue,
    kept,
    largest,
    onSend: ({ id: clientId, conversation, name }, file) =>
      outbox.addFile(conversation, { id: file, clientId, name }),
  });
  const once = createUploadsOnce(queue, largest);
  const { restore: _restore, clear: _clear, ...trays } = uploads;

  function clear() {
    queue.suspend();
    once.clear();
    uploads.clear();
  }

  return {
    methods: { ...trays, upload: once.upload },
    begin: kept.begin,
    resume: queue.resume,
    suspend: queue.suspend,
    async end() {
      clear();
      await kept.deleteAll();
    },
    forget() {
      clear();
      kept.leave();
    },
  };
}
