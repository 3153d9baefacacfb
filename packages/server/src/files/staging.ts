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

/** What the staging asks about the upload that it works for, as it begins. */
export interface UploadUnderWay {
  /** Bytes, as they were announced; null where no such upload is under way. */
  sizeOf(file: string): number | null;
  /** Resolves when so many bytes more of this upload may come. */
  paceOf(file: string): (bytes: number) => Promise<void>;
}
