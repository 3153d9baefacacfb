import type { Timeline } from '@tieline/client';
import type { ConversationView, SeatId } from '@tieline/protocol';
import { useEffect, useState } from 'react';
import { useClientState, useTieline } from './client-context.tsx';
import { firstUnreadAfter, type TimelineRow } from './timeline-rows.ts';
import { useWindowActive } from './use-window-active.ts';

/**
 * Where the unread line stands: at the first unread message when the conversation was opened. What comes while
 * nobody looks at the page gets a new line; what is read as it comes gets none.
 */
export function useUnreadLine(conversation: ConversationView, timeline: Timeline, me: SeatId): number | null {
  const { messages } = timeline;
  const active = useWindowActive();
  const isArchive = conversation.archive !== null;
  const lastSeq = messages.at(-1)?.seq ?? 0;
  const [line, setLine] = useState(() =>
    conversation.unread > 0 ? firstUnreadAfter(messages, timeline.openedAtReadSeq, me, isArchive) : null,
  );
  const [seenUpTo, setSeenUpTo] = useState(lastSeq);
  if (active && seenUpTo !== lastSeq) setSeenUpTo(lastSeq);
  if (!active && lastSeq > seenUpTo) {
    const first = firstUnreadAfter(messages, seenUpTo, me, isArchive);
    if (first !== null && (line === null || line <= seenUpTo) && line !== first) setLine(first);
  }
  return line;
}

/** Marks as read what stands at the bottom of a page that somebody looks at. */
export function useMarkRead(conversation: ConversationView, lastSeq: number, atBottom: boolean): void {
  const client = useTieline();
  const active = useWindowActive();
  const { id, readSeq } = conversation;
  useEffect(() => {
    if (active && atBottom && lastSeq > readSeq) client.markRead(id, lastSeq);
  }, [client, active, atBottom, id, lastSeq, readSeq]);
}

/** How far the other has read, where it is told; else 0. */
export function useReceipt(conversation: ConversationView): number {
  const told = conversation.abilities.receipts.allowed;
  return useClientState((state) => (told ? (state.receipts.get(conversation.id) ?? 0) : 0));
}

/** The key of the newest own message that the other has read. */
export function lastReadRow(rows: readonly TimelineRow[], receipt: number): string | null {
  const found = rows.findLast((row) => row.kind === 'stored' && row.own && row.message.seq <= receipt);
  return found?.key ?? null;
}
