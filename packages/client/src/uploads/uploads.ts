import type { ClientId, ConversationId, FileId } from '@tieline/protocol';
import type { KeptUploads } from './kept-uploads.ts';
import type { HeldState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { UploadNews, UploadQueue, UploadTask } from './upload-queue.ts';
import {
  givenUp,
  isOver,
  isUnderWay,
  keptForm,
  newUpload,
  restored,
  tooLarge,
  withUploads,
} from './upload-state.ts';
import type { KeptUpload, Upload, UploadMethods } from './upload-types.ts';

export interface UploadsOptions {
  readonly store: Store<HeldState>;
  readonly queue: UploadQueue;
  readonly kept: Pick<KeptUploads, 'put' | 'update' | 'remove'>;
  /** Bytes of one file, at most; null while that is not known. */
  readonly largest: () => number | null;
  /** Hands a file that is ready to the outbox. */
  readonly onSend: (upload: Upload, file: FileId) => void;
}

/** The trays of the conversations: what was attached and is not sent yet. */
export interface Uploads extends Omit<UploadMethods, 'upload'> {
  /** Lays in what an earlier run has left, unless it is there already. */
  restore(found: KeptUpload): void;
  /** Takes everything out; what is kept stays kept. */
  clear(): void;
}

interface Held {
  readonly upload: Upload;
  readonly task: UploadTask;
}

export function createUploads({ store, queue, kept, largest, onSend }: UploadsOptions): Uploads {
  const trays = new Map<ClientId, Held>();

  function trayOf(conversation: ConversationId): readonly Upload[] {
    const all = [...trays.values()].map(({ upload }) => upload);
    // Ids ascend in the order of attaching.
    return all
      .filter((upload) => upload.conversation === conversation)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  function show(conversation: ConversationId) {
    store.set(withUploads(store.get(), conversation, trayOf(conversation)));
  }

  function change(id: ClientId, changed: Partial<Upload>) {
    const held = trays.get(id);
    if (held === undefined) return;
    trays.set(id, { ...held, upload: Object.freeze({ ...held.upload, ...changed }) });
    show(held.upload.conversation);
  }

  function lay(upload: Upload, address: string | null) {
    const { id, conversation, name, content } = upload;
    const tell = (news: UploadNews) => hear(id, conversation, news);
    const task: UploadTask = { conversation, use: 'file', name, content, address, tell };
    trays.set(id, { upload: Object.freeze(upload), task });
    show(conversation);
    if (upload.state === 'waiting') queue.add(task);
  }

  function hear(id: ClientId, conversation: ConversationId, news: UploadNews) {
    switch (news.on) {
      case 'uploading':
        return change(id, { state: 'uploading', problem: null });
      case 'waiting':
        change(id, { state: 'waiting', problem: news.told });
        return sendReady(conversation);
      case 'sent':
        return change(id, { sent: news.sent });
      case 'address':
        return void kept.update(id, { address: news.address });
      case 'given-up':
        change(id, givenUp(news.fault));
        // Another try after a reload would meet with the same answer.
        if (trays.get(id)?.upload.state === 'refused') kept.remove(id);
        return sendReady(conversation);
      case 'ready':
        change(id, { state: 'ready', problem: null, file: news.file, sent: trays.get(id)?.upload.size ?? 0 });
        return sendReady(conversation);
    }
  }

  /** In the order of attaching; whatever does not go on by itself keeps nothing behind it back. */
  function sendReady(conversation: ConversationId) {
    for (const upload of trayOf(conversation)) {
      if (!upload.wanted) continue;
      if (isUnderWay(upload) && upload.problem === null) return;
      if (upload.file === null) continue;
      // The outbox keeps it from here on. Only then is it let go of: between the two it is kept twice, and is one
      // message all the same.
      onSend(upload, upload.file);
      take(upload);
    }
  }

  function take({ id, conversation }: Upload) {
    trays.delete(id);
    kept.remove(id);
    show(conversation);
  }

  function goOn({ upload: { id }, task }: Held, anew = false) {
    if (anew) task.address = null;
    change(id, { state: 'waiting', problem: null });
    void kept.update(id, { isPaused: false, address: task.address });
    queue.add(task);
  }

  return {
    attach(conversation, sources) {
      for (const source of sources) {
        const upload = newUpload(conversation, source, largest());
        if (upload.state === 'waiting') kept.put(keptForm(upload));
        lay(upload, null);
      }
    },
    restore(found) {
      if (!trays.has(found.id)) lay(restored(found), found.address);
    },
    pauseUpload(id) {
      const held = trays.get(id);
      if (held === undefined || !isUnderWay(held.upload)) return;
      queue.stop(held.task);
      change(id, { state: 'paused', problem: null });
      void kept.update(id, { isPaused: true });
      sendReady(held.upload.conversation);
    },
    resumeUpload(id) {
      const held = trays.get(id);
      if (held?.upload.state === 'paused') goOn(held);
    },
    retryUpload(id) {
      const held = trays.get(id);
      if (held === undefined || !isOver(held.upload)) return;
      if (tooLarge(held.upload, largest()) !== null) return;
      // What was refused is not kept any more.
      kept.put(keptForm(held.upload));
      goOn(held, true);
    },
    cancelUpload(id) {
      const held = trays.get(id);
      if (held === undefined) return;
      take(held.upload);
      queue.giveUp(held.task);
      sendReady(held.upload.conversation);
    },
    sendUploads(conversation) {
      for (const held of [...trays.values()]) {
        const { id, state } = held.upload;
        if (held.upload.conversation !== conversation || isOver(held.upload)) continue;
        change(id, { wanted: true });
        void kept.update(id, { wanted: true });
        if (state === 'paused') goOn(held);
      }
      sendReady(conversation);
    },
    clear() {
      for (const { task } of trays.values()) queue.stop(task);
      const shown = new Set([...trays.values()].map(({ upload }) => upload.conversation));
      trays.clear();
      shown.forEach(show);
    },
  };
}
