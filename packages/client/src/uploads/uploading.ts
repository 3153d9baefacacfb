import type { SeatId } from '@tieline/protocol';
import { PersistentUploads } from './persistent-uploads.ts';
import { onLeaving } from '../connection/network.ts';
import type { Outbox } from '../send/outbox.ts';
import type { InternalState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { Timing } from '../timing.ts';
import type { ClientOptions } from '../types.ts';
import { createUploadServer } from './upload-attempt.ts';
import { createUploadsOnce, type UploadsOnce } from './upload-once.ts';
import { UploadQueue } from './upload-queue.ts';
import type { UploadMethods } from './upload-types.ts';
import { Uploads } from './uploads.ts';

interface UploadingOptions {
  /** `baseUrl` without a slash at its end. */
  readonly options: Omit<ClientOptions, 'token'> & { readonly token: string | undefined };
  readonly timing: Timing;
  readonly store: Store<InternalState>;
  readonly outbox: Pick<Outbox, 'addFile'>;
  /** The server does not know who uploads. */
  readonly onDenied: () => void;
}

/** All that a client does with files, wired together. */
export class Uploading {
  readonly methods: UploadMethods;
  readonly #queue: UploadQueue;
  readonly #kept: PersistentUploads;
  readonly #trays: Uploads;
  readonly #once: UploadsOnce;

  constructor({ options, timing, store, outbox, onDenied }: UploadingOptions) {
    const largest = () => store.get().self?.files.largest ?? null;
    this.#queue = new UploadQueue(createUploadServer(options), timing, onDenied);
    this.#kept = new PersistentUploads({
      storage: options.uploadStorage,
      timing,
      onRestore: (upload) => this.#trays.restore(upload),
      onFault: options.onStorageFault,
    });
    onLeaving(() => this.#kept.leave());
    this.#trays = new Uploads({
      store,
      queue: this.#queue,
      kept: this.#kept,
      largest,
      onSend: ({ id: clientId, conversation, name }, file) =>
        outbox.addFile(conversation, { id: file, clientId, name }),
    });
    this.#once = createUploadsOnce(this.#queue, largest);
    this.methods = uploadMethods(this.#trays, this.#once);
  }

  /** It is known who is signed in: what an earlier run of theirs has left goes on. */
  begin(seat: SeatId): void {
    this.#kept.begin(seat);
  }

  resume(): void {
    this.#queue.resume();
  }

  suspend(): void {
    this.#queue.suspend();
  }

  /** The person has logged out: nothing is left. Resolves when everything is deleted. */
  async end(): Promise<void> {
    this.#clear();
    await this.#kept.deleteAll();
  }

  /** Somebody else uses the client from now on; what is kept waits for its own seat. */
  forget(): void {
    this.#clear();
    this.#kept.leave();
  }

  #clear() {
    this.#queue.suspend();
    this.#once.clear();
    this.#trays.clear();
  }
}

function uploadMethods(trays: Uploads, once: UploadsOnce): UploadMethods {
  return {
    attach: (conversation, sources) => trays.attach(conversation, sources),
    pauseUpload: (id) => trays.pause(id),
    resumeUpload: (id) => trays.resume(id),
    retryUpload: (id) => trays.retry(id),
    cancelUpload: (id) => trays.cancel(id),
    sendUploads: (conversation) => trays.send(conversation),
    upload: once.upload,
  };
}
