import type { PendingMessage, Timeline as TimelineState } from '@tieline/client';
import type { ConversationView } from '@tieline/protocol';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf, useTieline } from '../app/client-context.tsx';
import { copyWords } from './timeline-copy.ts';
import { TimelineList } from './timeline-list.tsx';
import { PageLoading, TimelineItem, TimelineStart } from './timeline-parts.tsx';
import { TimelinePills } from './timeline-pills.tsx';
import { TimelinePlace } from './timeline-place.ts';
import type { TimelineReader } from './timeline-reader.ts';
import {
  lastReadRow,
  loadFirstUnread,
  stretchOf,
  useReader,
  useReceipt,
  useUnreadLine,
} from './timeline-reading.ts';
import { timelineRows } from './timeline-rows.ts';

interface TimelineProps {
  readonly conversation: ConversationView;
  readonly timeline: TimelineState;
}

const none: readonly PendingMessage[] = [];
/** Pages are fetched when less than so much is left out of view, in heights of the view. */
const fetchAhead = 2;

/** What fails is asked for again with the next movement. */
function inBackground(work: Promise<unknown>): void {
  work.catch(() => undefined);
}

/** The rows of a conversation, and where its view begins. */
function useRows({ conversation, timeline }: TimelineProps) {
  const self = useSelf();
  const me = conversation.archive?.seat ?? self.seat;
  const { line, isNewer, restart } = useUnreadLine(conversation, timeline, me);
  const { messages } = stretchOf(timeline);
  // What is being sent comes after the newest message.
  const pending = timeline.around ? none : timeline.pending;
  const rows = useMemo(() => timelineRows(messages, pending, me, line), [messages, pending, me, line]);
  const [place] = useState(() => new TimelinePlace(line === null ? 'newest' : 'unread'));
  const newerLine = isNewer ? line : null;
  const lastLine = useRef(newerLine);
  useLayoutEffect(() => {
    // Nobody looks: what comes may push everything else away, but not the first that is to be read.
    if (newerLine !== null && newerLine !== lastLine.current && place.hold === 'newest')
      place.holdTo('unread');
    lastLine.current = newerLine;
  }, [newerLine, place]);
  return { me, rows, place, restart };
}

/** The ways to what is not in view: to the first unread message, past all of them, and to the newest. */
function useJumps(
  { conversation, timeline }: TimelineProps,
  { me, place, restart }: ReturnType<typeof useRows>,
) {
  const client = useTieline();
  const { id, lastSeq } = conversation;
  const isFar = timeline.around !== null;
  const [, draw] = useState(0);
  const goNewest = useCallback(() => {
    place.holdTo('newest');
    client.showNewest(id);
    draw((count) => count + 1);
  }, [client, id, place]);
  const goUnread = useCallback(() => {
    const go = () => {
      place.holdTo('unread');
      restart(client.getState().conversations.get(id) ?? conversation);
      draw((count) => count + 1);
    };
    inBackground(loadFirstUnread(client, id, me).then(go));
  }, [client, conversation, id, me, place, restart]);
  const readAll = useCallback(() => client.markRead(id, lastSeq), [client, id, lastSeq]);
  const waiting = useRef(timeline.pending.length);
  useLayoutEffect(() => {
    // Whoever sends wants to see it.
    if (isFar && timeline.pending.length > waiting.current) goNewest();
    waiting.current = timeline.pending.length;
  }, [goNewest, isFar, timeline.pending.length]);
  return { goNewest, goUnread, readAll };
}

/** Fetches the pages beside what is shown when the view comes near its end. */
function usePages({ conversation: { id }, timeline }: TimelineProps, reader: TimelineReader) {
  const client = useTieline();
  const { hasBefore } = stretchOf(timeline);
  const hasAfter = timeline.around !== null;
  return useCallback(
    (above: number, below: number) => {
      reader.soon();
      if (hasBefore && above < fetchAhead) inBackground(client.loadOlder(id));
      if (hasAfter && below < fetchAhead) inBackground(client.loadNewer(id));
    },
    [client, hasAfter, hasBefore, id, reader],
  );
}

/** The messages of a conversation. Mount it anew for each conversation. */
export function Timeline(props: TimelineProps) {
  const { t } = useTranslation();
  const { conversation, timeline } = props;
  const view = useRows(props);
  const { me, rows, place } = view;
  const { messages, hasBefore } = stretchOf(timeline);
  const { goNewest, goUnread, readAll } = useJumps(props, view);
  const reader = useReader(conversation, timeline, me);
  const onView = usePages(props, reader);
  const onMount = useCallback(
    (scroller: HTMLElement) => {
      const leave = [reader.attach(scroller), copyWords(scroller)];
      return () => leave.forEach((end) => end());
    },
    [reader],
  );
  const readRow = lastReadRow(rows, useReceipt(conversation));
  const start = <TimelineStart conversation={conversation} firstSeq={messages[0]?.seq ?? null} />;
  if (rows.length === 0)
    return <div className="beside-scrollbar flex flex-1 flex-col justify-end pb-4">{start}</div>;
  return (
    <div data-timeline="" className="relative min-h-0 flex-1">
      <TimelineList
        rows={rows}
        label={t('conversation.messages', { name: conversation.peer.name })}
        place={place}
        hasAfter={timeline.around !== null}
        head={hasBefore ? <PageLoading text={t('conversation.older')} /> : null}
        foot={timeline.around ? <PageLoading text={t('conversation.newer')} /> : null}
        onMount={onMount}
        onView={onView}
      >
        {(row, index) => (
          <TimelineItem
            row={row}
            conversation={conversation}
            read={row.key === readRow}
            start={index === 0 && !hasBefore ? start : null}
          />
        )}
      </TimelineList>
      <TimelinePills reader={reader} onUnread={goUnread} onRead={readAll} onNewest={goNewest} />
    </div>
  );
}
