import { describe, expect, it } from 'vitest';
import { dayLabel, dayOf, daysAgo, lasting, listTime, narrowTime, runningClock, sizeLabel } from './time.ts';

/** A moment in the time zone of whoever runs this. */
const at = (month: number, day: number, hour = 12, minute = 0) =>
  new Date(2026, month - 1, day, hour, minute).toISOString();
const now = Date.parse(at(11, 22, 9));
const words = { today: 'Today', yesterday: 'Yesterday' };

describe('days', () => {
  it('are those of the calendar, not of 24 hours', () => {
    expect(dayOf(at(3, 5, 23, 59))).toBe('2026-03-05');
    expect(daysAgo(at(11, 22, 0, 1), now)).toBe(0);
    expect(daysAgo(at(11, 21, 23, 59), now)).toBe(1);
    expect(daysAgo(at(10, 20), Date.parse(at(11, 22)))).toBe(33);
  });

  it('are named by how far they are away', () => {
    expect(dayLabel(at(11, 22), now, 'en', words)).toBe('Today');
    expect(dayLabel(at(11, 21), now, 'en', words)).toBe('Yesterday');
    expect(dayLabel(at(11, 3), now, 'en-GB', words)).toBe('Tuesday 3 November');
    expect(dayLabel(new Date(2025, 0, 2).toISOString(), now, 'en-GB', words)).toContain('2025');
  });
});

describe('times', () => {
  it('of a list are the clock, then the weekday, then the date', () => {
    expect(listTime(at(11, 22, 8, 5), now, 'de', words)).toBe('08:05');
    expect(listTime(at(11, 21), now, 'de', words)).toBe('Yesterday');
    expect(listTime(at(11, 18), now, 'en', words)).toBe('Wed');
    expect(listTime(at(11, 1), now, 'en-GB', words)).toBe('01/11/26');
  });

  it('beside a group have no day period', () => {
    expect(narrowTime(at(11, 22, 15, 4), 'en-US')).toBe('03:04');
    expect(narrowTime(at(11, 22, 15, 4), 'de')).toBe('15:04');
  });
});

describe('durations', () => {
  const since = (seconds: number) => new Date(now - seconds * 1000).toISOString();

  it('run as a clock', () => {
    expect(runningClock(since(0), now)).toBe('0:00');
    expect(runningClock(since(247), now)).toBe('4:07');
    expect(runningClock(since(3847), now)).toBe('1:04:07');
    expect(runningClock(since(-5), now)).toBe('0:00');
  });

  it('are told in the units that matter', () => {
    expect(lasting(since(59), now)).toEqual({ unit: 'now' });
    expect(lasting(since(60 * 12), now)).toEqual({ unit: 'minutes', count: 12 });
    expect(lasting(since(3600), now)).toEqual({ unit: 'hours', count: 1 });
    expect(lasting(since(3600 + 60 * 5), now)).toEqual({ unit: 'hoursMinutes', hours: 1, minutes: 5 });
    expect(lasting(since(86_400 * 3 + 50), now)).toEqual({ unit: 'days', count: 3 });
  });
});

it('sizes are told in the unit that suits them', () => {
  expect(sizeLabel(0, 'en')).toBe('0 bytes');
  expect(sizeLabel(1023, 'en')).toBe('1,023 bytes');
  expect(sizeLabel(1024, 'en')).toBe('1 kB');
  expect(sizeLabel(1536, 'en')).toBe('1.5 kB');
  expect(sizeLabel(25_500_000, 'de')).toBe('24 MB');
  expect(sizeLabel(100 * 1024 ** 2, 'en')).toBe('100 MB');
});
