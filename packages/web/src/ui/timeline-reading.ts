import type { Timeline, TielineClient } from '@tieline/client';
import type { ConversationId, ConversationView, SeatId } from '@tieline/protocol';
import { useEffect, useState } from 'react';
import { useClientState, useTieline } from './client-context.tsx';
import { firstUnreadAfter, reachesBackTo, type TimelineRow } from './timeline-rows.ts';
import { useWindowActive } from './use-window-active.ts';

/**
 * Where the unread line stands: at the first unread message when the conversation was opened. What comes while
 * nobody looks at the page gets a new line; what is read as it comes gets none.
 */
export function useUnreadLine(conversation: ConversationView, timeline: Timeline, me: SeatId): number | null {
  const { messages, hasBefore } = timeline;
  const active = useWindowActive();
  const isArchive = conversation.archive !== null;
  const lastSeq = messages.at(-1)?.seq ?? 0;
  const [opened] = useState(conversation);
  const [newer, setNewer] = useState<number | null>(null);
  // Where it is older than what is loaded, the line waits for its page: it must not stand at another message.
  const isKnown = opened.unread > 0 && reachesBackTo({ messages, hasBefore }, opened.readSeq);
  const line = newer ?? (isKnown ? firstUnreadAfter(messages, opened.readSeq, me, isArchive) : null);
  const [seenUpTo, setSeenUpTo] = useState(lastSeq);
  if (active && seenUpTo !== lastSeq) setSeenUpTo(lastSeq);
  if (!active && lastSeq > seenUpTo) {
    const first = firstUnreadAfter(messages, seenUpTo, me, isArchive);
    if (first !== null && (line === null || line <= seenUpTo) && line !== first) setNewer(first);
  }
  return line;
}

/** More than anybody reads back at once; beyond it a chat opens at the newest message. */
const mostPages = 10;

async function loadBack(client: TielineClient, id: ConversationId, readSeq: number): Promise<void> {
  for (let pages = 0; pages < mostPages; pages += 1) {
    const timeline = client.getState().timelines.get(id);
    if (!timeline || reachesBackTo(timeline, readSeq)) return;
    await client.loadOlder(id);
  }
}

/** Whether the first unread message is there, where the chat is to open; until it is, older pages are fetched. */
export function useLoadedBack({ id, unread, readSeq }: ConversationView, timeline: Timeline): boolean {
  const client = useTieline();
  const [isThere, setThere] = useState(unread === 0 || reachesBackTo(timeline, readSeq));
  useEffect(() => {
    if (isThere) return;
    const open = () => setThere(true);
    // Without a line the newest page is better than none.
    loadBack(client, id, readSeq).then(open, open);
  }, [client, id, isThere, readSeq]);
  return isThere;
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
