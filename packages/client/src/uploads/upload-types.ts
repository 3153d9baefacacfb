import type { ClientId, ConversationId, FileId, SeatId, WireError } from '@tieline/protocol';

/** What is uploaded: a `File` of a browser or of Node, or any Blob with a name. */
export type UploadSource = Blob & { readonly name: string };

/** `file`: for a message of its own; `image`: for the rich text of one. */
export type UploadUse = 'file' | 'image';

/**
 * A file on its way to the server, or there and not sent yet. `waiting`: for its turn, for the line, or before it is
 * tried again; `problem` says why, where the server did. `refused`: the server will never take it as it is. `failed`:
 * it can be tried again.
 */
export interface Upload {
  /** Its message gets this client id: however often it is sent, it is one message (DEL-6). */
  readonly id: ClientId;
  readonly conversation: ConversationId;
  readonly name: string;
  /** Media type as the source tells it; may be empty. The server looks for itself. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes that have left. */
  readonly sent: number;
  readonly content: Blob;
  readonly state: 'waiting' | 'uploading' | 'paused' | 'ready' | 'refused' | 'failed';
  readonly problem: WireError | null;
  /** It is sent as a message as soon as it is ready. */
  readonly wanted: boolean;
  /** Set when it is ready. */
  readonly file: FileId | null;
}

/** An upload as it outlives the program. `address`: where the server has it, null until that is known. */
export interface KeptUpload {
  readonly id: ClientId;
  readonly seat: SeatId;
  readonly conversation: ConversationId;
  readonly name: string;
  readonly type: string;
  readonly content: Blob;
  readonly address: string | null;
  readonly isPaused: boolean;
  readonly wanted: boolean;
}

/**
 * A place where files wait that were attached and not sent yet, such as IndexedDB. Several clients may share it. All
 * of it may reject: then the files are in memory only.
 */
export interface UploadStorage {
  put(upload: KeptUpload): Promise<void>;
  /** Changes what is kept under `id`; does nothing where there is nothing. The content stays. */
  update(id: ClientId, change: Partial<Pick<KeptUpload, 'address' | 'isPaused' | 'wanted'>>): Promise<void>;
  /** What is kept for a seat, whoever kept it, in order of `id`. */
  load(seat: SeatId): Promise<readonly KeptUpload[]>;
  remove(id: ClientId): Promise<void>;
  removeAll(seat: SeatId): Promise<void>;
  /**
   * Resolves with the way to give it back, as soon as no other client has claimed this upload. A client that is gone
   * has given back what it had. Rejects when `signal` is aborted before.
   */
  claim(id: ClientId, signal: AbortSignal): Promise<() => void>;
}

export interface UploadOptions {
  /** `image` where nothing is said. */
  readonly use?: UploadUse;
  /** Both in bytes. */
  readonly onProgress?: (sent: number, size: number) => void;
  /** Aborted, the upload is given up and deleted on the server. */
  readonly signal?: AbortSignal;
}

/** What a client does with files: part of {@link TielineClient}. */
export interface UploadMethods {
  /**
   * Puts files into the tray of a conversation (`ClientState.uploads`) and uploads them, two at once and in order. A
   * lost line is waited for. A file that is too large is refused at once. Nothing is sent before `sendUploads`.
   */
  attach(conversation: ConversationId, sources: readonly UploadSource[]): void;
  pauseUpload(id: ClientId): void;
  resumeUpload(id: ClientId): void;
  /** Begins one anew that was refused or has failed. */
  retryUpload(id: ClientId): void;
  /** Takes it out of the tray, and off the server. */
  cancelUpload(id: ClientId): void;
  /**
   * Sends what is in the tray, each as a message of its own, also after a reload: as soon as it is ready, and what was
   * attached before it as well. What is paused goes on; what was refused or has failed stays.
   */
  sendUploads(conversation: ConversationId): void;
  /**
   * Uploads one thing past the tray, such as an image for rich text, where its id stands as `image:<id>`. Goes on for
   * as long as the line may come back. Rejects with a {@link WireFault}, or with the reason of `signal`.
   */
  upload(conversation: ConversationId, source: UploadSource, options?: UploadOptions): Promise<FileId>;
}
