import type { Readable } from 'node:stream';
import type { TenantId } from '@tieline/protocol';

/** What is kept of a content: itself, and the pictures that stand for it. */
export const blobForms = ['itself', 'thumbnail', 'large'] as const;
export type BlobForm = (typeof blobForms)[number];

/** Names what is kept. Made of a tenant's id and a hash alone: no word that a person wrote gets into it. */
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

/** What lies in the store, as the sweep finds it. */
export interface KeptBlob {
  readonly key: BlobKey;
  readonly changedAt: Date;
}

/** Where contents are kept: on a disk, or in a store that speaks S3. */
export interface BlobStore {
  /** Puts a file of this machine there, or leaves what is there: it is the same. Durable when it resolves. */
  put(key: BlobKey, path: string): Promise<void>;
  /** Bytes of a content, which is not opened for that; null where there is none. */
  sizeOf(key: BlobKey): Promise<number | null>;
  /** Null where there is no such content. Whoever opens it reads its bytes to the end or destroys them. */
  open(key: BlobKey, range: ByteRange | null): Promise<OpenBlob | null>;
  /** What is not there need not be removed. */
  remove(key: BlobKey): Promise<void>;
  list(): AsyncIterable<KeptBlob>;
}

export interface OpenBlob {
  /** Bytes of the whole, whatever the range is. */
  readonly size: number;
  readonly bytes: Readable;
}

const tenantForm = /^[0-9a-f-]{36}$/;
const hashForm = /^[0-9a-f]{64}$/;

/** The name of a key, in parts that a folder or a store can have. @throws where it is not made as it should be. */
export function partsOf({ tenant, hash, form }: BlobKey): string[] {
  if (!tenantForm.test(tenant) || !hashForm.test(hash)) throw new Error('This is no key of a content');
  return [tenant, hash.slice(0, 2), form === 'itself' ? hash : `${hash}.${form}`];
}

/** The key of such a name; null where it is none. */
export function keyOfParts(parts: readonly string[]): BlobKey | null {
  const [tenant = '', , name = ''] = parts;
  const [hash = '', form = 'itself'] = name.split('.');
  const known = blobForms.find((one) => one === form);
  if (!tenantForm.test(tenant) || !hashForm.test(hash) || known === undefined) return null;
  return { tenant: tenant as TenantId, hash, form: known };
}
