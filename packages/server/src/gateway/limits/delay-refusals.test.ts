import { describe, expect, it, vi } from 'vitest';
import { createRefuseLate, type RefuseLate } from './delay-refusals.ts';
import { createPlaces } from './slots.ts';

const refusalMs = 500;
const refuseWith = (lines = Infinity) => createRefuseLate(createPlaces(), { lines, refusalMs });

/** How many of so many refusals are told at once. */
async function toldAtOnce(refuse: RefuseLate, count: number, addressOf: (at: number) => string) {
  let told = 0;
  for (let at = 0; at < count; at += 1) refuse(addressOf(at), () => (told += 1));
  await vi.advanceTimersByTimeAsync(refusalMs - 1);
  return told;
}

describe('a refusal of one too many', () => {
  it('waits, and then is told', async () => {
    vi.useFakeTimers();
    const refuse = refuseWith();
    expect(await toldAtOnce(refuse, 1, () => '192.0.2.1')).toBe(0);
    let isTold = false;
    refuse('192.0.2.1', () => (isTold = true));
    await vi.advanceTimersByTimeAsync(refusalMs);
    expect(isTold).toBe(true);
    vi.useRealTimers();
  });

  it('is told at once where many of the same network wait, and of others none the sooner', async () => {
    vi.useFakeTimers();
    const refuse = refuseWith();
    expect(await toldAtOnce(refuse, 40, (at) => `2001:db8::${at + 1}`)).toBe(8);
    expect(await toldAtOnce(refuse, 1, () => '2001:db8:0:1::1')).toBe(0);
    await vi.advanceTimersByTimeAsync(refusalMs);
    // Those that waited have made room.
    expect(await toldAtOnce(refuse, 32, () => '2001:db8::1')).toBe(0);
    vi.useRealTimers();
  });

  it.each([
    [Infinity, 600, 88],
    [1000, 200, 75],
  ])('never takes more than its share of %d lines', async (lines, count, told) => {
    vi.useFakeTimers();
    expect(await toldAtOnce(refuseWith(lines), count, (at) => `192.0.2.${Math.floor(at / 8)}`)).toBe(told);
    vi.useRealTimers();
  });
});
