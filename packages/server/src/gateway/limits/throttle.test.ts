import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createThrottles } from './throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a throttle', () => {
  it('lets through what is saved, and then one after the other, in order', async () => {
    const throttle = createThrottles(10, 30)('ada');
    const come: number[] = [];
    for (let at = 0; at < 6; at += 1) void throttle(10).then(() => come.push(at));
    await vi.advanceTimersByTimeAsync(0);
    expect(come).toEqual([0, 1, 2]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(come).toEqual([0, 1, 2, 3]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(come).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('is each key its own, and saved again after a rest', async () => {
    const throttles = createThrottles(10, 30);
    const come: string[] = [];
    const ask = (key: string) => void throttles(key)(30).then(() => come.push(key));
    ask('ada');
    ask('ada');
    ask('ben');
    await vi.advanceTimersByTimeAsync(0);
    expect(come).toEqual(['ada', 'ben']);
    await vi.advanceTimersByTimeAsync(6000);
    expect(come).toEqual(['ada', 'ben', 'ada']);
    ask('ada');
    await vi.advanceTimersByTimeAsync(0);
    expect(come).toEqual(['ada', 'ben', 'ada', 'ada']);
  });
});
