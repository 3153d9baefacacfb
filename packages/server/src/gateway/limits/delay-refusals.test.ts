import { describe, expect, it, vi } from 'vitest';
import { createRefusalDelay, type DelayRefusal } from './delay-refusals.ts';
import { createSlots } from './slots.ts';

const refusalMs = 500;
const delayWith = (lines = Infinity) => createRefusalDelay(createSlots(), { lines, refusalMs });

/** How many of `count` refusals are sent at once. */
async function sentAtOnce(delay: DelayRefusal, count: number, addressOf: (at: number) => string) {
  let sent = 0;
  for (let at = 0; at < count; at += 1) delay(addressOf(at), () => (sent += 1));
  await vi.advanceTimersByTimeAsync(refusalMs - 1);
  return sent;
}

describe('a delayed refusal', () => {
  it('is sent after a delay', async () => {
    vi.useFakeTimers();
    const delay = delayWith();
    expect(await sentAtOnce(delay, 1, () => '192.0.2.1')).toBe(0);
    let isSent = false;
    delay('192.0.2.1', () => (isSent = true));
    await vi.advanceTimersByTimeAsync(refusalMs);
    expect(isSent).toBe(true);
    vi.useRealTimers();
  });

  it('is sent at once where many of the same network wait, which changes nothing for other networks', async () => {
    vi.useFakeTimers();
    const delay = delayWith();
    expect(await sentAtOnce(delay, 40, (at) => `2001:db8::${at + 1}`)).toBe(8);
    expect(await sentAtOnce(delay, 1, () => '2001:db8:0:1::1')).toBe(0);
    await vi.advanceTimersByTimeAsync(refusalMs);
    // Those that were delayed have released their slots.
    expect(await sentAtOnce(delay, 32, () => '2001:db8::1')).toBe(0);
    vi.useRealTimers();
  });

  it.each([
    [Infinity, 600, 88],
    [1000, 200, 75],
  ])('never uses more than its share of %d connections', async (lines, count, sent) => {
    vi.useFakeTimers();
    expect(await sentAtOnce(delayWith(lines), count, (at) => `192.0.2.${Math.floor(at / 8)}`)).toBe(sent);
    vi.useRealTimers();
  });
});
