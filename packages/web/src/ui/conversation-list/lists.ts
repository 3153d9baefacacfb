import type { GoneChat } from '@tieline/client';
import type { ConversationId, ConversationView } from '@tieline/protocol';

type Conversations = ReadonlyMap<ConversationId, ConversationView>;

function newestFirst(one: ConversationView, other: ConversationView): number {
  const [first, second] = [one.lastAt ?? '9', other.lastAt ?? '9'];
  // By their signs, as the times are written to be: a collator would have to be made first, in the first list that is drawn.
  if (first === second) return 0;
  return first < second ? 1 : -1;
}

function pick(all: Conversations, wanted: (conversation: ConversationView) => boolean): ConversationView[] {
  return [...all.values()].filter(wanted).toSorted(newestFirst);
}

/**
 * What keeps a chat listed that has no message yet, or none any more: it is open, or it holds something of the reader's
 * that is not sent.
 */
export interface Kept {
  readonly open: string | undefined;
  readonly isHeld: (id: ConversationId) => boolean;
}

export const nothingKept: Kept = { open: undefined, isHeld: () => false };

const isKept = ({ id }: ConversationView, { open, isHeld }: Kept) => id === open || isHeld(id);

/** With the chats that have gone and still hold something of the reader's: a draft, or a message that was not sent. */
export function withGone(
  all: Conversations,
  gone: ReadonlyMap<ConversationId, GoneChat>,
  isHeld: (id: ConversationId) => boolean,
): Conversations {
  const held = [...gone].filter(([id]) => !all.has(id) && isHeld(id));
  if (held.length === 0) return all;
  return new Map([...all, ...held.map(([id, { conversation }]) => [id, conversation] as const)]);
}

/** The own chats, the newest first. */
export function chatsOf(all: Conversations, kept: Kept): ConversationView[] {
  return pick(all, (one) => one.archive === null && (one.lastAt !== null || isKept(one, kept)));
}

/** The read-only chats of the own agent entry. */
export function archiveOf(all: Conversations): ConversationView[] {
  return pick(all, (one) => one.archive !== null);
}

/** Agent chats that run now. */
export function agentChatsOf(all: Conversations, kept: Kept): ConversationView[] {
  return pick(all, (one) => one.kind === 'agent' && (one.interaction !== null || isKept(one, kept)));
}

export function expertChatsOf(all: Conversations, kept: Kept): ConversationView[] {
  return pick(all, (one) => one.kind === 'expert' && (one.lastAt !== null || isKept(one, kept)));
}

/** Unread messages of all these together. */
export function unreadOf(conversations: Iterable<ConversationView>): number {
  let sum = 0;
  for (const one of conversations) sum += one.unread;
  return sum;
}

/** Below the app's own path. */
export function pathOf(conversation: ConversationView): string {
  return `/${conversation.archive ? 'archive' : 'chats'}/${conversation.id}`;
}

/** The neighbour of the open chat in the order of the list; from nowhere, the first or the last. */
export function neighbourOf(
  order: readonly ConversationView[],
  open: string | undefined,
  step: 1 | -1,
): ConversationView | undefined {
  const place = order.findIndex((one) => one.id === open);
  if (place === -1) return step === 1 ? order[0] : order.at(-1);
  return order[place + step];
}
