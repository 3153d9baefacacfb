import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who tries to log in, in the form in which accounts are looked up. */
export interface Account {
  readonly company: string;
  readonly email: string;
}

/** What a browser keeps of the accounts that have logged in with it, the last ones first. Lets nobody in by itself. */
export interface KnownDevices {
  /** The proofs of a browser, one for this account among them. */
  remember(kept: string, account: Account): string;
  /** The name of this browser, if the account has logged in with it; null: it is not known. */
  nameOf(kept: string, account: Account): string | null;
}

/** Accounts that a browser remembers: people share one at a counter. */
const remembered = 8;
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
    const given = Buffer.from(mac, 'base64url');
    return timingSafeEqual(given, macOf(name, account)) ? name : null;
  }

  const proofsOf = (kept: string): string[] => kept.slice(0, 1000).split('.').slice(0, remembered);

  return {
    remember: (kept, account) => {
      const others = proofsOf(kept).filter(
        (proof) => proofForm.test(proof) && nameIn(proof, account) === null,
      );
      const name = randomBytes(16).toString('base64url');
      const proof = name + macOf(name, account).toString('base64url');
      return [proof, ...others].slice(0, remembered).join('.');
    },
    nameOf: (kept, account) => {
      for (const proof of proofsOf(kept)) {
        const name = nameIn(proof, account);
        if (name !== null) return name;
      }
      return null;
    },
  };
}
