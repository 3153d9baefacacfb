import type { ReactNode } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { type Band, bandAround, piecesOf, rowAt } from './timeline-band.ts';
import type { PlacedRow, TimelinePlace } from './timeline-place.ts';
import type { TimelineRow } from './timeline-rows.ts';
import { useRowsInUse } from './use-rows-in-use.ts';
import { isWindowActive } from './use-window-active.ts';

interface ListProps {
  readonly rows: readonly TimelineRow[];
  readonly label: string;
  readonly place: TimelinePlace;
  readonly hasAfter: boolean;
  readonly head: ReactNode;
  readonly foot: ReactNode;
  readonly children: (row: TimelineRow, index: number) => ReactNode;
  /** Called before it is first seen; what it returns is called at the end. */
  readonly onMount: (scroller: HTMLElement) => () => void;
  /** What is in view may have changed: `above` and `below` are the loaded heights out of view, in heights of the view. */
  readonly onView: (above: number, below: number) => void;
}

/** Before a row was measured. */
const guessedHeight = 44;
const firstRows = { above: 700, below: 1600 };
/** Rows are rendered so far beyond the view, in heights of the view, and again when less than the half of it is left. */
const ahead = 1;

interface KeyBand {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** By keys: older rows that come before them move every index. */
function keyBand(rows: readonly TimelineRow[], { from, to }: Band): KeyBand {
  return { from: rows[from]?.key, to: rows[to - 1]?.key };
}

function indexBand(rows: readonly TimelineRow[], { from, to }: KeyBand): Band {
  const first = rows.findIndex(({ key }) => key === from);
  const last = rows.findLastIndex(({ key }) => key === to);
  const end = last === -1 ? rows.length : last + 1;
  // Other rows than before: around the end, until it is known what is in view.
  return { from: first === -1 ? Math.max(0, end - 60) : first, to: end };
}

function placedRows(list: Element): PlacedRow[] {
  return [...list.querySelectorAll<HTMLElement>(':scope > [data-row]')].map((element) => ({
    key: element.dataset['row'] ?? '',
    element,
  }));
}

/** Rows of any height in a view that scrolls. Far off ones are spaces of their height; those in use stay. */
export function TimelineList(props: ListProps) {
  const { rows, label, place, hasAfter, head, foot, children, onMount, onView } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [heights] = useState(() => new Map<string, number>());
  const heightOf = (index: number) => heights.get(rows[index]?.key ?? '') ?? guessedHeight;
  const unreadAt = rows.findIndex((row) => row.firstUnread);
  const startAt = () => (place.hold === 'unread' && unreadAt !== -1 ? unreadAt : rows.length);
  const [band, setBand] = useState(() =>
    keyBand(rows, bandAround(startAt(), rows.length, heightOf, firstRows)),
  );
  const shown = indexBand(rows, band);
  const inUse = useRowsInUse(list, rows);
  const pieces = piecesOf(rows.length, shown, heightOf, inUse);
  const unreadKey = rows[unreadAt]?.key ?? null;

  /** The band that should be rendered now, or null where the one that is will do. */
  const nextBand = (placed: readonly PlacedRow[]): Band | null => {
    const [frame, inner] = [scroller.current, list.current];
    if (!frame || !inner) return null;
    const target = place.hold === 'unread' && unreadAt !== -1 && !placed.some(({ key }) => key === unreadKey);
    const room = frame.clientHeight;
    if (target) return bandAround(unreadAt, rows.length, heightOf, { above: room * ahead, below: room * 2 });
    const view = frame.getBoundingClientRect();
    const from = placed.find(({ key }) => key === rows[shown.from]?.key)?.element.getBoundingClientRect();
    const to = placed.find(({ key }) => key === rows[shown.to - 1]?.key)?.element.getBoundingClientRect();
    const margin = (room * ahead) / 2;
    const isShortAbove = shown.from > 0 && (!from || from.top > view.top - margin);
    const isShortBelow = shown.to < rows.length && (!to || to.bottom < view.bottom + margin);
    if (!isShortAbove && !isShortBelow) return null;
    const offset = view.top - inner.getBoundingClientRect().top;
    const index = rowAt(offset, rows.length, heightOf);
    return bandAround(index, rows.length, heightOf, { above: room * ahead, below: room * (ahead + 1.5) });
  };

  const arrange = (isScroll: boolean) => {
    const [frame, inner] = [scroller.current, list.current];
    if (!frame || !inner) return;
    const placed = placedRows(inner);
    for (const { key, element } of placed) heights.set(key, element.getBoundingClientRect().height);
    if (isScroll) place.scrolled(placed);
    else place.keep(placed, unreadKey, hasAfter);
    const next = nextBand(placed);
    if (next && (next.from !== shown.from || next.to !== shown.to)) {
      if (isScroll) flushSync(() => setBand(keyBand(rows, next)));
      else setBand(keyBand(rows, next));
    }
    const { scrollTop, scrollHeight, clientHeight } = frame;
    onView(scrollTop / clientHeight, (scrollHeight - scrollTop - clientHeight) / clientHeight);
  };
  const arranging = useRef(arrange);
  useLayoutEffect(() => {
    const [frame, inner] = [scroller.current, list.current];
    if (!frame || !inner) return;
    const leave = [place.attach(frame), onMount(frame)];
    const onScroll = () => arranging.current(true);
    frame.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(() => arranging.current(false));
    observer.observe(frame);
    observer.observe(inner);
    return () => {
      observer.disconnect();
      frame.removeEventListener('scroll', onScroll);
      for (const end of leave) end();
    };
  }, [place, onMount]);
  const lastKey = useRef(rows.at(-1)?.key);
  useLayoutEffect(() => {
    arranging.current = arrange;
    const last = rows.at(-1);
    if (last && last.key !== lastKey.current) {
      lastKey.current = last.key;
      if (last.kind === 'pending') place.holdTo('newest');
      else place.follow(isWindowActive());
    }
    arrange(false);
  });

  return (
    <div
      ref={scroller}
      role="region"
      aria-label={label}
      tabIndex={0}
      data-testid="timeline"
      className="absolute inset-0 overflow-y-auto overscroll-contain"
    >
      <div className="flex min-h-full flex-col justify-end">
        {head}
        <div ref={list} role="list">
          {pieces.map((piece) => {
            if (!('index' in piece))
              return (
                <div key={`space-${piece.before}`} aria-hidden="true" style={{ height: piece.height }} />
              );
            const row = rows[piece.index];
            if (!row) return null;
            return (
              // A margin that leaks out of its item would not be measured, and the place would drift.
              <div
                key={row.key}
                role="listitem"
                data-row={row.key}
                data-item-index={row.kind === 'stored' ? row.message.seq : undefined}
                className="flow-root"
              >
                {children(row, piece.index)}
              </div>
            );
          })}
        </div>
        {foot}
        <div className="h-3 shrink-0" />
      </div>
    </div>
  );
}
