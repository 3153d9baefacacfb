import type { BlobStore } from './blob-store.ts';
import type { Staging } from './staging.ts';

/** Where files are stored. */
export type FileStorage =
  | {
      readonly kind: 'disk';
      readonly folder: string;
      /** Bytes that uploads leave free on its disk; null: a twentieth of it, and 1 GB at most. */
      readonly reserve: number | null;
    }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly region: string;
      /** Null: Amazon's own. */
      readonly endpoint: string | null;
    };

export interface OpenStorage {
  readonly staging: Staging;
  readonly blobs: BlobStore;
}
