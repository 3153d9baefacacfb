import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passedAfterMs, readUpTo, type RowInView, seenAfterMs, Sightings } from './timeline-sightings.ts';

const whole = [true, true, true, true, true];
const start = [true, true, false, false, false];
const end = [false, false, true, true, true];
const row = (seq: number, points: readonly boolean[] = whole, isTall = false): RowInView => ({
  seq,
  points,
  isTall,
});

/** Looks every 100 ms from `from` on, for `time`. */
function stare(sightings: Sightings, rows: readonly RowInView[], from: number, time: number): number {
  for (let at = from; at <= from + time; at += 100) sightings.look(at, rows);
  return from + time;
}

describe('a message is seen', () => {
  it('when it was in view long enough, and not before', () => {
    const sightings = new Sightings();
    const now = stare(sightings, [row(1)], 0, seenAfterMs - 100);
    expect(sightings.isSeen(1)).toBe(false);
    stare(sightings, [row(1)], now, 100);
    expect(sightings.isSeen(1)).toBe(true);
  });

  it('part by part, in turn', () => {
    const sightings = new Sightings();
    const now = stare(sightings, [row(1, start)], 0, seenAfterMs);
    expect(sightings.isSeen(1)).toBe(false);
    stare(sightings, [row(1, end)], now, seenAfterMs);
    expect(sightings.isSeen(1)).toBe(true);
  });

  it('at its end, where it fills the view, and never at its start alone', () => {
    const sightings = new Sightings();
    stare(sightings, [row(1, start, true), row(2, end, true), row(3, end)], 0, seenAfterMs);
    expect([1, 2, 3].map((seq) => sightings.isSeen(seq))).toEqual([false, true, false]);
  });

  it('by looks that follow each other: a page that was busy for long has shown nobody knows what', () => {
    const sightings = new Sightings();
    sightings.look(0, [row(1)]);
    sightings.look(60_000, [row(1)]);
    expect(sightings.isSeen(1)).toBe(false);
  });

  it('by who looked: a pause counts nothing', () => {
    const sightings = new Sightings();
    for (let at = 0; at < 10_000; at += 100) {
      sightings.look(at, [row(1)]);
      sightings.pause();
    }
    expect(sightings.isPassed(1)).toBe(false);
  });
});

describe('how far was read', () => {
  const messages = [1, 2, 3, 4, 5, 6].map((seq) => ({ seq, own: seq === 3 || seq === 6 }));
  const needs = ({ own }: { own: boolean }) => !own;
  const those = (seen: readonly number[], passed: readonly number[]) => ({
    isSeen: (seq: number) => seen.includes(seq),
    isPassed: (seq: number) => seen.includes(seq) || passed.includes(seq),
  });
  const table: readonly [string, readonly number[], readonly number[], boolean, number][] = [
    ['nothing', [], [], false, 0],
    ['the first', [1], [], false, 1],
    ['and an own one behind it', [1, 2], [], false, 3],
    ['what was passed, up to what was seen', [5], [1, 2, 4], false, 6],
    ['not over what was never in view', [5], [1, 4], false, 0],
    ['not to what was only passed', [1], [2, 4, 5], false, 1],
    ['where earlier ones are not loaded', [1, 2, 4, 5], [], true, 0],
  ];
  it.each(table)('%s', (_, seen, passed, isFar, wanted) => {
    const shown = isFar ? { messages: messages.slice(1), hasBefore: true } : { messages, hasBefore: true };
    expect(readUpTo(shown, 0, needs, those(seen, passed))).toBe(wanted);
  });

  it('never goes back, nor over a message that was not in view long enough to be passed', () => {
    const look = fc.record({ step: fc.nat(400), first: fc.nat(20), count: fc.nat(6) });
    fc.assert(
      fc.property(fc.array(look, { maxLength: 60 }), fc.nat(20), (looks, readSeq) => {
        const sightings = new Sightings();
        const all = Array.from({ length: 20 }, (_, place) => ({ seq: place + 1, own: place % 5 === 0 }));
        const inView = new Map<number, number>();
        let [at, read] = [0, readSeq];
        let before = new Set<number>();
        for (const { step, first, count } of looks) {
          at += step;
          const rows = all.slice(first, first + count).map(({ seq }) => row(seq));
          sightings.look(at, rows);
          for (const { seq } of rows) if (before.has(seq)) inView.set(seq, (inView.get(seq) ?? 0) + step);
          before = new Set(rows.map(({ seq }) => seq));
          const next = readUpTo({ messages: all, hasBefore: false }, read, needs, sightings);
          expect(next).toBeGreaterThanOrEqual(read);
          const newly = all.filter(({ seq, own }) => seq > read && seq <= next && !own);
          const shortest = Math.min(Infinity, ...newly.map(({ seq }) => inView.get(seq) ?? 0));
          expect(shortest).toBeGreaterThanOrEqual(passedAfterMs);
          read = next;
        }
      }),
    );
  });
});
