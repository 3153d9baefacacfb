import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let paint = () => {};

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (then: () => void) => (paint = then));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('waits for what is drawn to be on the screen, once for all that ask', async () => {
  const { areCalendarsRead, readCalendarsAfterPaint } = await import('./calendars.ts');
  const told: string[] = [];
  const stop = readCalendarsAfterPaint(() => told.push('gone'));
  for (const name of ['one', 'another']) readCalendarsAfterPaint(() => told.push(name));
  stop();
  vi.runAllTimers();
  expect([areCalendarsRead(), told]).toEqual([false, []]);
  paint();
  expect(areCalendarsRead()).toBe(false);
  vi.runAllTimers();
  expect([areCalendarsRead(), told]).toEqual([true, ['one', 'another']]);
});

it('waits for nothing where they were read while the scripts were on their way', async () => {
  vi.stubGlobal('tielineCalendars', { isRead: true, timer: 0 });
  const { areCalendarsRead } = await import('./calendars.ts');
  expect(areCalendarsRead()).toBe(true);
});

it('takes over what was about to be read while the scripts were on their way', async () => {
  const read = vi.fn<() => void>();
  vi.stubGlobal('tielineCalendars', { isRead: false, timer: setTimeout(read, 1000) });
  const { areCalendarsRead } = await import('./calendars.ts');
  vi.runAllTimers();
  expect([areCalendarsRead(), read.mock.calls]).toEqual([false, []]);
});
