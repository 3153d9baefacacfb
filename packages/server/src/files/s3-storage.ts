import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { checkBucket, createS3Blobs } from './s3-blobs.ts';
import { createS3Staging } from './s3-staging.ts';
import type { CurrentUploads } from './staging.ts';
import type { FileStorage, OpenStorage } from './storage.ts';

/** Its credentials are the usual variables `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or the role of its machine. */
export async function openS3(
  { bucket, region, endpoint }: Extract<FileStorage, { kind: 's3' }>,
  currentUploads: CurrentUploads,
): Promise<OpenStorage> {
  const config = { region, ...(endpoint === null ? {} : otherStore(endpoint)) };
  const client = new S3Client(config);
  await checkBucket(client, bucket);
  return { blobs: createS3Blobs(client, bucket), staging: createS3Staging(client, bucket, currentUploads) };
}

/** For stores beside Amazon's: their buckets have no host names, and they read a checksum behind a body as a part of it. */
function otherStore(endpoint: string): S3ClientConfig {
  return {
    endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}
