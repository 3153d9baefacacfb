import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** An account that somebody tries to log in to, in the form in which accounts are looked up. */
export interface Account {
  readonly company: string;
  readonly email: string;
}

/**
 * Proofs, in a cookie of the browser, that accounts have logged in with it before. They open nothing: they only give the
 * browser a log-in budget of its own.
 */
export interface KnownDevices {
  /** The cookie with a proof for this account, the newest first. */
  remember(cookie: string, account: Account): string;
  /** The name of this browser, if the account has logged in with it; null: it has not. */
  nameOf(cookie: string, account: Account): string | null;
}

/** Accounts that a browser remembers: people at a counter share one. */
const mostProofs = 8;
const proofForm = /^([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{43})$/;

/** @param signingKey the key of the installation; what is derived from it here serves nothing else */
export function createKnownDevices(signingKey: Buffer): KnownDevices {
  const key = Buffer.from(hkdfSync('sha256', signingKey, '', 'tieline known device', 32));
  const macOf = (name: string, { company, email }: Account): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([name, company, email]))
      .digest();

  function nameIn(proof: string, account: Account): string | null {
    const [, name, mac] = proofForm.exec(proof) ?? [];
    if (name === undefined || mac === undefined) return null;
    const claimed = Buffer.from(mac, 'base64url');
    return timingSafeEqual(claimed, macOf(name, account)) ? name : null;
  }

  const proofsOf = (cookie: string): string[] => cookie.slice(0, 1000).split('.').slice(0, mostProofs);

  return {
    remember: (cookie, account) => {
      const others = proofsOf(cookie).filter(
        (proof) => proofForm.test(proof) && nameIn(proof, account) === null,
      );
      const name = randomBytes(16).toString('base64url');
      const proof = name + macOf(name, account).toString('base64url');
      return [proof, ...others].slice(0, mostProofs).join('.');
    },
    nameOf: (cookie, account) => {
      for (const proof of proofsOf(cookie)) {
        const name = nameIn(proof, account);
        if (name !== null) return name;
      }
      return null;
    },
  };
}
