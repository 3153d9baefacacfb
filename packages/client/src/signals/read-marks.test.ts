import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { wireError } from '@tieline/protocol';
import { conversationOf } from '../../test/cast.ts';
import { LineLost, WireFault } from '../connection/fault.ts';
import { ReadMarks } from './read-marks.ts';
import { usualTiming } from '../timing.ts';

const chat = conversationOf(1);
let told: number[];
let answer: () => Promise<unknown>;
let reads: ReadMarks;
const later = () => vi.advanceTimersByTimeAsync(usualTiming.backOffMost);

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  answer = () => Promise.resolve();
  reads = new ReadMarks({
    timing: usualTiming,
    submit: (_, seq) => {
      told.push(seq);
      return answer();
    },
  });
});
afterEach(() => void vi.useRealTimers());

it('tells the furthest place only, and never an earlier one', async () => {
  reads.resume();
  for (const seq of [1, 2, 5, 3]) reads.mark(chat, seq);
  await later();
  reads.mark(chat, 4);
  reads.mark(chat, 5);
  await later();
  expect(told).toEqual([5]);
});

it('tells the rest when the answer comes, one command at a time', async () => {
  let release = () => {};
  answer = () => new Promise<void>((resolve) => (release = resolve));
  reads.resume();
  reads.mark(chat, 1);
  await later();
  for (const seq of [2, 3, 4]) reads.mark(chat, seq);
  await later();
  expect(told).toEqual([1]);
  release();
  await later();
  expect(told).toEqual([1, 4]);
});

it('tells it after a lost line', async () => {
  reads.mark(chat, 3);
  await later();
  expect(told).toEqual([]);
  answer = () => Promise.reject(new LineLost());
  reads.resume();
  await vi.advanceTimersByTimeAsync(usualTiming.readTick);
  reads.suspend();
  answer = () => Promise.resolve();
  await later();
  expect(told).toEqual([3]);
  reads.resume();
  await later();
  expect(told).toEqual([3, 3]);
});

it('does not insist where the server will not hear of it', async () => {
  answer = () => Promise.reject(new WireFault(wireError('not-found')));
  reads.resume();
  reads.mark(chat, 3);
  await later();
  await later();
  expect(told).toEqual([3]);
});
