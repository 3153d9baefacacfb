import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';
import { createChance } from './chance.ts';
import { type FaultKind, faultKinds, planFaults } from './plan.ts';
import { planWriters } from './workload.ts';

const kinds = Object.keys(faultKinds) as FaultKind[];
const counts = (minutes: number): number[] => {
  const { faults } = planFaults(1, minutes, kinds);
  return kinds.map((kind) => faults.filter((fault) => fault.kind === kind).length);
};

describe('a plan', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(planFaults(7, 2, kinds)).toEqual(planFaults(7, 2, kinds));
    expect(planFaults(7, 2, kinds).hash).not.toBe(planFaults(8, 2, kinds).hash);
    expect(planWriters(createChance(7))).toEqual(planWriters(createChance(7)));
  });

  it('has more than 30 faults of every kind in ten minutes, and one at least in the shortest', () => {
    expect(Math.min(...counts(10))).toBeGreaterThan(30);
    expect(Math.min(...counts(0.1))).toBe(1);
  });

  it('holds the kinds that were asked for', () => {
    const { faults } = planFaults(1, 1, ['clock']);
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(['clock']));
  });
});

describe('the arguments', () => {
  it('are read, and what makes no sense is said', () => {
    expect(readArguments(['--seed', '3', '--only', 'clock, half-open'])).toMatchObject({
      seed: 3,
      only: ['half-open', 'clock'],
    });
    expect(() => readArguments(['--only', 'rain'])).toThrow('rain');
    expect(() => readArguments(['--minutes', '0'])).toThrow('--minutes');
    expect(() => readArguments(['--seed', 'x'])).toThrow('--seed');
  });
});
