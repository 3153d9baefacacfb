import { describe, expect, it } from 'vitest';
import { hashPassword, isPasswordHash, verifyNobody, verifyPassword } from './passwords.ts';

const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1 };

describe('passwords', () => {
  it('hashes with argon2id at the cost that OWASP asks for', async () => {
    expect(await hashPassword('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('verifies the password that was hashed, and no other', async () => {
    const stored = await hashPassword('correct horse', cheap);
    expect(await verifyPassword(stored, 'correct horse')).toBe(true);
    expect(await verifyPassword(stored, 'correct horse ')).toBe(false);
    expect(await verifyPassword(stored, '')).toBe(false);
  });

  it('salts each hash', async () => {
    const [one, other] = await Promise.all([hashPassword('same', cheap), hashPassword('same', cheap)]);
    expect(one).not.toBe(other);
  });

  it('takes an accent in one character and in two as the same password', async () => {
    const stored = await hashPassword('caf\u00e9 au lait', cheap);
    expect(await verifyPassword(stored, 'cafe\u0301 au lait')).toBe(true);
  });

  it('throws where the stored hash is none', async () => {
    await expect(verifyPassword('not a hash', 'anything')).rejects.toThrow('Decoding failed');
  });

  it('verifies against nobody with a hash that is well-formed at any cost', async () => {
    await expect(verifyNobody('anything', cheap)).resolves.toBeUndefined();
    await expect(verifyNobody('anything')).resolves.toBeUndefined();
  });

  it('knows a hash that it can verify', async () => {
    expect(isPasswordHash(await hashPassword('correct horse'))).toBe(true);
    expect(isPasswordHash(await hashPassword('correct horse', cheap))).toBe(true);
  });

  it.each([
    ['plain text', 'correct horse'],
    ['bcrypt', '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW'],
    ['argon2i', '$argon2i$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$' + 'A'.repeat(43)],
    ['cut off', '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$'],
    ['4 GiB of memory', '$argon2id$v=19$m=4194304,t=2,p=1$bm9ib2R5bm9ib2R5$' + 'A'.repeat(43)],
    ['999 passes', '$argon2id$v=19$m=19456,t=999,p=1$bm9ib2R5bm9ib2R5$' + 'A'.repeat(43)],
    ['two lines', '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$' + 'A'.repeat(43) + '\n'],
  ])('takes no other text for a hash: %s', (_, text) => {
    expect(isPasswordHash(text)).toBe(false);
  });
});
