import { describe, expect, it } from 'vitest';
import { median, medians, percentile, spreadOf } from './percentiles.ts';

const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

describe('percentiles', () => {
  it('are values that were measured', () => {
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile([7], 0.01)).toBe(7);
  });

  it('do not depend on the order in which the values came', () => {
    const spread = { count: 100, p50: 50, p95: 95, p99: 99, max: 100 };
    expect(spreadOf(hundred.toReversed())).toEqual(spread);
    expect(spreadOf(Float64Array.from(hundred))).toEqual(spread);
  });

  it('sort numbers as numbers', () => {
    expect(spreadOf([9, 10, 100]).p50).toBe(10);
  });

  it('of nothing are no number', () => {
    expect(spreadOf([]).p50).toBeNaN();
  });
});

describe('the median', () => {
  it('is the one in the middle, or between the two', () => {
    expect(median([10, 9, 100])).toBe(10);
    expect(median([1, 2, 3, 10])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('is taken of each figure by itself', () => {
    const rounds = [
      { rate: 1, wait: 30 },
      { rate: 3, wait: 10 },
      { rate: 2, wait: 20 },
    ];
    expect(medians(rounds, ['rate', 'wait'])).toEqual({ rate: 2, wait: 20 });
  });
});
