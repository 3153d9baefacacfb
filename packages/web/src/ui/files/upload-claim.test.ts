import type { ClientId } from '@tieline/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { claimUpload } from './upload-claim.ts';

const id = 'upload-1' as ClientId;
const leaving = new Set<() => void>();
let marks: Map<string, string>;

beforeEach(() => {
  vi.useFakeTimers();
  marks = new Map();
  leaving.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => marks.get(key) ?? null,
    setItem: (key: string, text: string) => void marks.set(key, text),
    removeItem: (key: string) => void marks.delete(key),
  });
  vi.stubGlobal('addEventListener', (_: string, listener: () => void) => void leaving.add(listener));
  vi.stubGlobal('removeEventListener', (_: string, listener: () => void) => void leaving.delete(listener));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A claim, as it stands. */
function claim(signal = new AbortController().signal) {
  const seen: { giveBack?: () => void; fault?: unknown } = {};
  claimUpload(id, signal).then(
    (giveBack) => (seen.giveBack = giveBack),
    (fault: unknown) => (seen.fault = fault),
  );
  return seen;
}

it('without locks one tab has the claim, and the next one when it gives it back', async () => {
  vi.stubGlobal('navigator', {});
  const one = claim();
  await vi.advanceTimersByTimeAsync(1_000);
  const other = claim();
  await vi.advanceTimersByTimeAsync(200_000);
  expect([typeof one.giveBack, typeof other.giveBack]).toEqual(['function', 'undefined']);
  one.giveBack?.();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(typeof other.giveBack).toBe('function');
});

it('without locks a page that is left gives back, and a tab that crashed loses its claim in time', async () => {
  vi.stubGlobal('navigator', {});
  claim();
  await vi.advanceTimersByTimeAsync(1_000);
  for (const leave of leaving) leave();
  const other = claim();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(typeof other.giveBack).toBe('function');
  // It is gone without a word: nothing signs any more.
  vi.clearAllTimers();
  const third = claim();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(third.giveBack).toBeUndefined();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(typeof third.giveBack).toBe('function');
});

it('who does not want it any more does not get it', async () => {
  vi.stubGlobal('navigator', {});
  claim();
  await vi.advanceTimersByTimeAsync(1_000);
  const controller = new AbortController();
  const other = claim(controller.signal);
  controller.abort(new Error('left'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect([other.fault, other.giveBack]).toEqual([new Error('left'), undefined]);
});

it('with locks the lock is the claim, held until it is given back', async () => {
  const held: Promise<void>[] = [];
  const request = (name: string, _: object, work: () => Promise<void>) => {
    expect(name).toBe('tieline.upload.upload-1');
    held.push(work());
    return held[0];
  };
  vi.stubGlobal('navigator', { locks: { request } });
  const giveBack = await claimUpload(id, new AbortController().signal);
  giveBack();
  await expect(held[0]).resolves.toBeUndefined();
  expect(marks.size).toBe(0);
});
