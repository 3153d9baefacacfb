// @environment page
import { afterEach, expect, it, vi } from 'vitest';
import { closePages, openPage, type Page } from '../../../test/page.tsx';
import { useIdle } from './use-idle.ts';

const reports = ({ server }: Page) =>
  server.commandsOf('set-idle').map((frame) => (frame.with as { idle: boolean }).idle);

/** A page whose minutes pass when the test says so. */
async function watchedPage() {
  const page = await openPage();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  return { page, hook: page.use(() => useIdle()) };
}

const minutes = (count: number) => void vi.advanceTimersByTime(count * 60_000);

afterEach(async () => {
  vi.useRealTimers();
  await closePages();
});

it('[PRES-7] a device without a sign of life for five minutes is idle, until the first sign', async () => {
  const { page } = await watchedPage();
  minutes(6);
  await vi.waitFor(() => expect(reports(page)).toEqual([true]));
  dispatchEvent(new Event('keydown'));
  await vi.waitFor(() => expect(reports(page)).toEqual([true, false]));
});

it.each(['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'])(
  '[PRES-7] with a %s now and then it is not',
  async (sign) => {
    const { page } = await watchedPage();
    const setIdle = vi.spyOn(page.client, 'setIdle');
    for (let passed = 0; passed < 4; passed += 1) {
      minutes(4);
      dispatchEvent(new Event(sign));
    }
    expect(setIdle).not.toHaveBeenCalled();
    minutes(6);
    expect(setIdle).toHaveBeenCalledExactlyOnceWith(true);
  },
);

it('[PRES-7] a page that is left reports nothing any more', async () => {
  const { page, hook } = await watchedPage();
  hook.unmount();
  minutes(10);
  page.use(() => useIdle());
  minutes(6);
  await vi.waitFor(() => expect(reports(page)).toEqual([true]));
});
