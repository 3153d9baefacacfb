// @environment page
import { act, cleanup, renderHook } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTexts } from '../texts/texts.ts';
import { useNow, useTimes } from './use-times.ts';

const at = '2026-11-22T13:05:00.000Z';
const now = Date.parse('2026-11-22T15:00:00.000Z');

async function timesIn(language: string, browser: readonly string[]) {
  vi.stubGlobal('navigator', { languages: browser });
  await startTexts();
  await i18next.changeLanguage(language);
  return renderHook(() => useTimes()).result.current;
}

beforeEach(() => void vi.stubEnv('TZ', 'UTC'));
afterEach(async () => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  await i18next.changeLanguage('en');
});

it('writes times as the reader’s own country does', async () => {
  const british = await timesIn('en', ['en-GB', 'en']);
  expect([british.clock(at), british.narrow(at), british.size(1_536)]).toEqual(['13:05', '13:05', '1.5 kB']);
  const american = await timesIn('en', ['de-DE', 'en-US']);
  // Which kind of space stands before PM differs.
  expect([american.clock(at).replace(/\s/, ' '), american.narrow(at)]).toEqual(['01:05 PM', '01:05']);
});

it('has words for today, yesterday and how long something has lasted', async () => {
  const times = await timesIn('en', ['en-GB']);
  expect([times.day(at, now), times.day(at, now + 86_400_000)]).toEqual(['Today', 'Yesterday']);
  const lasted = (minutes: number) => times.lasting(at, Date.parse(at) + minutes * 60_000);
  expect([0, 1, 59, 60, 61, 1_440, 2_880].map(lasted)).toEqual([
    'now',
    '1 min',
    '59 min',
    '1 h',
    '1 h 1 min',
    '1 day',
    '2 days',
  ]);
});

it('the present goes on while it is shown', () => {
  vi.useFakeTimers();
  vi.setSystemTime(now);
  const { result } = renderHook(() => useNow(60_000));
  expect(result.current).toBe(now);
  act(() => void vi.advanceTimersByTime(60_000));
  expect(result.current).toBe(now + 60_000);
});
