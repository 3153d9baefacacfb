import type { Stretch, TielineClient, Timeline } from '@tieline/client';
import type { ConversationId, ConversationView, SeatId } from '@tieline/protocol';
import { useCallback, useEffect, useLayoutEffect, useState } from 'react';
import { useClientState, useSelf, useTieline } from '../app/client-context.tsx';
import { TimelineReader } from './timeline-reader.ts';
import {
  countsAsUnread,
  firstUnreadAfter,
  holdsFirstUnread,
  type TimelineRow,
  unreadAmong,
} from './timeline-rows.ts';
import { useWindowActive } from '../app/use-window-active.ts';

/** What is shown of a conversation: the messages around where reading goes on, or the newest ones. */
export const stretchOf = (timeline: Timeline): Stretch => timeline.around ?? timeline;

/**
 * Where the unread line stands: at the first unread message when the conversation was opened, or when `restart` was
 * called. What comes while nobody looks at the page gets a new line; what is read as it comes gets none.
 */
export function useUnreadLine(conversation: ConversationView, timeline: Timeline, me: SeatId) {
  const active = useWindowActive();
  const { counts } = conversation;
  const lastSeq = timeline.messages.at(-1)?.seq ?? 0;
  const [start, setStart] = useState(conversation);
  const [newer, setNewer] = useState<number | null>(null);
  const shown = stretchOf(timeline);
  // Where it is older than what is loaded, the line waits for its page: it must not stand at another message.
  const isKnown = start.unread > 0 && holdsFirstUnread(shown, start, me);
  const line = newer ?? (isKnown ? firstUnreadAfter(shown.messages, start.readSeq, me, counts) : null);
  const [seenUpTo, setSeenUpTo] = useState(lastSeq);
  if (active && seenUpTo !== lastSeq) setSeenUpTo(lastSeq);
  if (!active && lastSeq > seenUpTo) {
    const first = firstUnreadAfter(timeline.messages, seenUpTo, me, counts);
    if (first !== null && (line === null || line <= seenUpTo) && line !== first) setNewer(first);
  }
  const restart = useCallback((from: ConversationView) => {
    setNewer(null);
    setStart(from);
  }, []);
  return { line, isNewer: newer !== null, restart };
}

/** So many pages without an unread message are looked through for the first one; own messages stand in them. */
const mostPages = 10;

/** Loads the first unread message with what stands around it, unless it is there. */
export async function loadFirstUnread(client: TielineClient, id: ConversationId, me: SeatId): Promise<void> {
  const look = () => {
    const { conversations, timelines } = client.getState();
    return { conversation: conversations.get(id), timeline: timelines.get(id) };
  };
  const { conversation, timeline } = look();
  if (!conversation || !timeline || holdsFirstUnread(stretchOf(timeline), conversation, me)) return;
  await client.loadAround(id, conversation.readSeq);
  const { readSeq, counts } = conversation;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const around = look().timeline?.around;
    if (!around || unreadAmong(around.messages, readSeq, me, counts).length > 0) return;
    await client.loadNewer(id);
  }
}

/** Whether the first unread message is there, where the chat is to open; until it is, the pages around it are fetched. */
export function useFirstUnreadLoaded(conversation: ConversationView, timeline: Timeline): boolean {
  const client = useTieline();
  const self = useSelf();
  const { id, archive } = conversation;
  const me = archive?.seat ?? self.seat;
  const [isThere, setThere] = useState(() => holdsFirstUnread(stretchOf(timeline), conversation, me));
  useEffect(() => {
    if (isThere) return;
    const open = () => setThere(true);
    // Without a line the newest page is better than none; what is unread stays so.
    loadFirstUnread(client, id, me).then(open, open);
  }, [client, id, isThere, me]);
  return isThere;
}

/** Watches what is read of a timeline. Call its `soon` whenever what is in view may have changed. */
export function useReader(conversation: ConversationView, timeline: Timeline, me: SeatId): TimelineReader {
  const client = useTieline();
  const [reader] = useState(() => new TimelineReader());
  const { id, readSeq, unread, counts } = conversation;
  const shown = stretchOf(timeline);
  // Before the list looks at what it shows: it has to know the messages that it shows.
  useLayoutEffect(() => {
    reader.update({
      messages: shown.messages,
      hasBefore: shown.hasBefore,
      hasAfter: timeline.around !== null,
      readSeq,
      unread,
      needsReading: (message) => countsAsUnread(message, me, counts),
      onRead: (seq) => client.markRead(id, seq),
    });
    reader.soon();
  });
  return reader;
}

/** How far the other has read, where it is hasReceipts; else 0. */
export function useReceipt(conversation: ConversationView): number {
  const hasReceipts = conversation.abilities.receipts.allowed;
  return useClientState((state) => (hasReceipts ? (state.receipts.get(conversation.id) ?? 0) : 0));
}

/** The key of the newest own message that the other has read. */
export function lastReadRow(rows: readonly TimelineRow[], receipt: number): string | null {
  const isRead = (row: TimelineRow) => row.kind === 'stored' && row.own && row.message.seq <= receipt;
  return rows.findLast(isRead)?.key ?? null;
}
