import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followClock, nowOf } from './clock.ts';

const pace = 1_000;
let stops: (() => void)[] = [];
const follow = (listener: () => void, everyMs = pace) => {
  const stop = followClock(everyMs, listener);
  stops.push(stop);
  return stop;
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime('2026-11-22T10:00:00.000Z');
});
afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
  vi.useRealTimers();
});

it('tells the time at its pace, to all that follow it with one timer', () => {
  const [one, other] = [vi.fn<() => void>(), vi.fn<() => void>()];
  follow(one);
  follow(other);
  expect(vi.getTimerCount()).toBe(1);
  const start = Date.now();
  expect(nowOf(pace)).toBe(start);
  vi.advanceTimersByTime(2_500);
  expect([one.mock.calls.length, other.mock.calls.length]).toEqual([2, 2]);
  expect(nowOf(pace)).toBe(start + 2_000);
});

it('stops when nobody follows it, and tells the present when somebody does again', () => {
  const listener = vi.fn<() => void>();
  const stop = follow(listener);
  vi.advanceTimersByTime(pace);
  stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(60_000);
  expect(listener).toHaveBeenCalledTimes(1);
  follow(listener);
  expect(nowOf(pace)).toBe(Date.now());
});

it('has a pace for each', () => {
  const [second, minute] = [vi.fn<() => void>(), vi.fn<() => void>()];
  follow(second);
  follow(minute, 60_000);
  vi.advanceTimersByTime(60_000);
  expect([second.mock.calls.length, minute.mock.calls.length]).toEqual([60, 1]);
});
