import { randomBytes } from 'node:crypto';
import type { SeatId, TenantId } from '@tieline/protocol';
import { ResumeToken } from '@tieline/protocol';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { createResumeTokens, type ResumePoint, type TokenOwner } from './resume-token.ts';

const signingKey = randomBytes(32);
const tokens = createResumeTokens(signingKey);
const id = (last: string) => `00000000-0000-4000-8000-00000000000${last}`;
const owner: TokenOwner = { tenant: id('1') as TenantId, seat: id('2') as SeatId };
const points = fc.record<ResumePoint>({
  cluster: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  revision: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  floor: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
});
const point: ResumePoint = { cluster: '7412345678901234567', revision: 3, floor: 1234n };

describe('a resume token', () => {
  it('is read again as it was written, and as long whatever it says', () => {
    fc.assert(
      fc.property(points, (some) => {
        const token = tokens.write(owner, some);
        expect(tokens.read(owner, token)).toEqual(some);
        expect(token).toHaveLength(66);
        expect(Value.Check(ResumeToken, token)).toBe(true);
      }),
    );
  });

  it('[TEN-1] is another one each time, so that nobody sees whether anything has moved', () => {
    const several = new Set(Array.from({ length: 200 }, () => tokens.write(owner, point)));
    expect(several.size).toBe(200);
  });

  it('[TEN-1] has none of its numbers in clear', () => {
    fc.assert(
      fc.property(points, (some) => {
        const bytes = Buffer.from(tokens.write(owner, some).slice(2), 'base64url');
        const clear = Buffer.alloc(8);
        clear.writeBigUInt64BE(some.floor);
        expect(bytes.includes(clear)).toBe(false);
      }),
    );
  });

  it('[TEN-1] is nothing to another company, another seat or another installation', () => {
    const token = tokens.write(owner, point);
    expect(tokens.read(owner, token)).toEqual(point);
    expect(tokens.read({ ...owner, seat: id('3') as SeatId }, token)).toBeNull();
    expect(tokens.read({ ...owner, tenant: id('3') as TenantId }, token)).toBeNull();
    expect(createResumeTokens(randomBytes(32)).read(owner, token)).toBeNull();
    expect(createResumeTokens(signingKey).read(owner, token)).toEqual(point);
  });

  it('is nothing once a single bit of it was changed', () => {
    const bytes = Buffer.from(tokens.write(owner, point).slice(2), 'base64url');
    const text = () => `2.${bytes.toString('base64url')}`;
    expect(tokens.read(owner, text())).toEqual(point);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(tokens.read(owner, text())).toBeNull();
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    }
  });

  it.each([
    '',
    '2.',
    '1.7412345678901234567.00000000-0000-4000-8000-000000000002.3.1234',
    `2.${'A'.repeat(64)}`,
  ])('is not %s', (text) => expect(tokens.read(owner, text)).toBeNull());
});
