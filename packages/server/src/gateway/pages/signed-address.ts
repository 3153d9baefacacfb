import { createHmac, timingSafeEqual } from 'node:crypto';
import { ConversationId, FileId, SessionId, type TenantId } from '@tieline/protocol';
import Type, { type Static } from 'typebox';
import { compileCheck } from '../check-schema.ts';
import { nullable } from '@tieline/protocol';

/**
 * What somebody was let in to, for a short while: a formatted message, or an image in it. It names the session that
 * it was made for, and is nothing without that session being good, and its reader a reader still.
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
  /** Null where it was not signed here. `isOver`: it was, but its time is over, and it lets nobody in. */
  read(text: string): { readonly grant: Grant; readonly isOver: boolean } | null;
}

const lifeSeconds = 300;

/** @param key 32 bytes */
export function createSigner(key: Buffer): Signer {
  const macOf = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  return {
    sign: (grant) => {
      const until = Math.floor(Date.now() / 1000) + lifeSeconds;
      const payload = Buffer.from(JSON.stringify({ ...grant, until })).toString('base64url');
      return `${payload}.${macOf(payload).toString('base64url')}`;
    },
    read: (text) => {
      const [, payload, mac] = form.exec(text) ?? [];
      if (payload === undefined || mac === undefined) return null;
      const given = Buffer.from(mac, 'base64url');
      const own = macOf(payload);
      if (given.length !== own.length || !timingSafeEqual(given, own)) return null;
      const read = check(JSON.parse(Buffer.from(payload, 'base64url').toString()));
      return read.ok ? { grant: read.value, isOver: read.value.until * 1000 <= Date.now() } : null;
    },
  };
}
