import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { TenantId } from '@tieline/protocol';

/**
 * The secrets of sessions. Each says that it was made by this installation, so that what somebody has made up is told
 * from what was given out without a question to the database.
 */
export interface SessionSecrets {
  /** 43 letters of base64url. */
  make(tenant: TenantId): string;
  /** Whether it was made here for this company; of a session that is over as well. */
  isOurs(tenant: TenantId, secret: string): boolean;
}

const randomLength = 20;
const macLength = 12;

/** @param signingKey the key of the installation; what is derived from it here serves nothing else */
export function createSessionSecrets(signingKey: Buffer): SessionSecrets {
  const key = Buffer.from(hkdfSync('sha256', signingKey, '', 'tieline session secret', 32));
  const macOf = (tenant: TenantId, random: Buffer): Buffer =>
    createHmac('sha256', key).update(tenant).update(random).digest().subarray(0, macLength);
  return {
    make: (tenant) => {
      const random = randomBytes(randomLength);
      return Buffer.concat([random, macOf(tenant, random)]).toString('base64url');
    },
    isOurs: (tenant, secret) => {
      const bytes = Buffer.from(secret, 'base64url');
      if (bytes.length !== randomLength + macLength) return false;
      const mac = macOf(tenant, bytes.subarray(0, randomLength));
      return timingSafeEqual(mac, bytes.subarray(randomLength));
    },
  };
}
