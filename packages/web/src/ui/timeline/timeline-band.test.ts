import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandAround, piecesOf, rowAt } from './timeline-band.ts';

const even = () => 10;
const nobody = () => false;

describe('the rows that are rendered', () => {
  it('reach as far as they are asked to, and no farther', () => {
    expect(bandAround(50, 100, even, { above: 30, below: 45 })).toEqual({ from: 47, to: 55 });
    expect(bandAround(1, 100, even, { above: 30, below: 10 })).toEqual({ from: 0, to: 2 });
    expect(bandAround(99, 100, even, { above: 10, below: 500 })).toEqual({ from: 98, to: 100 });
  });

  it('begin at the row that stands there', () => {
    expect([-5, 0, 9, 10, 995, 5_000].map((offset) => rowAt(offset, 100, even))).toEqual([
      0, 0, 0, 1, 99, 99,
    ]);
    expect(rowAt(10, 0, even)).toBe(0);
  });

  it('and the spaces between them are as high as all rows, each in its place', () => {
    const heights = fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 60 });
    fc.assert(
      fc.property(heights, fc.nat(70), fc.nat(70), fc.nat(70), (all, from, length, kept) => {
        const heightOf = (index: number) => all[index] ?? 0;
        const band = { from, to: from + length };
        const pieces = piecesOf(all.length, band, heightOf, (index) => index === kept);
        const sum = pieces.reduce(
          (total, piece) => total + ('index' in piece ? heightOf(piece.index) : piece.height),
          0,
        );
        expect(sum).toBe(all.reduce((total, height) => total + height, 0));
        const rows = pieces.flatMap((piece) => ('index' in piece ? [piece.index] : []));
        const wanted = all.map((_, index) => index);
        expect(rows).toEqual(
          wanted.filter((index) => (index >= band.from && index < band.to) || index === kept),
        );
      }),
    );
  });

  it('leave no space where there is nothing else', () => {
    expect(piecesOf(3, { from: 0, to: 3 }, even, nobody)).toEqual([{ index: 0 }, { index: 1 }, { index: 2 }]);
    expect(piecesOf(3, { from: 1, to: 2 }, even, nobody)).toEqual([
      { before: 1, height: 10 },
      { index: 1 },
      { before: 3, height: 10 },
    ]);
  });
});
