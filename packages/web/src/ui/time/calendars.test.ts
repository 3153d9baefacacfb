import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let paint = () => {};

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (then: () => void) => (paint = then));
  vi.stubGlobal('document', { hidden: false });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('waits for what is drawn to be on the screen, once for all that ask', async () => {
  const { areCalendarsReady, followCalendars } = await import('./calendars.ts');
  const told: string[] = [];
  const stop = followCalendars(() => told.push('gone'));
  for (const name of ['one', 'another']) followCalendars(() => told.push(name));
  stop();
  vi.runAllTimers();
  expect([areCalendarsReady(), told]).toEqual([false, []]);
  paint();
  expect(areCalendarsReady()).toBe(false);
  vi.runAllTimers();
  expect([areCalendarsReady(), told]).toEqual([true, ['one', 'another']]);
});

it('waits for nothing where they were read while the scripts were on their way', async () => {
  vi.stubGlobal('tielineCalendars', { areReady: true, timer: 0 });
  const { areCalendarsReady } = await import('./calendars.ts');
  expect(areCalendarsReady()).toBe(true);
});

it('takes over what was about to be read while the scripts were on their way', async () => {
  const read = vi.fn<() => void>();
  vi.stubGlobal('tielineCalendars', { areReady: false, timer: setTimeout(read, 1000) });
  const { areCalendarsReady } = await import('./calendars.ts');
  vi.runAllTimers();
  expect([areCalendarsReady(), read.mock.calls]).toEqual([false, []]);
});

it('waits for no painting where nobody looks at the page', async () => {
  vi.stubGlobal('document', { hidden: true });
  const { areCalendarsReady, followCalendars } = await import('./calendars.ts');
  followCalendars(() => {});
  vi.runAllTimers();
  expect(areCalendarsReady()).toBe(true);
});
