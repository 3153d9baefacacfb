// @environment page
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeAudio, stubAudio } from '../../../test/audio.ts';

/** A page that has not sounded yet. */
async function freshTone() {
  vi.resetModules();
  return import('./tone.ts');
}

beforeEach(() => {
  stubAudio('suspended');
  vi.stubGlobal('navigator', {});
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('a tone is two notes, once the browser lets the page sound', async () => {
  const { playTone } = await freshTone();
  const played = playTone();
  expect(FakeAudio.started).toEqual([]);
  FakeAudio.allow();
  await played;
  expect(FakeAudio.started).toEqual([587, 784]);
});

it('a tone that the browser has held back for too long is left out: it would announce something old', async () => {
  const { playTone } = await freshTone();
  const [soon, late] = [playTone(), playTone()];
  const allowLate = FakeAudio.allow;
  vi.setSystemTime(Date.now() + 1_600);
  allowLate();
  await late;
  expect(FakeAudio.started).toEqual([]);
  FakeAudio.state = 'running';
  await playTone();
  expect(FakeAudio.started).toEqual([587, 784]);
  void soon;
});

it('a press lets the page sound from then on', async () => {
  const { unlockTone, maySound, playTone } = await freshTone();
  expect(maySound()).toBe(false);
  unlockTone();
  expect(FakeAudio.resumes).toBe(1);
  FakeAudio.allow();
  expect(maySound()).toBe(true);
  unlockTone();
  expect(FakeAudio.resumes).toBe(1);
  await playTone();
  expect(FakeAudio.started).toEqual([587, 784]);
});

it('whether somebody has pressed anything is asked of the browser where it knows', async () => {
  const { maySound } = await freshTone();
  vi.stubGlobal('navigator', { userActivation: { hasBeenActive: true } });
  expect(maySound()).toBe(true);
  vi.stubGlobal('navigator', { userActivation: { hasBeenActive: false } });
  expect(maySound()).toBe(false);
});
