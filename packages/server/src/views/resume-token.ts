import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { SeatId, TenantId } from '@tieline/protocol';

/** Whose client resumes. */
export interface TokenOwner {
  readonly tenant: TenantId;
  readonly seat: SeatId;
}

/** What a client keeps to resume from. */
export interface ResumePoint {
  /** The database cluster. */
  readonly cluster: string;
  readonly revision: number;
  readonly floor: bigint;
}

/**
 * Tokens that only the installation can read. The transaction ids in them move with what every company writes, so they
 * go out encrypted, and a token is as long whatever they are (TEN-1).
 */
export interface ResumeTokens {
  write(owner: TokenOwner, point: ResumePoint): string;
  /** Null where it was not written here for this very seat, or in a form that is not read any more. */
  read(owner: TokenOwner, token: string): ResumePoint | null;
}

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
/** Cluster and floor have eight bytes each, the revision four. */
const pointBytes = 20;
const tagBytes = 16;
/** 48 bytes are 64 letters without a rest, so that no two texts are the same token. */
const form = /^2\.([A-Za-z0-9_-]{64})$/;

/** @param signingKey the key of the installation; what is derived from it here serves nothing else */
export function createResumeTokens(signingKey: Buffer): ResumeTokens {
  const keys = new Map<TenantId, Buffer>();

  /** Nonces are random, so each company has a key of its own: the more tokens one key seals, the likelier two collide. */
  function keyOf(tenant: TenantId): Buffer {
    const known = keys.get(tenant);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', signingKey, tenant, 'tieline resume token', 32));
    keys.set(tenant, key);
    return key;
  }

  return {
    write: (owner, point) => {
      const nonce = randomBytes(nonceBytes);
      const seal = createCipheriv(cipher, keyOf(owner.tenant), nonce).setAAD(ownerBytes(owner));
      const sealed = Buffer.concat([nonce, seal.update(bytesOf(point)), seal.final(), seal.getAuthTag()]);
      return `2.${sealed.toString('base64url')}`;
    },
    read: (owner, token) => {
      const [, text] = form.exec(token) ?? [];
      if (text === undefined) return null;
      const bytes = Buffer.from(text, 'base64url');
      const nonce = bytes.subarray(0, nonceBytes);
      const sealed = bytes.subarray(nonceBytes, nonceBytes + pointBytes);
      const opened = createDecipheriv(cipher, keyOf(owner.tenant), nonce, { authTagLength: tagBytes })
        .setAAD(ownerBytes(owner))
        .setAuthTag(bytes.subarray(-tagBytes));
      try {
        return pointOf(Buffer.concat([opened.update(sealed), opened.final()]));
      } catch {
        // The tag does not match: it was changed, made up, or written for another seat or by another installation.
        return null;
      }
    },
  };
}

/** Bound to the token without standing in it. */
function ownerBytes({ tenant, seat }: TokenOwner): Buffer {
  return Buffer.from(`${tenant} ${seat}`);
}

function bytesOf({ cluster, revision, floor }: ResumePoint): Buffer {
  const bytes = Buffer.alloc(pointBytes);
  bytes.writeBigUInt64BE(BigInt(cluster), 0);
  bytes.writeUInt32BE(revision, 8);
  bytes.writeBigUInt64BE(floor, 12);
  return bytes;
}

function pointOf(bytes: Buffer): ResumePoint {
  return {
    cluster: String(bytes.readBigUInt64BE(0)),
    revision: bytes.readUInt32BE(8),
    floor: bytes.readBigUInt64BE(12),
  };
}
