import type { FileId } from '@tieline/protocol';
import type { DataStore } from '@tus/server';

/** Where uploads are while they arrive. */
export interface Staging {
  /** What the tus protocol writes to. It asks for sizes as they were announced, which are not kept here. */
  readonly store: DataStore;
  /** What is here of an upload, as a file of this machine, for as long as `work` needs it; null: it was never begun. */
  use<Result>(file: FileId, work: (path: string) => Promise<Result>): Promise<Result | null>;
  /** Whether so many bytes may come without filling what they are kept on. */
  hasRoomFor(bytes: number): Promise<boolean>;
  /** What is not there need not be removed. */
  remove(file: FileId): Promise<void>;
  /** Removes uploads that nothing was written to for a day, whoever has forgotten them. */
  removeOld(): Promise<void>;
}

/** What the staging needs to know of an upload while a request for it is answered. */
export interface CurrentUploads {
  /** The announced number of bytes; null where no request for this upload is being answered. */
  sizeOf(file: string): number | null;
  /** Resolves when so many bytes more of this upload may come. */
  throttleOf(file: string): (bytes: number) => Promise<void>;
}
