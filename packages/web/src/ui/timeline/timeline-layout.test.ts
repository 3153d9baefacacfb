// @environment page
import { afterEach, describe, expect, it } from 'vitest';
import { conversationOf, me, messageView, range } from '../../../../client/test/cast.ts';
import { FakeList } from '../../../test/fake-list.ts';
import { indexesOf, keysOf, placedRows, TimelineLayout } from './timeline-layout.ts';
import { type TimelineRow, timelineRows } from './timeline-rows.ts';

const chat = conversationOf(1);
const rowsOf = (first: number, last: number): TimelineRow[] =>
  timelineRows(
    range(first, last).map((seq) => messageView(chat, seq)),
    [],
    me,
    null,
  );

/** These rows on the page, in a view of 400 pixels. */
function show(rows: readonly TimelineRow[], height: number): FakeList {
  return new FakeList(
    400,
    rows.map(({ key }) => ({ key, height })),
  );
}

afterEach(() => document.body.replaceChildren());

describe('the band of rows on the page', () => {
  it('stays with its messages when older ones come before them', () => {
    const rows = rowsOf(101, 200);
    const keys = keysOf(rows, { from: 10, to: 30 });
    expect(indexesOf(rows, keys)).toEqual({ from: 10, to: 30 });
    expect(indexesOf(rowsOf(1, 200), keys)).toEqual({ from: 110, to: 130 });
  });

  it('is the last ones where other messages have taken the place of all that were', () => {
    const keys = keysOf(rowsOf(101, 200), { from: 10, to: 30 });
    expect(indexesOf(rowsOf(301, 400), keys)).toEqual({ from: 40, to: 100 });
    expect(indexesOf(rowsOf(301, 310), keys)).toEqual({ from: 0, to: 10 });
  });

  it('begins around the place where the chat opens, by heights that are guessed', () => {
    const rows = rowsOf(1, 200);
    // 44 pixels each: 700 above the place, 1600 from there on.
    expect(indexesOf(rows, new TimelineLayout().firstBand(rows, 100))).toEqual({ from: 84, to: 137 });
  });

  it('begins by the heights that were measured, where rows were on the page before', () => {
    const rows = rowsOf(1, 200);
    const layout = new TimelineLayout();
    layout.measure(show(rows, 100).placed);
    expect(indexesOf(rows, layout.firstBand(rows, 100))).toEqual({ from: 93, to: 116 });
    expect(layout.bandAt(rows, 100, show(rows, 100).scroller)).toEqual({ from: 96, to: 108 });
  });
});

describe('the band that the view needs', () => {
  const rows = rowsOf(1, 200);

  function bandAt(top: number, band = { from: 0, to: 200 }) {
    const list = show(rows, 50);
    const layout = new TimelineLayout();
    layout.measure(list.placed);
    list.scrollTo(top);
    const placed = placedRows(list.list).slice(band.from, band.to);
    return layout.bandInView(rows, band, placed, list);
  }

  it('is the one that is there while enough of it lies around the view', () => {
    expect(bandAt(5_000)).toBeNull();
    expect(bandAt(5_000, { from: 95, to: 113 })).toBeNull();
  });

  it('is another one before the view comes to its end', () => {
    expect(bandAt(5_000, { from: 98, to: 120 })).toEqual({ from: 92, to: 120 });
    expect(bandAt(5_000, { from: 80, to: 110 })).toEqual({ from: 92, to: 120 });
  });

  it('ends where there are no further rows', () => {
    expect(bandAt(0, { from: 0, to: 20 })).toBeNull();
    expect(bandAt(9_600, { from: 180, to: 200 })).toBeNull();
    expect(bandAt(9_600, { from: 192, to: 200 })).toEqual({ from: 184, to: 200 });
  });
});
