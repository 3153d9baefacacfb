// @environment page
import { act, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { closePages, openPage } from '../../../test/page.tsx';
import { ConnectionBar } from './connection-bar.tsx';

const lost = 'Connection lost. Reconnecting… What you send is kept and goes out once.';
const offline = 'No network. What you send is kept and goes out once you are back.';
const back = 'Connected again';

const bar = () => screen.getByTestId('connection').textContent;
const pass = (milliseconds: number) => act(() => void vi.advanceTimersByTime(milliseconds));

/** A page whose seconds pass when the test says so. */
async function pageWithBar() {
  const page = await openPage();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  page.show(<ConnectionBar />);
  const { getState, subscribe } = page.client;
  const isIn = async (state: string) => {
    await new Promise<void>((resolve) => {
      const look = () => getState().connection.state === state && resolve();
      subscribe(look);
      look();
    });
    // What the page does about it.
    await act(() => new Promise((resolve) => setImmediate(resolve)));
  };
  return { page, isIn };
}

afterEach(async () => {
  vi.useRealTimers();
  await closePages();
});

it('says that the line is lost, and for a moment that it is back', async () => {
  const { page, isIn } = await pageWithBar();
  page.server.door = 'down';
  page.server.breakLines();
  await isIn('reconnecting');
  expect(bar()).toBe('');
  pass(899);
  expect(bar()).toBe('');
  pass(1);
  expect(bar()).toBe(lost);
  page.server.door = 'open';
  await vi.waitFor(() => {
    pass(50);
    expect(bar()).toBe(back);
  });
  pass(2_500);
  expect(bar()).toBe('');
});

it('says nothing of an interruption that is shorter than a glance', async () => {
  const { page, isIn } = await pageWithBar();
  page.server.breakLines();
  await isIn('reconnecting');
  await vi.waitFor(() => {
    pass(10);
    if (page.client.getState().connection.state !== 'online') throw new Error('not online');
  });
  const shown = new Set<string>();
  for (let step = 0; step < 30; step += 1) {
    pass(100);
    shown.add(bar());
  }
  expect([...shown]).toEqual(['']);
});

it('says at once that there is no network', async () => {
  const { isIn } = await pageWithBar();
  expect(bar()).toBe('');
  act(() => void dispatchEvent(new Event('offline')));
  await isIn('offline');
  pass(0);
  expect(bar()).toBe(offline);
});
