// @environment page
import type { MessageView } from '@tieline/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conversationOf, me, messageView, peer, range } from '../../../../client/test/cast.ts';
import { FakeList, messageRows } from '../../../test/fake-list.ts';
import { type ReaderInput, TimelineReader } from './timeline-reader.ts';

const chat = conversationOf(1);
const messagesOf = (first: number, last: number, own: readonly number[] = []): MessageView[] =>
  range(first, last).map((seq) => messageView(chat, seq, own.includes(seq) ? me : peer));

let reader: TimelineReader;
let list: FakeList;
let stop = () => {};
let input: ReaderInput;
/** What lies on the page at a point: the row that is there, or something above it. */
let cover: Element | null;
const marks: number[] = [];

/** Somebody has the chat before them: a view of 400 pixels with rows of 50. */
function open(over: Partial<ReaderInput> = {}, rows = messageRows(1, 20)): void {
  list = new FakeList(400, rows);
  const messages = over.messages ?? messagesOf(1, 20);
  input = {
    messages,
    hasBefore: false,
    hasAfter: false,
    readSeq: 0,
    unread: messages.length,
    needsReading: ({ from }) => from.seat !== me,
    onRead(seq) {
      marks.push(seq);
      input = { ...input, readSeq: seq, unread: Math.max(0, input.unread - (seq - input.readSeq)) };
      reader.update(input);
    },
    ...over,
  };
  stop = reader.attach(list.scroller);
  reader.update(input);
  reader.look();
}

const pass = (milliseconds: number) => void vi.advanceTimersByTime(milliseconds);
function scrollTo(top: number): void {
  list.scrollTo(top);
  reader.look();
}
const lookAway = (isAway: boolean) => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(!isAway);
  dispatchEvent(new Event(isAway ? 'blur' : 'focus'));
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('visualViewport', null);
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible');
  cover = null;
  document.elementFromPoint = () => cover ?? list.list;
  reader = new TimelineReader();
  marks.length = 0;
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('what is read', () => {
  it('is what was in view for half a second, and nothing below it', () => {
    open();
    pass(400);
    expect(marks).toEqual([]);
    pass(300);
    expect(marks).toEqual([8]);
    pass(5_000);
    expect(marks).toEqual([8]);
  });

  it('goes on with what comes into view', () => {
    open();
    pass(700);
    scrollTo(400);
    pass(700);
    expect(marks.at(-1)).toBe(16);
  });

  it('is nothing while nobody looks at the page, also after an hour', () => {
    open();
    lookAway(true);
    pass(3_600_000);
    expect(marks).toEqual([]);
    lookAway(false);
    pass(400);
    expect(marks).toEqual([]);
    pass(300);
    expect(marks).toEqual([8]);
  });

  it('is nothing that a dialog lies over', () => {
    open();
    cover = document.createElement('div');
    reader.look();
    pass(5_000);
    expect(marks).toEqual([]);
    cover = null;
    pass(1_000);
    expect(marks).toEqual([8]);
  });

  it('is nothing behind a jump: what was not passed stays unread', () => {
    open();
    scrollTo(600);
    pass(5_000);
    expect(marks).toEqual([]);
    scrollTo(0);
    pass(700);
    // From the first on, up to where the jump began.
    expect(marks.at(-1)).toBe(8);
  });

  it('stands at no message before which unread ones are not loaded', () => {
    open({ messages: messagesOf(11, 20), hasBefore: true, unread: 20 }, messageRows(11, 20));
    pass(5_000);
    expect(marks).toEqual([]);
  });

  it('goes over own messages, which need no reading', () => {
    open({ messages: messagesOf(1, 8, [1, 2, 3]), unread: 5 }, messageRows(1, 8));
    pass(50);
    expect(marks).toEqual([3]);
    pass(700);
    expect(marks).toEqual([3, 8]);
  });
});

describe('what is counted for the ways to it', () => {
  it('is what is unread above and below the view', () => {
    open();
    expect(reader.counts()).toEqual({ above: 0, below: 12, atNewest: false });
    scrollTo(600);
    expect(reader.counts()).toEqual({ above: 12, below: 0, atNewest: true });
  });

  it('counts what is not loaded on the side where it lies, up to the limit', () => {
    open({ messages: messagesOf(11, 20), hasBefore: true, unread: 20 }, messageRows(11, 20));
    expect(reader.counts()).toMatchObject({ above: 10, below: 2 });
    stop();
    open({ messages: messagesOf(1, 10), hasAfter: true, unread: 30 }, messageRows(1, 10));
    expect(reader.counts()).toMatchObject({ above: 0, below: 22, atNewest: false });
    reader.update({ ...input, unread: 100 });
    reader.look();
    expect(reader.counts().below).toBe(100);
  });

  it('is told to who follows it, when it changes', () => {
    open();
    const told = vi.fn<() => void>();
    const unfollow = reader.subscribe(told);
    reader.look();
    expect(told).not.toHaveBeenCalled();
    scrollTo(100);
    expect(told).toHaveBeenCalledTimes(1);
    unfollow();
    scrollTo(400);
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('is looked at once in a frame, however often it is asked for', () => {
    open();
    const measured = vi.spyOn(list.scroller, 'querySelectorAll');
    for (let times = 0; times < 50; times += 1) reader.soon();
    expect(measured).not.toHaveBeenCalled();
    vi.advanceTimersToNextFrame();
    expect(measured).toHaveBeenCalledTimes(1);
  });
});

it('a chat that is left is not read any more', () => {
  open();
  stop();
  pass(5_000);
  expect(marks).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
