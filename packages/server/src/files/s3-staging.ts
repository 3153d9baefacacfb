import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DeleteObjectsCommand, type S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { S3Store } from '@tus/s3-store';
import type { Staging } from './staging.ts';

const dayMs = 86_400_000;

/**
 * Uploads in a bucket, so that whichever node a client comes back to goes on with them: the parts of a multipart
 * upload under the file's id, and what is too small for a part beside them.
 */
export function createS3Staging(client: S3Client, bucket: string, s3ClientConfig: S3ClientConfig): Staging {
  const store = new S3Store({
    partSize: 8 * 1024 * 1024,
    // Each waits in a file of this machine until it is sent.
    maxConcurrentPartUploads: 3,
    // Not every store that speaks S3 has them.
    useTags: false,
    expirationPeriodInMilliseconds: dayMs,
    s3ClientConfig: { ...s3ClientConfig, bucket },
  });
  return {
    store,
    use: async (file, work) => {
      const folder = await mkdtemp(join(tmpdir(), 'tieline-upload-'));
      const path = join(folder, 'content');
      try {
        await pipeline(await store.read(file), createWriteStream(path));
        return await work(path);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    remove: async (file) => {
      const Objects = [file, `${file}.info`, `${file}.part`].map((Key) => ({ Key }));
      // Parts that were sent of an upload that was given up, then what it has become.
      await store.remove(file).catch(() => undefined);
      await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
    },
    removeOld: async () => void (await store.deleteExpired()),
  };
}
