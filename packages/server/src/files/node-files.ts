import { join } from 'node:path';
import type { FileId, TenantId } from '@tieline/protocol';
import { createOneAtATime } from '../concurrency/one-at-a-time.ts';
import type { Store } from '../store/store.ts';
import type { BlobStore } from './blob-store.ts';
import { createDiskBlobs } from './disk-blobs.ts';
import { createDiskRoom } from './disk-room.ts';
import { createDiskStaging } from './disk-staging.ts';
import { removeOldPassing } from './passing-folder.ts';
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
  /** Whether there is a virus scanner to ask. */
  readonly isScanned: boolean;
  /** Removes from this machine, and from where uploads arrive, what nobody has gone on with for a day. */
  removeOld(): Promise<void>;
  /** What became of an upload: once all of it is here, it is looked at. One question at a time for each. */
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
  const turns = createOneAtATime<FileId>();
  const parts = { store, staging, blobs, scan };
  return {
    staging,
    blobs,
    isScanned: scan !== null,
    removeOld: async () => {
      await staging.removeOld();
      await removeOldPassing();
    },
    settle: (tenant, file) => turns.run(file, () => settleUpload(parts, tenant, file)),
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
  // Large, and of no use to who keeps files on a disk.
  const { openS3 } = await import('./s3-storage.ts');
  return openS3(storage, currentUploads);
}
