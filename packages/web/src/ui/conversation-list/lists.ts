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

/** What lists a chat without messages: it is open, or it has a draft or an unsent message of the reader's. */
export interface ListContext {
  readonly open: string | undefined;
  readonly hasUnsent: (id: ConversationId) => boolean;
}

export const emptyListContext: ListContext = { open: undefined, hasUnsent: () => false };

/** One that has gone stays open, but is listed only for what is not sent, although the server may know it empty (HIST-5). */
export function listContextOf(
  open: string | undefined,
  gone: ReadonlyMap<string, GoneChat>,
  unsent: ReadonlySet<string>,
): ListContext {
  const listed = open === undefined || gone.has(open) ? undefined : open;
  return { open: listed, hasUnsent: (id) => unsent.has(id) };
}

const isListedByContext = ({ id }: ConversationView, { open, hasUnsent }: ListContext) =>
  id === open || hasUnsent(id);

/** Adds the chats that have gone and still have a draft or an unsent message of the reader's. */
export function withGone(
  all: Conversations,
  gone: ReadonlyMap<ConversationId, GoneChat>,
  hasUnsent: (id: ConversationId) => boolean,
): Conversations {
  const unsent = [...gone].filter(([id]) => !all.has(id) && hasUnsent(id));
  if (unsent.length === 0) return all;
  return new Map([...all, ...unsent.map(([id, { conversation }]) => [id, conversation] as const)]);
}

/** The own chats, the newest first. */
export function chatsOf(all: Conversations, context: ListContext): ConversationView[] {
  return pick(all, (one) => one.archive === null && (one.lastAt !== null || isListedByContext(one, context)));
}

/** The read-only chats of the own agent entry. */
export function archiveOf(all: Conversations): ConversationView[] {
  return pick(all, (one) => one.archive !== null);
}

/** Agent chats that run now. */
export function agentChatsOf(all: Conversations, context: ListContext): ConversationView[] {
  return pick(
    all,
    (one) => one.kind === 'agent' && (one.phase === 'running' || isListedByContext(one, context)),
  );
}

export function expertChatsOf(all: Conversations, context: ListContext): ConversationView[] {
  return pick(
    all,
    (one) => one.kind === 'expert' && (one.lastAt !== null || isListedByContext(one, context)),
  );
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
