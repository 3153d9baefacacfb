// @environment page
import { act, renderHook, waitFor } from '@testing-library/react';
import type { SeatKind } from '@tieline/protocol';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { entryView, range } from '../../../../client/test/cast.ts';
import { closePages, openPage } from '../../../test/page.tsx';
import { useDebounced, useRoster } from './use-roster.ts';

interface Given {
  readonly typed: string;
  readonly kind?: SeatKind | null;
}

async function rosterOf(count: number, given: Given = { typed: '' }, pageSize = 100) {
  const page = await openPage({
    prepare: (server) => {
      server.pageSize = pageSize;
      const kindOf = (number: number) => (number % 10 === 0 ? 'agent' : 'office');
      server.rosters.set(
        'office',
        range(1, count).map((number) => entryView(number, { kind: kindOf(number) })),
      );
    },
  });
  const hook = page.useWith(({ typed, kind = null }: Given) => useRoster('office', typed, kind), given);
  const names = () => hook.result.current.entries.map(({ name }) => name);
  const requests = () => page.server.requests.filter((line) => line.includes('/rosters/'));
  return { page, hook, names, requests };
}

afterEach(async () => {
  vi.useRealTimers();
  await closePages();
});

describe('a roster', () => {
  it('has its entries page by page, in the order of the server', async () => {
    const { hook, names } = await rosterOf(150);
    await waitFor(() => expect(names()).toHaveLength(100));
    expect(hook.result.current.hasNextPage).toBe(true);
    await act(async () => void (await hook.result.current.fetchNextPage()));
    await waitFor(() => expect(names()).toHaveLength(150));
    expect([names()[0], names()[149]]).toEqual(['Person 1', 'Person 150']);
    expect(hook.result.current.hasNextPage).toBe(false);
  });

  it('is searched by what is typed, once nobody types any more', async () => {
    const { hook, names, requests } = await rosterOf(30);
    await waitFor(() => expect(names()).toHaveLength(30));
    for (const typed of ['P', 'Person', ' Person 3 ']) hook.rerender({ typed });
    await waitFor(() => expect(names()).toEqual(['Person 3', 'Person 30']));
    expect(requests().map((line) => new URL(line.slice(4), 'http://x').searchParams.get('search'))).toEqual([
      null,
      'Person 3',
    ]);
  });

  it('keeps what it shows until the answer is there, and does not ask for blanks or a NUL', async () => {
    const { hook, names, page, requests } = await rosterOf(30);
    await waitFor(() => expect(names()).toHaveLength(30));
    hook.rerender({ typed: ' \0 ' });
    hook.rerender({ typed: 'Per\0son 7' });
    let answer = () => {};
    page.server.onRequest = () => new Promise((resolve) => (answer = resolve));
    await waitFor(() => expect(requests()).toHaveLength(2));
    expect(names()).toHaveLength(30);
    expect(requests()[1]).toMatch(/search=Person(\+|%20)7/);
    answer();
    await waitFor(() => expect(names()).toEqual(['Person 7']));
  });

  it('with a filter by kind loads on until there is a screenful', async () => {
    const { names } = await rosterOf(300, { typed: '', kind: 'agent' });
    await waitFor(() => expect(names()).toHaveLength(30));
    expect(names()[29]).toBe('Person 300');
  });

  it('is asked for again when the company was changed', async () => {
    const { names, page } = await rosterOf(3);
    await waitFor(() => expect(names()).toHaveLength(3));
    page.server.rosters.set('office', [entryView(8)]);
    page.server.emit({ on: 'company-changed' });
    await waitFor(() => expect(names()).toEqual(['Person 8']));
  });
});

it('what is typed counts once it has stood still', () => {
  vi.useFakeTimers();
  const { result, rerender } = renderHook((typed: string) => useDebounced(typed, 150), { initialProps: '' });
  rerender('a');
  act(() => void vi.advanceTimersByTime(149));
  rerender('ab');
  act(() => void vi.advanceTimersByTime(149));
  expect(result.current).toBe('');
  act(() => void vi.advanceTimersByTime(1));
  expect(result.current).toBe('ab');
});
