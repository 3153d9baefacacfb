import { createHmac, timingSafeEqual } from 'node:crypto';
import { ConversationId, FileId, SessionId, type TenantId } from '@tieline/protocol';
import Type, { type Static } from 'typebox';
import { compileCheck } from '../check-schema.ts';
import { nullable } from '@tieline/protocol';

/**
 * What an address opens for a few minutes: a formatted message, or an image in it. It is worth nothing unless the session
 * that it was signed for is still valid and may still read the message.
 */
const Grant = Type.Object(
  {
    tenant: Type.Unsafe<TenantId>({ type: 'string' }),
    session: SessionId,
    conversation: ConversationId,
    seq: Type.Integer({ minimum: 1 }),
    /** Null: the page itself. */
    file: nullable(FileId),
    /** Seconds since 1970. */
    until: Type.Integer(),
  },
  { additionalProperties: false },
);
export type Grant = Static<typeof Grant>;

const check = compileCheck<Grant>(Grant);
const form = /^([A-Za-z0-9_-]{1,1000})\.([A-Za-z0-9_-]{43})$/;

export interface Signer {
  sign(grant: Omit<Grant, 'until'>): string;
  /** Null where it was not signed with this key. `isExpired`: it was, but opens nothing any more. */
  read(text: string): { readonly grant: Grant; readonly isExpired: boolean } | null;
}

const lifetimeSeconds = 300;

/** @param key 32 bytes */
export function createSigner(key: Buffer): Signer {
  const macOf = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  return {
    sign: (grant) => {
      const until = Math.floor(Date.now() / 1000) + lifetimeSeconds;
      const payload = Buffer.from(JSON.stringify({ ...grant, until })).toString('base64url');
      return `${payload}.${macOf(payload).toString('base64url')}`;
    },
    read: (text) => {
      const [, payload, mac] = form.exec(text) ?? [];
      if (payload === undefined || mac === undefined) return null;
      const claimed = Buffer.from(mac, 'base64url');
      const expected = macOf(payload);
      if (claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) return null;
      const grant = check(JSON.parse(Buffer.from(payload, 'base64url').toString()));
      return grant.ok ? { grant: grant.value, isExpired: grant.value.until * 1000 <= Date.now() } : null;
    },
  };
}
