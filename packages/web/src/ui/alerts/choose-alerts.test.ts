// @environment page
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeAudio, stubAudio } from '../../../test/audio.ts';
import { FakeNotification, stubNotifications } from '../../../test/notifications.ts';
import { readChoices, writeChoices } from '../account/choices.ts';
import { chooseNotices, chooseSilence, chooseSound } from './choose-alerts.ts';

const chosen = () => {
  const { sound, desktop, noticeProblem, asked } = readChoices();
  return { sound, desktop, noticeProblem, asked };
};

beforeEach(() => {
  stubNotifications();
  stubAudio();
  writeChoices({ sound: false, desktop: false, noticeProblem: null, asked: false });
});
afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

it('whoever chooses the sound hears it at once, and is not asked again', async () => {
  chooseSound(true);
  await vi.waitFor(() => expect(FakeAudio.started).toEqual([587, 784]));
  expect(chosen()).toEqual({ sound: true, desktop: false, noticeProblem: null, asked: true });
  chooseSound(false);
  expect(chosen()).toEqual({ sound: false, desktop: false, noticeProblem: null, asked: true });
  expect(FakeAudio.started).toHaveLength(2);
});

it('notices are chosen only where they can be shown; else the reason is kept', async () => {
  FakeNotification.permission = 'default';
  expect(await chooseNotices(true)).toBeNull();
  expect(chosen()).toEqual({ sound: false, desktop: true, noticeProblem: null, asked: true });
  [FakeNotification.permission, FakeNotification.answer] = ['default', 'denied'];
  expect(await chooseNotices(true)).toBe('blocked');
  expect(chosen()).toEqual({ sound: false, desktop: false, noticeProblem: 'blocked', asked: true });
  FakeNotification.requests = 0;
  expect(await chooseNotices(false)).toBeNull();
  expect(chosen()).toEqual({ sound: false, desktop: false, noticeProblem: null, asked: true });
  expect(FakeNotification.requests).toBe(0);
});

it('silence is a choice as well', () => {
  chooseSilence();
  expect(chosen()).toEqual({ sound: false, desktop: false, noticeProblem: null, asked: true });
});
