import { S3Client } from '@aws-sdk/client-s3';
import { checkBucket, createS3Blobs } from './s3-blobs.ts';
import { createS3Staging } from './s3-staging.ts';
import type { FileStorage, OpenStorage } from './storage.ts';

/** Who it is, it says by the usual variables `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or by its machine's role. */
export async function openS3({
  bucket,
  region,
  endpoint,
}: Extract<FileStorage, { kind: 's3' }>): Promise<OpenStorage> {
  // Stores beside Amazon's have no host names for buckets, mostly.
  const config = { region, ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }) };
  const client = new S3Client(config);
  await checkBucket(client, bucket);
  return { blobs: createS3Blobs(client, bucket), staging: createS3Staging(client, bucket, config) };
}
