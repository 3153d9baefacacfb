// @environment page
import { act } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { closePages, openPage } from '../../../test/page.tsx';
import { partSource } from './part-source.ts';
import { useFetchAhead } from './use-fetch-ahead.ts';

afterEach(async () => {
  vi.useRealTimers();
  await closePages();
});

it('the parts of an app come ahead once its lists are there, and not while the line is away', async () => {
  const page = await openPage();
  const part = partSource(async () => () => null);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  page.server.door = 'down';
  page.server.breakLines();
  await vi.waitFor(() => expect(page.client.getState().connection.state).toBe('reconnecting'));
  const timers = vi.getTimerCount();
  page.use(() => useFetchAhead());
  expect([vi.getTimerCount(), part.current()]).toEqual([timers, null]);
  page.server.door = 'open';
  await vi.waitFor(() => {
    act(() => void vi.advanceTimersByTime(100));
    expect(part.current()).not.toBeNull();
  });
});
