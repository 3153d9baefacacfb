import { isMissed, type PendingMessage, type Timeline } from '@tieline/client';
import { type ConversationView, limits, type MessageView, type SeatId } from '@tieline/protocol';
import { dayOf } from '../time/time.ts';

/** How a message begins: under its author's name, under a new minute, or right below the one before. */
export type RowHead = 'author' | 'minute' | 'none';

interface Placed {
  readonly key: string;
  readonly at: string;
  readonly own: boolean;
  readonly head: RowHead;
  /** The first of its day: a separator stands above it. */
  readonly newDay: boolean;
  /** The unread line stands above it. */
  readonly firstUnread: boolean;
}

export type TimelineRow =
  | (Placed & { readonly kind: 'stored'; readonly message: MessageView })
  | (Placed & { readonly kind: 'pending'; readonly pending: PendingMessage });

interface Before {
  readonly author: SeatId;
  readonly at: string;
}

function headAfter(before: Before | null, author: SeatId, at: string, broken: boolean): RowHead {
  if (broken || before?.author !== author) return 'author';
  return before.at.slice(0, 16) === at.slice(0, 16) ? 'none' : 'minute';
}

/**
 * Stored messages in order, then the pending ones, each with what stands above it: grouped by author and minute,
 * separated by day, with one unread line at `firstUnreadSeq`. `me` is the seat whose messages are the reader's own.
 */
export function timelineRows(
  messages: readonly MessageView[],
  pending: readonly PendingMessage[],
  me: SeatId,
  firstUnreadSeq: number | null,
): TimelineRow[] {
  const rows: TimelineRow[] = [];
  let before: Before | null = null;
  const place = (key: string, author: SeatId, at: string, firstUnread: boolean): Placed => {
    const newDay = before === null || dayOf(before.at) !== dayOf(at);
    const head = headAfter(before, author, at, newDay || firstUnread);
    before = { author, at };
    return { key, at, own: author === me, head, newDay, firstUnread };
  };
  for (const message of messages) {
    const placed = place(message.id, message.from.seat, message.at, message.seq === firstUnreadSeq);
    rows.push({ ...placed, kind: 'stored', message });
  }
  for (const waiting of pending) {
    rows.push({ ...place(waiting.clientId, me, waiting.at, false), kind: 'pending', pending: waiting });
  }
  return rows;
}

/** Which messages of others count as unread. */
type Counts = ConversationView['counts'];

/** Whether it counts as unread until it is read. */
export function countsAsUnread(message: MessageView, me: SeatId, counts: Counts): boolean {
  if (message.from.seat === me) return false;
  return counts === 'all' || isMissed(message) === (counts === 'missed');
}

/** Whether everything after the place `readSeq` is loaded, as far as the reader can see it. */
export function reachesBackTo(
  { messages, hasBefore }: Pick<Timeline, 'messages' | 'hasBefore'>,
  readSeq: number,
): boolean {
  return !hasBefore || (messages[0]?.seq ?? 0) <= readSeq + 1;
}

/** The unread messages among these, where `readSeq` is the place up to which was read. */
export function unreadAmong(
  messages: readonly MessageView[],
  readSeq: number,
  me: SeatId,
  counts: Counts,
): MessageView[] {
  return messages.filter((message) => message.seq > readSeq && countsAsUnread(message, me, counts));
}

/** Whether the first unread message is loaded: all before it is, or as many as there are. */
export function holdsFirstUnread(
  shown: Pick<Timeline, 'messages' | 'hasBefore'>,
  { readSeq, unread, counts }: Pick<ConversationView, 'readSeq' | 'unread' | 'counts'>,
  me: SeatId,
): boolean {
  if (reachesBackTo(shown, readSeq)) return true;
  if (unread >= limits.unreadCount) return false;
  return unreadAmong(shown.messages, readSeq, me, counts).length >= unread;
}

/** The first message of the other side after the place up to which the reader had read, or null. */
export function firstUnreadAfter(
  messages: readonly MessageView[],
  readSeq: number,
  me: SeatId,
  counts: Counts,
): number | null {
  const first = messages.find((message) => message.seq > readSeq && countsAsUnread(message, me, counts));
  return first?.seq ?? null;
}
