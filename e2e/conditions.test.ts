import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allConditions, type Condition, conditions } from './conditions.ts';

const values = {
  motion: ['full', 'reduced'],
  size: ['desktop', 'phone'],
  translated: [true, false],
} as const;

/** Each value of the one with each value of the other. */
const pairs = (
  [
    ['motion', 'size'],
    ['motion', 'translated'],
    ['size', 'translated'],
  ] as const
).flatMap(([one, other]) =>
  values[one].flatMap((first) => values[other].map((second) => [one, first, other, second] as const)),
);

type Pair = (typeof pairs)[number];
const holds = (condition: Condition, [one, first, other, second]: Pair) =>
  condition[one] === first && condition[other] === second;

/** The browser tests of this folder by name, without their ending. */
const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.test.ts') && name !== 'conditions.test.ts')
  .map(
    (name) =>
      [name.slice(0, -'.test.ts'.length), readFileSync(`${import.meta.dirname}/${name}`, 'utf8')] as const,
  )
  .filter(([, text]) => text.includes('useStage') || text.includes('launchBrowser'));

describe('the conditions of the browser tests', () => {
  it('are twelve pairs', () => {
    expect(new Set(pairs.map(String)).size).toBe(12);
  });

  it.each([
    ['of the files that have one each', Object.values(conditions)],
    ['that the others have all of', allConditions],
  ] as const)('%s: every pair occurs', (_name, all) => {
    expect(pairs.filter((pair) => !all.some((condition) => holds(condition, pair)))).toEqual([]);
  });

  it('that some have all of hold every motion on every size', () => {
    const kinds = allConditions.map(({ motion, size }) => `${motion} ${size}`);
    expect(new Set(kinds).size).toBe(4);
  });

  it('are chosen by every file with browser tests: all of them, or the one beside its name', () => {
    expect(files.length).toBeGreaterThan(8);
    const without = files.filter(
      ([name, text]) =>
        !text.includes('describe.each(allConditions)') &&
        !text.includes(`conditions.${name}`) &&
        !text.includes(`conditions['${name}']`),
    );
    expect(without.map(([name]) => name)).toEqual([]);
  });

  it('are there for no file that is gone', () => {
    expect(Object.keys(conditions).filter((name) => !files.some(([file]) => file === name))).toEqual([]);
  });
});
