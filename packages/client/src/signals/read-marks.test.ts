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
const mark = (seq: number, interaction: number | null = null) =>
  reads.mark({ conversation: chat, interaction, seq });
const later = () => vi.advanceTimersByTimeAsync(usualTiming.backOffMost);

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  answer = () => Promise.resolve();
  reads = new ReadMarks({
    timing: usualTiming,
    submit: ({ seq }) => {
      told.push(seq);
      return answer();
    },
  });
});
afterEach(() => void vi.useRealTimers());

it('tells the furthest place only, and never an earlier one', async () => {
  reads.resume();
  for (const seq of [1, 2, 5, 3]) mark(seq);
  await later();
  mark(4);
  mark(5);
  await later();
  expect(told).toEqual([5]);
});

it('tells the rest when the answer comes, one command at a time', async () => {
  let release = () => {};
  answer = () => new Promise<void>((resolve) => (release = resolve));
  reads.resume();
  mark(1);
  await later();
  for (const seq of [2, 3, 4]) mark(seq);
  await later();
  expect(told).toEqual([1]);
  release();
  await later();
  expect(told).toEqual([1, 4]);
});

it('tells it after a lost line', async () => {
  mark(3);
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
  mark(3);
  await later();
  await later();
  expect(told).toEqual([3]);
});

it('[HIST-5] tells of the first place of an interaction, however far the one before was read', async () => {
  reads.resume();
  mark(5, 1);
  await later();
  mark(2, 2);
  mark(6, 1);
  await later();
  expect(told).toEqual([5, 2]);
});
