import type { Timeline as TimelineState } from '@tieline/client';
import { type ConversationView, limits } from '@tieline/protocol';
import { ArrowDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import { useSelf, useTieline } from './client-context.tsx';
import { lastReadRow, useMarkRead, useReceipt, useUnreadLine } from './timeline-reading.ts';
import { useTimelinePlace } from './timeline-place.ts';
import { OlderLoading, TimelineItem, TimelineStart } from './timeline-parts.tsx';
import { firstItemIndex, timelineRows, type TimelineRow } from './timeline-rows.ts';

interface Context {
  readonly hasBefore: boolean;
  readonly label: string;
}

function Scroller({ context, ...rest }: ComponentProps<'div'> & { context: Context }) {
  return <div {...rest} role="region" aria-label={context.label} tabIndex={0} data-testid="timeline" />;
}

function List({ context: _context, ...rest }: ComponentProps<'div'> & { context: Context }) {
  return <div {...rest} role="list" />;
}

function Item({
  context: _context,
  item: _item,
  ...rest
}: ComponentProps<'div'> & { context: Context; item: TimelineRow }) {
  // A margin that leaks out of its item would not be measured, and the place would drift.
  return <div {...rest} role="listitem" className="flow-root" />;
}

function Header({ context }: { context: Context }) {
  return context.hasBefore ? <OlderLoading /> : null;
}

const components = { Scroller, List, Item, Header, Footer: () => <div className="h-3" /> };

function NewestPill({ unread, onGo }: { unread: number; onGo: () => void }) {
  const { t } = useTranslation();
  // Nobody has counted further.
  const many = unread < limits.unreadCount ? 'conversation.newCount' : 'conversation.newMany';
  return (
    <button
      type="button"
      onClick={onGo}
      aria-label={t('conversation.newest')}
      className="absolute start-1/2 bottom-3 z-10 inline-flex h-8 -translate-x-1/2 animate-appear items-center gap-1.5 rounded-full border border-line bg-raised px-3.5 text-xs font-medium text-soft shadow-high hover:text-ink rtl:translate-x-1/2"
    >
      <ArrowDown size={14} aria-hidden="true" className={unread > 0 ? 'text-accent' : ''} />
      <span>{unread > 0 ? t(many, { count: unread }) : t('conversation.newestShort')}</span>
    </button>
  );
}

interface TimelineProps {
  readonly conversation: ConversationView;
  readonly timeline: TimelineState;
}

/** The rows of a conversation; Virtuoso's first index keeps older pages from pushing them. */
function useRows({ conversation, timeline }: TimelineProps) {
  const self = useSelf();
  const { messages, pending } = timeline;
  const me = conversation.archive?.seat ?? self.seat;
  const unreadSeq = useUnreadLine(conversation, timeline, me);
  const rows = useMemo(
    () => timelineRows(messages, pending, me, unreadSeq),
    [messages, pending, me, unreadSeq],
  );
  const [anchorSeq] = useState(() => messages[0]?.seq ?? 1);
  return { rows, firstIndex: firstItemIndex(messages, anchorSeq) };
}

/** The messages of a conversation, virtualised. Mount it anew for each conversation. */
export function Timeline({ conversation, timeline }: TimelineProps) {
  const { t } = useTranslation();
  const client = useTieline();
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<VirtuosoHandle>(null);
  const { rows, firstIndex } = useRows({ conversation, timeline });
  const place = useTimelinePlace(frame, list, rows);
  const { messages, hasBefore } = timeline;
  useMarkRead(conversation, messages.at(-1)?.seq ?? 0, place.atBottom);
  const readRow = lastReadRow(rows, useReceipt(conversation));
  const loadOlder = useCallback(() => {
    if (hasBefore) void client.loadOlder(conversation.id);
  }, [client, conversation.id, hasBefore]);
  const ownLast = rows.at(-1)?.own ?? false;
  const [opensAt] = useState(() => {
    const unread = rows.findIndex((row) => row.firstUnread);
    return unread === -1 ? rows.length - 1 : unread;
  });
  const start = <TimelineStart conversation={conversation} firstSeq={messages[0]?.seq ?? null} />;
  if (rows.length === 0) return <div className="flex flex-1 flex-col justify-end pb-4">{start}</div>;
  return (
    <div ref={frame} className="relative min-h-0 flex-1">
      <Virtuoso<TimelineRow, Context>
        ref={list}
        data={rows}
        context={{ hasBefore, label: t('conversation.messages', { name: conversation.peer.name }) }}
        components={components}
        computeItemKey={(_index, row) => row.key}
        firstItemIndex={firstIndex}
        initialTopMostItemIndex={opensAt}
        startReached={loadOlder}
        followOutput={(bottom) => (bottom || ownLast ? 'auto' : false)}
        atBottomStateChange={place.onBottom}
        totalListHeightChanged={place.settle}
        atBottomThreshold={60}
        increaseViewportBy={{ top: 900, bottom: 400 }}
        alignToBottom
        itemContent={(index, row) => (
          <TimelineItem
            row={row}
            conversation={conversation}
            read={row.key === readRow}
            start={index === firstIndex && !hasBefore ? start : null}
          />
        )}
      />
      {place.atBottom ? null : <NewestPill unread={conversation.unread} onGo={place.goNewest} />}
    </div>
  );
}
