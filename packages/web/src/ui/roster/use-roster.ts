import type { EntryView, Roster, SeatKind } from '@tieline/protocol';
import { isBlank } from '@tieline/text';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTieline } from '../app/client-context.tsx';
import { useQueries } from '../app/queries.ts';

/** `value` once it has not changed for `delayMs`. */
export function useDebounced(value: string, delayMs: number): string {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return debounced;
}

/** The entries of a roster that match, page by page. */
export function useRoster(roster: Roster, typed: string, kind: SeatKind | null) {
  const client = useTieline();
  // No name has a NUL in it, and the server takes none.
  const search = useDebounced(isBlank(typed) ? '' : typed.replaceAll('\0', '').trim(), 180);
  const queries = useQueries();
  const query = useInfiniteQuery(
    {
      queryKey: ['roster', roster, search],
      queryFn: ({ pageParam }) =>
        client.loadRoster(roster, {
          limit: 200,
          ...(search === '' ? {} : { search }),
          ...(pageParam === null ? {} : { after: pageParam }),
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next,
      placeholderData: keepPreviousData,
      staleTime: 30_000,
    },
    queries,
  );
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const entries = useMemo<EntryView[]>(() => {
    const all = data?.pages.flatMap((page) => page.entries) ?? [];
    return kind ? all.filter((entry) => entry.kind === kind) : all;
  }, [data, kind]);
  // A filter by kind may leave a page almost empty: load on until there is a screenful.
  const needsMore = entries.length < 60 && hasNextPage && !isFetching;
  useEffect(() => {
    if (needsMore) void fetchNextPage();
  }, [needsMore, fetchNextPage]);
  return { ...query, entries, search };
}
