// @environment page
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeList, messageRows } from '../../../test/fake-list.ts';
import { type Hold, TimelinePlace } from './timeline-place.ts';

/** A view of 400 pixels with rows of 50, as a timeline keeps it in its place. */
function timeline(hold: Hold, rows = messageRows(1, 20)) {
  const list = new FakeList(400, rows);
  const place = new TimelinePlace(hold);
  const stop = place.attach(list.scroller);
  let unreadKey: string | null = null;
  let hasAfter = false;
  const keep = () => place.keep(list.placed, unreadKey, hasAfter);
  return {
    list,
    place,
    stop,
    /** The rows are these now, or their sizes have changed. */
    show(next: ReturnType<typeof messageRows>, more: { unread?: string; hasAfter?: boolean } = {}) {
      unreadKey = more.unread ?? unreadKey;
      hasAfter = more.hasAfter ?? hasAfter;
      list.show(next);
      keep();
    },
    keep,
    scroll(top: number) {
      list.scrollTo(top);
      place.scrolled(list.placed);
    },
    turnWheel: (deltaY: number) => list.scroller.dispatchEvent(new WheelEvent('wheel', { deltaY })),
  };
}

/** How far the end of the list lies below the view. */
const belowView = ({ scroller }: FakeList) =>
  scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
/** Longer than a browser goes on after the wheel has turned. */
const rest = () => void vi.advanceTimersByTime(1_000);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('visualViewport', null);
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a view that ends at the newest message', () => {
  it('stays there whatever comes, grows or shrinks', () => {
    const { list, show, keep, place } = timeline('newest');
    keep();
    expect(belowView(list)).toBe(0);
    show(messageRows(1, 25));
    expect(belowView(list)).toBe(0);
    show(messageRows(1, 25, 80));
    expect(belowView(list)).toBe(0);
    list.room = 200;
    keep();
    expect(belowView(list)).toBe(0);
    expect(place.hold).toBe('newest');
  });

  it('is left by whoever turns the wheel up, and then nothing that comes moves the messages', () => {
    const { list, show, keep, scroll, turnWheel } = timeline('newest');
    keep();
    turnWheel(-100);
    scroll(list.scroller.scrollTop - 100);
    const before = list.offsetOf('row 15');
    show(messageRows(1, 25));
    expect(list.offsetOf('row 15')).toBe(before);
  });

  it.each(['PageUp', 'ArrowUp', 'Home'])('is left with %s', (key) => {
    const { list, place, keep } = timeline('newest');
    keep();
    list.scroller.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    expect(place.hold).toBe('newest');
    list.scroller.dispatchEvent(new KeyboardEvent('keydown', { key }));
    expect(place.hold).toBe('rows');
  });

  it('is not left by a press on a message, and is by one on the bar', () => {
    const { list, place, keep } = timeline('newest');
    keep();
    const press = (target: Element | undefined) =>
      target?.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    press(list.placed[19]?.element);
    expect(place.hold).toBe('newest');
    press(list.scroller);
    expect(place.hold).toBe('rows');
  });

  it('is left by what no gesture tells of, such as a search in the page', () => {
    const { list, place, keep, scroll } = timeline('newest');
    keep();
    scroll(100);
    expect(place.hold).toBe('rows');
    keep();
    expect(list.scroller.scrollTop).toBe(100);
  });
});

describe('a view on older messages', () => {
  it('keeps them in their place when older ones come above them', () => {
    const { list, show, keep, scroll } = timeline('rows', messageRows(101, 140));
    keep();
    scroll(500);
    const before = list.offsetOf('row 112');
    show(messageRows(61, 140));
    expect(list.offsetOf('row 112')).toBe(before);
    expect(list.scroller.scrollTop).toBe(500 + 40 * 50);
  });

  it('follows again from the end, and not from one above which there are newer ones', () => {
    const { list, place, keep, scroll, show } = timeline('rows');
    show(messageRows(1, 20), { hasAfter: true });
    scroll(300);
    scroll(10_000);
    expect(place.hold).toBe('rows');
    show(messageRows(1, 20), { hasAfter: false });
    scroll(300);
    expect(place.hold).toBe('rows');
    rest();
    scroll(10_000);
    expect(place.hold).toBe('newest');
    keep();
    show(messageRows(1, 30));
    expect(belowView(list)).toBe(0);
  });

  it('goes along with a message that comes close to the end, unless somebody is just scrolling up', () => {
    const { list, place, keep, scroll, turnWheel } = timeline('rows');
    keep();
    turnWheel(-1);
    scroll(list.height - 400 - 40);
    place.follow(true);
    expect(place.hold).toBe('rows');
    rest();
    place.follow(true);
    expect(place.hold).toBe('newest');
  });

  it('further from the end does not', () => {
    const { list, place, keep, scroll } = timeline('rows');
    keep();
    scroll(list.height - 400 - 100);
    rest();
    place.follow(true);
    expect(place.hold).toBe('rows');
    scroll(list.height - 400 - 50);
    place.follow(true);
    expect(place.hold).toBe('newest');
  });
});

describe('a view that opens at the unread line', () => {
  it('shows it with a little of what was read above it, also while what is above grows', () => {
    const { list, show } = timeline('unread', messageRows(1, 40));
    show(messageRows(1, 40), { unread: 'row 20' });
    expect(list.offsetOf('row 20')).toBe(80);
    show([...messageRows(1, 19, 90), ...messageRows(20, 40)]);
    expect(list.offsetOf('row 20')).toBe(80);
  });

  it('is let go by whoever scrolls, down as well', () => {
    const { place, show, turnWheel } = timeline('unread', messageRows(1, 40));
    show(messageRows(1, 40), { unread: 'row 20' });
    turnWheel(100);
    expect(place.hold).toBe('rows');
  });

  it('follows a message that comes only where all is in view, and somebody looks', () => {
    const { place, show } = timeline('unread', messageRows(1, 40));
    show(messageRows(1, 40), { unread: 'row 20' });
    place.follow(true);
    expect(place.hold).toBe('unread');
    show(messageRows(1, 40), { unread: 'row 39' });
    place.follow(false);
    expect(place.hold).toBe('unread');
    place.follow(true);
    expect(place.hold).toBe('newest');
  });
});

it('a view that is gone moves nothing and hears nothing', () => {
  const { list, place, keep, stop, turnWheel } = timeline('newest');
  keep();
  stop();
  turnWheel(-100);
  list.scrollTo(0);
  keep();
  expect([place.hold, list.scroller.scrollTop]).toEqual(['newest', 0]);
});
