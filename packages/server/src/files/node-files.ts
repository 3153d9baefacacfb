import { join } from 'node:path';
import type { FileId, TenantId } from '@tieline/protocol';
import { createOneAtATime } from '../concurrency/one-at-a-time.ts';
import type { Store } from '../store/store.ts';
import type { BlobStore } from './blob-store.ts';
import { createDiskBlobs } from './disk-blobs.ts';
import { createDiskRoom } from './disk-room.ts';
import { createDiskStaging } from './disk-staging.ts';
import { removeOldTemporary } from './temporary-folder.ts';
import { type Settled, settleUpload } from './settle-upload.ts';
import type { Staging, CurrentUploads } from './staging.ts';
import type { FileStorage, OpenStorage } from './storage.ts';
import { type ClamdAddress, createVirusScan } from './virus-scan.ts';

export interface FilesConfig {
  readonly storage: FileStorage;
  /** Null: nothing is scanned. */
  readonly clamd: ClamdAddress | null;
}

/** What a node does with files. */
export interface NodeFiles {
  readonly staging: Staging;
  readonly blobs: BlobStore;
  /** Whether files are scanned for viruses. */
  readonly isScanned: boolean;
  /** Removes uploads that were not continued for a day, and temporary files of processes that were killed. */
  removeOld(): Promise<void>;
  /** Checks and stores an upload that is complete, one call at a time for each, and says what became of it. */
  settle(tenant: TenantId, file: FileId): Promise<Settled>;
}

/** @throws where the storage cannot be used */
export async function openFiles(
  config: FilesConfig,
  store: Store,
  currentUploads: CurrentUploads,
): Promise<NodeFiles> {
  const { staging, blobs } = await openStorage(config.storage, currentUploads);
  const scan = config.clamd && createVirusScan(config.clamd);
  const queue = createOneAtATime<FileId>();
  const parts = { store, staging, blobs, scan };
  return {
    staging,
    blobs,
    isScanned: scan !== null,
    removeOld: async () => {
      await staging.removeOld();
      await removeOldTemporary();
    },
    settle: (tenant, file) => queue.run(file, () => settleUpload(parts, tenant, file)),
  };
}

async function openStorage(storage: FileStorage, currentUploads: CurrentUploads): Promise<OpenStorage> {
  if (storage.kind === 'disk') {
    const room = createDiskRoom(storage.folder, storage.reserve);
    return {
      staging: createDiskStaging(join(storage.folder, 'uploads'), room, currentUploads),
      blobs: createDiskBlobs(join(storage.folder, 'blobs'), room),
    };
  }
  // Loaded only where it is used, as the library is large.
  const { openS3 } = await import('./s3-storage.ts');
  return openS3(storage, currentUploads);
}
