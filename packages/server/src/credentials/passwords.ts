import { hash, parseOptions, verify } from '@node-rs/argon2';

/** What a hash costs: KiB of memory, passes over it, threads. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** What OWASP asks of argon2id at least. */
export const passwordCost: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash that costs more than this to verify would let its owner's log-in stall the server. */
const highestCost: PasswordCost = { memoryCost: 262_144, timeCost: 12, parallelism: 16 };

const hashForm =
  /^\$argon2id\$v=19\$m=\d{1,7},t=\d{1,3},p=\d{1,3}\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,172}$/;

/** One person types é as one character, another keyboard as two: both are the same password. */
function typed(password: string): string {
  return password.normalize('NFC');
}

/** An argon2id hash in PHC form, with a salt of its own. */
export async function hashPassword(password: string, cost: PasswordCost = passwordCost): Promise<string> {
  return hash(typed(password), {
    memoryCost: cost.memoryCost,
    timeCost: cost.timeCost,
    parallelism: cost.parallelism,
  });
}

/** Costs what the stored hash says, not what a new one would. Throws where `stored` is no hash. */
export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  return verify(stored, typed(password));
}

/** Whether verifying against this hash costs so much, and neither more nor less. */
export function isOfCost(stored: string, cost: PasswordCost): boolean {
  const { memoryCost, timeCost, parallelism } = costOf(stored);
  return memoryCost === cost.memoryCost && timeCost === cost.timeCost && parallelism === cost.parallelism;
}

/** What verifying against this hash costs. Throws where `stored` is no hash. */
export function costOf(stored: string): PasswordCost {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored);
  return { memoryCost, timeCost, parallelism };
}

/**
 * Takes as long as `verifyPassword`, for a log-in of somebody who does not exist: otherwise the clock would tell
 * who works here. The digest is made up, so no password has it.
 */
export async function verifyNobody(password: string, cost: PasswordCost = passwordCost): Promise<void> {
  const { memoryCost, timeCost, parallelism } = cost;
  const parameters = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}`;
  await verify(`${parameters}$${'bm9ib2R5'.repeat(2)}$${'A'.repeat(43)}`, typed(password));
}

/** Whether this is an argon2id hash that the server can and will verify. */
export function isPasswordHash(text: string): boolean {
  if (!hashForm.test(text)) return false;
  try {
    const { memoryCost, timeCost, parallelism } = costOf(text);
    return (
      memoryCost <= highestCost.memoryCost &&
      timeCost <= highestCost.timeCost &&
      parallelism <= highestCost.parallelism
    );
  } catch {
    // It has the form, but its base64 or its numbers are none.
    return false;
  }
}
