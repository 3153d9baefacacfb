import type { FileId } from '@tieline/protocol';
import type { DataStore } from '@tus/server';

/** Where uploads are until they are complete. */
export interface Staging {
  /** What the tus library writes to. The announced sizes are not stored in it: they come from {@link CurrentUploads}. */
  readonly store: DataStore;
  /** Runs `work` with what has come of an upload, as a file of this machine; null: it never began. */
  use<Result>(file: FileId, work: (path: string) => Promise<Result>): Promise<Result | null>;
  /** Whether there is room for so many bytes more. */
  hasRoomFor(bytes: number): Promise<boolean>;
  /** Does nothing where there is none. */
  remove(file: FileId): Promise<void>;
  /** Removes uploads to which nothing was written for a day. */
  removeOld(): Promise<void>;
}

/** What the staging needs to know of an upload while a request for it is answered. */
export interface CurrentUploads {
  /** The announced number of bytes; null where no request for this upload is being answered. */
  sizeOf(file: string): number | null;
  /** Resolves when so many bytes more of this upload may come. */
  throttleOf(file: string): (bytes: number) => Promise<void>;
}
