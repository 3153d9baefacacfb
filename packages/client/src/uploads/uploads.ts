import type { ClientId, ConversationId, FileId } from '@tieline/protocol';
import type { PersistentUploads } from './persistent-uploads.ts';
import type { InternalState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { UploadNews, UploadQueue, UploadTask } from './upload-queue.ts';
import {
  finalState,
  isOver,
  isUnderWay,
  keptForm,
  newUpload,
  restoreUpload,
  tooLarge,
  withUploads,
} from './upload-state.ts';
import type { KeptUpload, Upload, UploadSource } from './upload-types.ts';

export interface UploadsOptions {
  readonly store: Store<InternalState>;
  readonly queue: UploadQueue;
  readonly kept: Pick<PersistentUploads, 'put' | 'update' | 'remove'>;
  /** Bytes of one file, at most; null while that is not known. */
  readonly largest: () => number | null;
  /** Hands a file that is ready to the outbox. */
  readonly onSend: (upload: Upload, file: FileId) => void;
}

interface TrayItem {
  readonly upload: Upload;
  readonly task: UploadTask;
}

/** The trays of the conversations: what was attached and is not sent yet. */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #items = new Map<ClientId, TrayItem>();

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  attach(conversation: ConversationId, sources: readonly UploadSource[]): void {
    const { kept, largest } = this.#options;
    for (const source of sources) {
      const upload = newUpload(conversation, source, largest());
      if (upload.state === 'waiting') kept.put(keptForm(upload));
      this.#add(upload, null);
    }
  }

  /** Adds what an earlier run has left, unless it is there already. */
  restore(upload: KeptUpload): void {
    if (!this.#items.has(upload.id)) this.#add(restoreUpload(upload), upload.address);
  }

  pause(id: ClientId): void {
    const item = this.#items.get(id);
    if (item === undefined || !isUnderWay(item.upload)) return;
    this.#options.queue.stop(item.task);
    this.#change(id, { state: 'paused', problem: null });
    void this.#options.kept.update(id, { isPaused: true });
    this.#sendReady(item.upload.conversation);
  }

  resume(id: ClientId): void {
    const item = this.#items.get(id);
    if (item?.upload.state === 'paused') this.#start(item);
  }

  retry(id: ClientId): void {
    const { kept, largest } = this.#options;
    const item = this.#items.get(id);
    if (item === undefined || !isOver(item.upload)) return;
    if (tooLarge(item.upload, largest()) !== null) return;
    // The storage has no upload that was refused.
    kept.put(keptForm(item.upload));
    item.task.address = null;
    this.#start(item);
  }

  cancel(id: ClientId): void {
    const item = this.#items.get(id);
    if (item === undefined) return;
    this.#remove(item.upload);
    this.#options.queue.giveUp(item.task);
    this.#sendReady(item.upload.conversation);
  }

  send(conversation: ConversationId): void {
    for (const item of [...this.#items.values()]) {
      const { id, state } = item.upload;
      if (item.upload.conversation !== conversation || isOver(item.upload)) continue;
      this.#change(id, { wanted: true });
      void this.#options.kept.update(id, { wanted: true });
      if (state === 'paused') this.#start(item);
    }
    this.#sendReady(conversation);
  }

  /** Removes everything from the trays; the storage keeps it. */
  clear(): void {
    const items = [...this.#items.values()];
    for (const { task } of items) this.#options.queue.stop(task);
    const conversations = new Set(items.map(({ upload }) => upload.conversation));
    this.#items.clear();
    for (const conversation of conversations) this.#show(conversation);
  }

  #trayOf(conversation: ConversationId): readonly Upload[] {
    const all = [...this.#items.values()].map(({ upload }) => upload);
    // Ids ascend in the order of attaching.
    return all
      .filter((upload) => upload.conversation === conversation)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  #show(conversation: ConversationId) {
    const { store } = this.#options;
    store.set(withUploads(store.get(), conversation, this.#trayOf(conversation)));
  }

  #change(id: ClientId, change: Partial<Upload>) {
    const item = this.#items.get(id);
    if (item === undefined) return;
    this.#items.set(id, { ...item, upload: Object.freeze({ ...item.upload, ...change }) });
    this.#show(item.upload.conversation);
  }

  #add(upload: Upload, address: string | null) {
    const { id, conversation, name, content } = upload;
    const tell = (news: UploadNews) => this.#hear(id, conversation, news);
    const task: UploadTask = { conversation, use: 'file', name, content, address, tell };
    this.#items.set(id, { upload: Object.freeze(upload), task });
    this.#show(conversation);
    if (upload.state === 'waiting') this.#options.queue.add(task);
  }

  #hear(id: ClientId, conversation: ConversationId, news: UploadNews) {
    const { kept } = this.#options;
    switch (news.on) {
      case 'uploading':
        return this.#change(id, { state: 'uploading', problem: null });
      case 'waiting':
        this.#change(id, { state: 'waiting', problem: news.problem });
        return this.#sendReady(conversation);
      case 'sent':
        return this.#change(id, { sent: news.sent });
      case 'address':
        return void kept.update(id, { address: news.address });
      case 'given-up':
        this.#change(id, finalState(news.fault));
        // Another try after a reload would be refused as well.
        if (this.#items.get(id)?.upload.state === 'refused') kept.remove(id);
        return this.#sendReady(conversation);
      case 'ready': {
        const sent = this.#items.get(id)?.upload.size ?? 0;
        this.#change(id, { state: 'ready', problem: null, file: news.file, sent });
        return this.#sendReady(conversation);
      }
    }
  }

  /** In the order of attaching; an upload that does not go on by itself delays none behind it. */
  #sendReady(conversation: ConversationId) {
    for (const upload of this.#trayOf(conversation)) {
      if (!upload.wanted) continue;
      if (isUnderWay(upload) && upload.problem === null) return;
      if (upload.file === null) continue;
      // The outbox stores it before the tray removes it, so that a crash in between loses nothing: both have one id.
      this.#options.onSend(upload, upload.file);
      this.#remove(upload);
    }
  }

  #remove({ id, conversation }: Upload) {
    this.#items.delete(id);
    this.#options.kept.remove(id);
    this.#show(conversation);
  }

  #start({ upload: { id }, task }: TrayItem) {
    this.#change(id, { state: 'waiting', problem: null });
    void this.#options.kept.update(id, { isPaused: false, address: task.address });
    this.#options.queue.add(task);
  }
}
