import type { GoneChat } from '@tieline/client';
import type { ConversationId, ConversationView } from '@tieline/protocol';

type Conversations = ReadonlyMap<ConversationId, ConversationView>;
type Section = ConversationView['section'];

/** All but the archive: what is written in it is not the reader's to answer. */
export const ownSections: readonly Section[] = ['chats', 'agent-chats', 'expert-chats'];

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

/** What the server lists by itself. An interaction runs before its first message is there. */
const isListed = ({ lastAt, phase }: ConversationView) =>
  phase === 'running' || (phase === 'permanent' && lastAt !== null);

/** The chats of these lists of the app, together, the newest first. */
export function chatsIn(
  all: Conversations,
  sections: readonly Section[],
  context: ListContext = emptyListContext,
): ConversationView[] {
  return pick(
    all,
    (one) => sections.includes(one.section) && (isListed(one) || isListedByContext(one, context)),
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
