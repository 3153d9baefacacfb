import type { RefObject } from 'react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { VirtuosoHandle } from 'react-virtuoso';
import type { TimelineRow } from './timeline-rows.ts';

/** What the view holds on to while sizes change: the newest message, the unread line, or nothing once it was moved. */
type Hold = 'newest' | 'unread' | 'nothing';

const gestures = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

/**
 * Where the timeline stands. It opens at the unread line, else at the newest message, and stays there while messages
 * are measured, the editor grows or a phone's keyboard opens, until the reader moves it.
 */
export function useTimelinePlace(
  frame: RefObject<HTMLElement | null>,
  list: RefObject<VirtuosoHandle | null>,
  rows: readonly TimelineRow[],
) {
  const unreadIndex = rows.findIndex((row) => row.firstUnread);
  const place = useRef(unreadIndex);
  useEffect(() => {
    place.current = unreadIndex;
  }, [unreadIndex]);
  const hold = useRef<Hold>(unreadIndex === -1 ? 'newest' : 'unread');
  const [atBottom, setAtBottom] = useState(unreadIndex === -1);
  const settle = useCallback(() => {
    if (hold.current === 'nothing') return;
    list.current?.scrollToIndex(
      hold.current === 'unread' && place.current !== -1
        ? { index: place.current, align: 'start', offset: -80 }
        : { index: 'LAST', align: 'end', offset: 20 },
    );
  }, [list]);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const release = () => {
      hold.current = 'nothing';
    };
    const observer = new ResizeObserver(settle);
    observer.observe(element);
    for (const gesture of gestures) element.addEventListener(gesture, release, { passive: true });
    return () => {
      observer.disconnect();
      for (const gesture of gestures) element.removeEventListener(gesture, release);
    };
  }, [frame, settle]);
  const bottom = useRef(false);
  const onBottom = useCallback((isBottom: boolean) => {
    bottom.current = isBottom;
    setAtBottom(isBottom);
    // While it opens, what is measured so far may end here by chance: the unread line is held on to.
    if (isBottom && hold.current === 'nothing') hold.current = 'newest';
  }, []);
  const newest = rows.at(-1)?.key;
  const shown = useRef(newest);
  useEffect(() => {
    if (shown.current === newest) return;
    shown.current = newest;
    if (bottom.current && hold.current === 'unread') hold.current = 'newest';
  }, [newest]);
  const goNewest = useCallback(() => {
    hold.current = 'newest';
    settle();
  }, [settle]);
  return { atBottom, onBottom, settle, goNewest };
}
