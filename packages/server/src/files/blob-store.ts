import type { Readable } from 'node:stream';
import type { TenantId } from '@tieline/protocol';

/** The forms in which a content is stored: itself, and smaller pictures of it. */
export const blobForms = ['itself', 'thumbnail', 'large'] as const;
export type BlobForm = (typeof blobForms)[number];

/** Names a stored form. Made of a tenant's id and a hash alone, so that no path contains what a person wrote. */
export interface BlobKey {
  readonly tenant: TenantId;
  /** SHA-256 of the content, as 64 hexadecimal digits. */
  readonly hash: string;
  readonly form: BlobForm;
}

/** Bytes `start` to `end`, both of them included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** An entry of the store, for the sweep. */
export interface BlobEntry {
  readonly key: BlobKey;
  readonly changedAt: Date;
}

/** Stores contents: on a disk, or in an S3 bucket. */
export interface BlobStore {
  /** Stores a file of this machine; one that is there already has the same content. Durable when it resolves. */
  put(key: BlobKey, path: string): Promise<void>;
  /** Bytes of a content, without opening it; null where there is none. */
  sizeOf(key: BlobKey): Promise<number | null>;
  /** Null where there is no such content. The caller has to read its bytes to the end, or to destroy them. */
  open(key: BlobKey, range: ByteRange | null): Promise<OpenBlob | null>;
  /** Does nothing where there is none. */
  remove(key: BlobKey): Promise<void>;
  list(): AsyncIterable<BlobEntry>;
}

export interface OpenBlob {
  /** Bytes of the whole content, whatever the range is. */
  readonly size: number;
  readonly bytes: Readable;
}

const tenantForm = /^[0-9a-f-]{36}$/;
const hashForm = /^[0-9a-f]{64}$/;

/** The path of a key, as its parts. @throws where the key is malformed, as it might lead anywhere */
export function pathOfKey({ tenant, hash, form }: BlobKey): string[] {
  if (!tenantForm.test(tenant) || !hashForm.test(hash)) throw new Error('This is no key of a content');
  return [tenant, hash.slice(0, 2), form === 'itself' ? hash : `${hash}.${form}`];
}

/** The key of such a path; null where it is none. */
export function keyOfPath(parts: readonly string[]): BlobKey | null {
  const [tenant = '', , name = ''] = parts;
  const [hash = '', form = 'itself'] = name.split('.');
  const blobForm = blobForms.find((one) => one === form);
  if (!tenantForm.test(tenant) || !hashForm.test(hash) || blobForm === undefined) return null;
  return { tenant: tenant as TenantId, hash, form: blobForm };
}
