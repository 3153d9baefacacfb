// @environment page
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { conversationOf, me, messageView, range } from '../../../../client/test/cast.ts';
import { timelineRows } from './timeline-rows.ts';
import { useRowsInUse } from './use-rows-in-use.ts';

const rows = timelineRows(
  range(1, 8).map((seq) => messageView(conversationOf(1), seq)),
  [],
  me,
  null,
);

/** The rows on the page; the hook says of each whether it has to stay. */
function shown() {
  const list = document.createElement('div');
  for (const { key } of rows) {
    const row = document.createElement('p');
    row.dataset['row'] = key;
    row.append(document.createElement('button'), 'words');
    list.append(row);
  }
  document.body.append(list);
  const { result } = renderHook(() => useRowsInUse({ current: list }, rows));
  return { list, kept: () => rows.flatMap((_, index) => (result.current(index) ? [index] : [])) };
}

function select(from: Node | undefined, to: Node | undefined): void {
  const selection = { isCollapsed: from === to, anchorNode: from ?? null, focusNode: to ?? null };
  vi.spyOn(document, 'getSelection').mockReturnValue(selection as Selection);
  act(() => void document.dispatchEvent(new Event('selectionchange')));
}

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

it('the row with the keyboard stays, until that is elsewhere', () => {
  const { list, kept } = shown();
  expect(kept()).toEqual([]);
  const button = list.children[3]?.querySelector('button');
  act(() => {
    button?.focus();
    button?.dispatchEvent(new Event('focusin', { bubbles: true }));
  });
  expect(kept()).toEqual([3]);
  act(() => {
    button?.blur();
    button?.dispatchEvent(new Event('focusout', { bubbles: true }));
  });
  expect(kept()).toEqual([]);
});

it('all rows from one end of a selection to the other stay, whichever was first', () => {
  const { list, kept } = shown();
  const words = (row: number) => list.children[row]?.lastChild ?? undefined;
  select(words(2), words(5));
  expect(kept()).toEqual([2, 3, 4, 5]);
  select(words(5), words(2));
  expect(kept()).toEqual([2, 3, 4, 5]);
  select(words(2), words(2));
  expect(kept()).toEqual([]);
});

it('a selection that ends outside of the messages keeps the row of its other end', () => {
  const { list, kept } = shown();
  select(list.children[4]?.lastChild ?? undefined, document.body);
  expect(kept()).toEqual([4]);
});
