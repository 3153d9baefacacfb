import type { RefObject } from 'react';
import { useEffect, useState } from 'react';
import type { TimelineRow } from './timeline-rows.ts';

interface InUse {
  readonly focused: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

const nothing: InUse = { focused: null, from: null, to: null };

function rowOf(node: Node | null, list: Element): string | null {
  const element = node instanceof Element ? node : node?.parentElement;
  const row = element?.closest<HTMLElement>('[data-row]');
  return row && list.contains(row) ? (row.dataset['row'] ?? null) : null;
}

function lookAt(list: Element): InUse {
  const selection = document.getSelection();
  const isDrawn = selection !== null && !selection.isCollapsed;
  return {
    focused: rowOf(document.activeElement, list),
    from: isDrawn ? rowOf(selection.anchorNode, list) : null,
    to: isDrawn ? rowOf(selection.focusNode, list) : null,
  };
}

/** Which rows have to stay on the page however far the view goes: the one with the keyboard, and all that is selected. */
export function useRowsInUse(
  list: RefObject<HTMLElement | null>,
  rows: readonly TimelineRow[],
): (index: number) => boolean {
  const [inUse, setInUse] = useState(nothing);
  useEffect(() => {
    const look = () => {
      if (!list.current) return;
      const next = lookAt(list.current);
      setInUse((current) =>
        current.focused === next.focused && current.from === next.from && current.to === next.to
          ? current
          : next,
      );
    };
    document.addEventListener('selectionchange', look);
    document.addEventListener('focusin', look);
    document.addEventListener('focusout', look);
    return () => {
      document.removeEventListener('selectionchange', look);
      document.removeEventListener('focusin', look);
      document.removeEventListener('focusout', look);
    };
  }, [list]);
  const indexOf = (key: string | null) => (key === null ? -1 : rows.findIndex((row) => row.key === key));
  const focused = indexOf(inUse.focused);
  const ends = [indexOf(inUse.from), indexOf(inUse.to)].filter((index) => index !== -1);
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  return (index) => index === focused || (index >= from && index <= to);
}
