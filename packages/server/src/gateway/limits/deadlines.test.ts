import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDeadlines, withDeadline } from './deadlines.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

it('calls what is overdue, once and in order, and not what was cancelled', () => {
  const deadlines = createDeadlines(5000);
  const called: string[] = [];
  deadlines.add(() => called.push('first'));
  const cancel = deadlines.add(() => called.push('cancelled'));
  vi.advanceTimersByTime(2000);
  deadlines.add(() => called.push('second'));
  cancel();
  vi.advanceTimersByTime(2900);
  expect(called).toEqual([]);
  vi.advanceTimersByTime(1100);
  expect(called).toEqual(['first']);
  vi.advanceTimersByTime(60_000);
  expect(called).toEqual(['first', 'second']);
});

it('has no timer while there is nothing to wait for', () => {
  const deadlines = createDeadlines(5000);
  deadlines.add(() => {})();
  vi.advanceTimersByTime(10_000);
  expect(vi.getTimerCount()).toBe(0);
});

it('resolves with the result, or with `late` where it takes too long', async () => {
  const deadlines = createDeadlines(1000);
  expect(await withDeadline(deadlines, Promise.resolve('done'))).toBe('done');
  await expect(withDeadline(deadlines, Promise.reject(new Error('wrong')))).rejects.toThrow('wrong');
  const hanging = withDeadline(deadlines, new Promise(() => {}));
  vi.advanceTimersByTime(5000);
  expect(await hanging).toBe('late');
});
