import type { ReactNode, RefObject } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { type Piece, piecesOf } from './timeline-band.ts';
import { indexesOf, keysOf, placedRows, TimelineLayout } from './timeline-layout.ts';
import type { TimelinePlace } from './timeline-place.ts';
import type { TimelineRow } from './timeline-rows.ts';
import { useRowsInUse } from './use-rows-in-use.ts';
import { isWindowActive } from '../app/use-window-active.ts';

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
  /** What is in view may have changed. `above` and `below`: what is out of view, in heights of the view. */
  readonly onView: (above: number, below: number) => void;
}

interface Frame {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<HTMLDivElement | null>;
}

/** Calls `arrange` after each change, of rows or sizes, and at each step of scrolling; always before it is painted. */
function useArrangement({ scroller, list }: Frame, props: ListProps, arrange: (isScroll: boolean) => void) {
  const { rows, place, onMount } = props;
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
  }, [list, onMount, place, scroller]);
  const lastKey = useRef(rows.at(-1)?.key);
  useLayoutEffect(() => {
    arranging.current = arrange;
    const last = rows.at(-1);
    if (last && last.key !== lastKey.current) {
      lastKey.current = last.key;
      // Whoever sends wants to see it.
      if (last.kind === 'pending') place.holdTo('newest');
      else place.follow(isWindowActive());
    }
    arrange(false);
  });
}

/** The pieces that are rendered: the rows that the view needs, those in use, and spaces for the others. */
function usePieces(frame: Frame, props: ListProps): readonly Piece[] {
  const { rows, place, hasAfter, onView } = props;
  const [layout] = useState(() => new TimelineLayout());
  const lineAt = rows.findIndex((row) => row.firstUnread);
  const lineKey = rows[lineAt]?.key ?? null;
  const [keys, setKeys] = useState(() =>
    layout.firstBand(rows, place.hold === 'unread' && lineAt !== -1 ? lineAt : rows.length),
  );
  const band = indexesOf(rows, keys);
  const isInUse = useRowsInUse(frame.list, rows);

  const arrange = (isScroll: boolean) => {
    const [scroller, list] = [frame.scroller.current, frame.list.current];
    if (!scroller || !list) return;
    const placed = placedRows(list);
    layout.measure(placed);
    if (isScroll) place.scrolled(placed);
    else place.keep(placed, lineKey, hasAfter);
    const isAway = place.hold === 'unread' && lineAt !== -1 && !placed.some(({ key }) => key === lineKey);
    const next = isAway
      ? layout.bandAt(rows, lineAt, scroller)
      : layout.bandInView(rows, band, placed, { scroller, list });
    if (next && (next.from !== band.from || next.to !== band.to)) {
      const render = () => setKeys(keysOf(rows, next));
      // Later would be a frame too late: the view has scrolled to where nothing is.
      if (isScroll) flushSync(render);
      else render();
    }
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    onView(scrollTop / clientHeight, (scrollHeight - scrollTop - clientHeight) / clientHeight);
  };
  useArrangement(frame, props, arrange);
  return piecesOf(rows.length, band, layout.heightIn(rows), isInUse);
}

/** Rows of any height in a view that scrolls. Far off ones are spaces of their height; those in use stay. */
export function TimelineList(props: ListProps) {
  const { rows, label, head, foot, children } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const pieces = usePieces({ scroller, list }, props);
  return (
    <div
      ref={scroller}
      role="region"
      aria-label={label}
      tabIndex={0}
      data-testid="timeline"
      className="absolute inset-0 overflow-y-auto overscroll-contain [scrollbar-gutter:stable]"
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
