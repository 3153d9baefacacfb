import type { EntryView, Roster, SeatKind } from '@tieline/protocol';
import type { ComponentProps } from 'react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListRange, Virtuoso } from 'react-virtuoso';
import { RowBoundary } from '../app/crash-boundary.tsx';
import { RosterEntry } from './roster-entry.tsx';
import { EmptyState, ErrorState, LoadingRows } from '../elements/states.tsx';
import { useWatch } from '../presence/use-presence.ts';
import { useRoster } from './use-roster.ts';
import { useStartChat } from './use-start-chat.ts';

export interface RosterListProps {
  readonly roster: Roster;
  readonly search: string;
  readonly kind?: SeatKind | null;
  readonly label: string;
  readonly empty: { readonly title: string; readonly hint: string };
  readonly dense?: boolean;
}

interface Context {
  readonly label: string;
  readonly isLoading: boolean;
}

function List({ context, ...rest }: ComponentProps<'div'> & { context: Context }) {
  return <div {...rest} role="list" aria-label={context.label} />;
}

function Item({
  context: _context,
  item: _item,
  ...rest
}: ComponentProps<'div'> & { context: Context; item: EntryView }) {
  return <div {...rest} role="listitem" />;
}

function Footer({ context }: { context: Context }) {
  const { t } = useTranslation();
  return <p className="px-3 py-2 text-xs text-faint">{context.isLoading ? t('people.more') : ''}</p>;
}

const components = { List, Item, Footer };

/** The entries on screen, updated when scrolling stops, so that entries that pass by are not watched. */
function useVisibleRange() {
  const [range, setRange] = useState<ListRange>({ startIndex: 0, endIndex: 30 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onRange = useCallback((next: ListRange) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setRange(next), 150);
  }, []);
  return [range, onRange] as const;
}

/** The entries of a roster, virtualised; presence is heard of only for those on screen. */
export function RosterList({ roster, search, kind = null, label, empty, dense = false }: RosterListProps) {
  const { t } = useTranslation();
  const [range, onRange] = useVisibleRange();
  const query = useRoster(roster, search, kind);
  const startChat = useStartChat();
  const { entries } = query;
  useWatch(entries.slice(range.startIndex, range.endIndex + 1).map(({ seat }) => ({ roster, seat })));
  if (query.isPending) return <LoadingRows rows={8} label={t('common.loading')} />;
  if (query.isError && entries.length === 0) {
    return <ErrorState title={t('people.failed')} onRetry={() => void query.refetch()} />;
  }
  if (entries.length === 0 && !query.hasNextPage) {
    const noMatch = query.search === '' ? null : t('people.noMatch', { search: query.search });
    return <EmptyState title={noMatch ?? empty.title} hint={noMatch ? null : empty.hint} />;
  }
  return (
    <Virtuoso<EntryView, Context>
      data={entries}
      context={{ label, isLoading: query.isFetchingNextPage }}
      components={components}
      computeItemKey={(_index, entry) => entry.seat}
      rangeChanged={onRange}
      endReached={() => {
        if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
      }}
      increaseViewportBy={400}
      tabIndex={-1}
      itemContent={(_index, entry) => (
        <RowBoundary row="person" of={entry}>
          <RosterEntry roster={roster} entry={entry} dense={dense} onStart={startChat} />
        </RowBoundary>
      )}
    />
  );
}
