// @environment page
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeList, messageRows } from '../../../test/fake-list.ts';
import { measureRows, rowInView, viewOf } from './timeline-view.ts';

let list: FakeList;
const pointsOf = (row: number) => {
  const measured = measureRows(list.scroller)[row];
  return measured === undefined ? undefined : rowInView(measured, viewOf(list.scroller));
};

beforeEach(() => {
  vi.stubGlobal('visualViewport', null);
  list = new FakeList(400, messageRows(1, 20, 100));
  document.elementFromPoint = () => list.list;
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

it('a row is in view with those of its points that are', () => {
  list.scrollTo(50);
  expect(pointsOf(0)).toEqual({ seq: 1, points: [false, false, true, true, true], isTall: false });
  expect(pointsOf(1)?.points).toEqual([true, true, true, true, true]);
  expect(pointsOf(4)?.points).toEqual([true, true, true, false, false]);
  expect(pointsOf(5)).toBeNull();
});

it('what the keyboard of a phone covers is not in view', () => {
  expect(pointsOf(3)?.points).toEqual([true, true, true, true, true]);
  // The page is seen down to 150 pixels below the upper end of the view.
  vi.stubGlobal('visualViewport', { offsetTop: 0, height: 250 });
  expect(viewOf(list.scroller)).toEqual({ top: 100, bottom: 250 });
  expect(pointsOf(1)?.points).toEqual([true, true, true, false, false]);
  expect(pointsOf(3)).toBeNull();
});

it('what something lies over is not in view', () => {
  expect(pointsOf(0)).not.toBeNull();
  document.elementFromPoint = () => document.body;
  expect(pointsOf(0)).toBeNull();
  document.elementFromPoint = () => null;
  expect(pointsOf(0)).toBeNull();
});

it('a row that fills most of the view is tall', () => {
  list.show([
    { key: 'tall', height: 301, seq: 1 },
    { key: 'other', height: 300, seq: 2 },
  ]);
  expect([pointsOf(0)?.isTall, pointsOf(1)?.isTall]).toEqual([true, false]);
});

it('only stored messages are measured', () => {
  list.show([...messageRows(1, 2), { key: 'on its way', height: 50 }]);
  expect(measureRows(list.scroller).map(({ seq }) => seq)).toEqual([1, 2]);
});
