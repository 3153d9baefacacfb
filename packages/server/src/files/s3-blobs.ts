import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { BlobKey, BlobStore, ByteRange, BlobEntry, OpenBlob } from './blob-store.ts';
import { keyOfPath, pathOfKey } from './blob-store.ts';

const prefix = 'blobs/';

/** Contents in a bucket, under `blobs/<tenant>/<first digits>/<hash>`. */
export function createS3Blobs(client: S3Client, bucket: string): BlobStore {
  const at = (key: BlobKey): { Bucket: string; Key: string } => ({
    Bucket: bucket,
    Key: prefix + pathOfKey(key).join('/'),
  });
  return {
    put: async (key, path) => {
      const { size } = await stat(path);
      await client.send(
        new PutObjectCommand({ ...at(key), Body: createReadStream(path), ContentLength: size }),
      );
    },
    sizeOf: async (key) => {
      const head = await client.send(new HeadObjectCommand(at(key))).catch(nullIfMissing);
      return head?.ContentLength ?? null;
    },
    open: async (key, range) => openObject(client, at(key), range).catch(nullIfMissing),
    remove: async (key) => {
      // The sweep holds a lock in the database meanwhile, which must not be for long.
      const abortSignal = AbortSignal.timeout(1500);
      await client.send(new DeleteObjectCommand(at(key)), { abortSignal });
    },
    list: () => listObjects(client, bucket),
  };
}

async function openObject(
  client: S3Client,
  at: { Bucket: string; Key: string },
  range: ByteRange | null,
): Promise<OpenBlob> {
  const options = range === null ? {} : { Range: `bytes=${range.start}-${range.end}` };
  const { Body, ContentLength, ContentRange } = await client.send(
    new GetObjectCommand({ ...at, ...options }),
  );
  const whole = /\/(\d+)$/.exec(ContentRange ?? '')?.[1];
  return { size: Number(whole ?? ContentLength), bytes: Body as Readable };
}

async function* listObjects(client: S3Client, bucket: string): AsyncIterable<BlobEntry> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
    for (const { Key, LastModified } of page.Contents ?? []) {
      const key = keyOfPath((Key ?? '').slice(prefix.length).split('/'));
      if (key && LastModified) yield { key, changedAt: LastModified };
    }
}

/** Checks that the bucket exists and that this server may read it. @throws where not */
export async function checkBucket(client: S3Client, bucket: string): Promise<void> {
  try {
    await client.send(new HeadObjectCommand({ Bucket: bucket, Key: `${prefix}none` }));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Turns the error of a missing object into null. */
function nullIfMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && ['NoSuchKey', 'NotFound'].includes(error.name);
}
