import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { conversationOf, peer } from '../../test/cast.ts';
import { usualTiming } from '../timing.ts';
import { createTypingEnds, createTypingReports } from './typing.ts';

const chat = conversationOf(1);
let told: boolean[];
const voice = () => createTypingReports(usualTiming, (_, typing) => void told.push(typing));

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
});
afterEach(() => void vi.useRealTimers());

it('tells that somebody types once in three seconds, and that they stopped', () => {
  const { set } = voice();
  set(chat, true);
  vi.advanceTimersByTime(2_999);
  set(chat, true);
  expect(told).toEqual([true]);
  vi.advanceTimersByTime(1);
  set(chat, true);
  expect(told).toEqual([true, true]);
  set(chat, false);
  set(chat, false);
  expect(told).toEqual([true, true, false]);
});

it('begins anew after a message', () => {
  const { set, forget } = voice();
  set(chat, true);
  forget(chat);
  set(chat, true);
  expect(told).toEqual([true, true]);
});

it('lets an indicator run out after six seconds without renewal', () => {
  const ended: string[] = [];
  const ends = createTypingEnds(usualTiming, (_, seat) => void ended.push(seat));
  ends.restart(chat, peer, true);
  vi.advanceTimersByTime(5_000);
  ends.restart(chat, peer, true);
  vi.advanceTimersByTime(5_999);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ended).toEqual([peer]);
  ends.restart(chat, peer, true);
  ends.restart(chat, peer, false);
  vi.advanceTimersByTime(10_000);
  expect(ended).toEqual([peer]);
});
