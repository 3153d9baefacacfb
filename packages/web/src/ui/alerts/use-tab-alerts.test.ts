// @environment page
import { act, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { conversationOf } from '../../../../client/test/cast.ts';
import { FakeAudio, stubAudio } from '../../../test/audio.ts';
import { FakeLocks } from '../../../test/fake-locks.ts';
import { closePages, openPage } from '../../../test/page.tsx';
import { writeChoices } from '../account/choices.ts';
import type { TabAlerts } from './tab-alerts.ts';
import { useTabAlerts } from './use-tab-alerts.ts';

const chat = conversationOf(1);
const locks = new FakeLocks();
const reads = async () => (await locks.query()).held?.map(({ name }) => name?.split(' ').at(-1)) ?? [];

function look(isActive: boolean): void {
  vi.spyOn(document, 'hasFocus').mockReturnValue(isActive);
  act(() => void dispatchEvent(new Event(isActive ? 'focus' : 'blur')));
}

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('navigator', { locks, languages: ['en'] });
  stubAudio('suspended');
});
afterEach(async () => {
  await closePages();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('a tab says which chat it shows, while somebody looks at it', async () => {
  const page = await openPage();
  look(true);
  const { rerender, unmount } = page.useWith<TabAlerts, string | null>(useTabAlerts, chat);
  await waitFor(async () => expect(await reads()).toEqual([chat]));
  look(false);
  await waitFor(async () => expect(await reads()).toEqual([]));
  look(true);
  await waitFor(async () => expect(await reads()).toEqual([chat]));
  rerender(null);
  await waitFor(async () => expect(await reads()).toEqual([]));
  rerender(chat);
  await waitFor(async () => expect(await reads()).toEqual([chat]));
  unmount();
  await waitFor(async () => expect(await reads()).toEqual([]));
});

it('what one tab shows to somebody, another of the same person is quiet about', async () => {
  const page = await openPage();
  look(true);
  const reading = page.use(() => useTabAlerts(chat));
  const other = page.use(() => useTabAlerts(null)).result.current;
  await waitFor(async () => expect(await reads()).toEqual([chat]));
  expect(await other.claim('sound', chat, '1')).toBe(false);
  expect(await other.claim('sound', conversationOf(2), '1')).toBe(true);
  reading.unmount();
  await waitFor(async () => expect(await reads()).not.toContain(chat));
  expect(await other.claim('sound', chat, '2')).toBe(true);
});

it('the first press lets the page sound, where sounds are wanted', async () => {
  const page = await openPage();
  writeChoices({ sound: false });
  page.use(() => useTabAlerts(null));
  dispatchEvent(new Event('pointerup'));
  expect(FakeAudio.resumes).toBe(0);
  writeChoices({ sound: true });
  dispatchEvent(new Event('pointerup'));
  expect(FakeAudio.resumes).toBe(1);
});
