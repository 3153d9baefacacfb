// @environment page
import { act } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closePages, openPage } from '../../../test/page.tsx';
import { useBackToClose, useGo } from './use-overlay.ts';

/** The entries of a browser, of which the last is the current one. */
let entries: unknown[];

/** As a browser does it: it goes a moment after it is asked to. */
function go(delta = 0): void {
  setTimeout(() => {
    entries = entries.slice(0, delta);
    dispatchEvent(new PopStateEvent('popstate'));
  }, 0);
}

beforeEach(() => {
  entries = [null];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(history, 'state', 'get').mockImplementation(() => entries.at(-1));
  vi.spyOn(history, 'pushState').mockImplementation((state: unknown) => void entries.push(state));
  vi.spyOn(history, 'go').mockImplementation(go);
});
afterEach(async () => {
  vi.runAllTimers();
  vi.useRealTimers();
  vi.restoreAllMocks();
  await closePages();
});

const settle = () => act(() => void vi.runAllTimers());

async function pageInTime() {
  vi.useRealTimers();
  const page = await openPage({ path: '/chats' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  return page;
}

it('Back closes what is open above the page, by what it does then', async () => {
  const page = await pageInTime();
  const [first, later] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const { rerender } = page.useWith((onClose) => useBackToClose(onClose), first);
  settle();
  expect(entries).toEqual([null, { overlays: 1 }]);
  rerender(later);
  act(() => go(-1));
  settle();
  expect([first.mock.calls.length, later.mock.calls.length]).toEqual([0, 1]);
});

it('what is closed in another way takes its entry along', async () => {
  const page = await pageInTime();
  const { unmount } = page.use(() => useBackToClose(() => undefined));
  settle();
  expect(entries).toHaveLength(2);
  unmount();
  settle();
  expect(entries).toEqual([null]);
});

it('a place that is gone to from above the page takes the entry of what was open', async () => {
  const page = await pageInTime();
  const overlay = page.use(() => useBackToClose(() => undefined));
  const { result } = page.use(() => useGo());
  settle();
  expect(entries).toHaveLength(2);
  act(() => result.current('/chats/1'));
  expect(page.path).toBe('/chats/1');
  overlay.unmount();
  settle();
  // Not back to where the dialog was: its entry is the place now.
  expect(entries).toHaveLength(2);
  entries = [null];
  dispatchEvent(new PopStateEvent('popstate'));
});
