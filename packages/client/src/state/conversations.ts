import type {
  ConversationId,
  ConversationView,
  EventOf,
  MessageView,
  SelfView,
  SignInSurface,
} from '@tieline/protocol';
import { excerptOf } from './excerpt.ts';
import type { GoneChat } from '../types.ts';
import { unreadCount } from '../connection/wire.ts';

export type Conversations = ReadonlyMap<ConversationId, ConversationView>;

/** A conversation after a message in it; the same object where the message is already counted. */
export function withMessage(
  current: ConversationView,
  event: EventOf<'message'>,
  self: SelfView | null,
): ConversationView {
  const { message, loud } = event;
  if (message.seq <= current.lastSeq) return current;
  const ownSeat = current.archive?.seat ?? self?.seat;
  const counts = loud && message.from.seat !== ownSeat && message.seq > current.readSeq;
  return {
    ...current,
    lastSeq: message.seq,
    rev: Math.max(current.rev, message.rev),
    lastAt: message.at,
    excerpt: excerptOf(message),
    excerptFrom: message.from.seat,
    unread: Math.min(unreadCount, current.places ?? unreadCount, current.unread + (counts ? 1 : 0)),
  };
}

/** A conversation after one of its messages was changed. */
export function withChangeOf(current: ConversationView, message: MessageView): ConversationView {
  // Of a message that is not known yet only the server can tell what else it changes.
  if (message.rev <= current.rev || message.seq > current.lastSeq) return current;
  const excerpt = message.seq === current.lastSeq ? excerptOf(message) : current.excerpt;
  return { ...current, rev: message.rev, excerpt };
}

/**
 * Whether a message moved the places that the reader sees past unread ones (HIST-4): only the server knows which of
 * those that are no longer seen were counted.
 */
export function isPastUnread({ places, lastSeq, readSeq, unread }: ConversationView): boolean {
  return places !== null && unread > 0 && lastSeq - places > readSeq;
}

/** The interaction with which the numbers of a conversation begin; null: they begin with the conversation. */
export const interactionOf = (view: ConversationView | undefined): number | null =>
  view?.interaction?.number ?? null;

/**
 * A conversation read up to `seq`, never back. `unread`: the count of the server for `seq`, which is ignored where the
 * client has read further.
 */
export function withRead(current: ConversationView, seq: number, unread = current.unread): ConversationView {
  if (seq <= current.readSeq) return current;
  return withUnread(current, seq, Math.min(unread, Math.max(0, current.lastSeq - seq)));
}

function withUnread(current: ConversationView, readSeq: number, unread: number): ConversationView {
  return readSeq === current.readSeq && unread === current.unread ? current : { ...current, readSeq, unread };
}

/**
 * Merges a view of the server with the current one, which may be newer: the newer message and the further read mark
 * win. A conversation of the own list is never replaced by its twin in the archive.
 */
function mergeConversation(
  current: ConversationView | undefined,
  incoming: ConversationView,
): ConversationView {
  if (current === undefined) return incoming;
  if (current.archive === null && incoming.archive !== null) return current;
  if (interactionOf(current) !== interactionOf(incoming)) return incoming;
  const newest = current.rev > incoming.rev ? current : incoming;
  const furthest = current.readSeq > incoming.readSeq ? current : incoming;
  const counted = current.lastSeq === incoming.lastSeq ? furthest : newest;
  const left = Math.max(0, newest.lastSeq - furthest.readSeq);
  const merged = {
    ...incoming,
    lastSeq: newest.lastSeq,
    rev: newest.rev,
    lastAt: newest.lastAt,
    excerpt: newest.excerpt,
    excerptFrom: newest.excerptFrom,
    readSeq: furthest.readSeq,
    unread: Math.min(counted.unread, left),
  };
  // The same object, so that nothing is drawn again: most of a list that is reloaded has not changed.
  return JSON.stringify(merged) === JSON.stringify(current) ? current : merged;
}

/** The change that the server had counted last in a view, keyed by its abilities, which no merge copies. */
const viewRev = new WeakMap<ConversationView['abilities'], number>();

/** One that the server no longer shows, as no interaction runs (HIST-5). */
export function isOver({ phase }: ConversationView): boolean {
  return phase === 'over';
}

/** Merges the view of an event, which is newer than every answer that was requested before it. */
export function mergeEvent(
  current: ConversationView | undefined,
  incoming: ConversationView,
): ConversationView {
  viewRev.set(incoming.abilities, Infinity);
  return mergeConversation(current, incoming);
}

/**
 * Merges the view of an answer; `atRequest`: the view at the moment of the request. Events that have come since are
 * newer than the answer, other answers may be older. Undefined: an event has removed the conversation.
 */
export function mergeAnswer(
  current: ConversationView | undefined,
  incoming: ConversationView,
  atRequest: ConversationView | undefined,
): ConversationView | undefined {
  viewRev.set(incoming.abilities, incoming.rev);
  if (current === undefined) return atRequest === undefined ? incoming : undefined;
  const hasChanged = current.abilities !== atRequest?.abilities;
  if (isOver(incoming) && !hasChanged && current.lastSeq === atRequest?.lastSeq) return incoming;
  // What the current one says of an interaction that runs came by an event.
  if (isOver(incoming) && current.interaction !== null) return current;
  const merged = mergeConversation(current, incoming);
  if (merged === current || !hasChanged || (viewRev.get(current.abilities) ?? Infinity) <= incoming.rev)
    return merged;
  if (interactionOf(merged) !== interactionOf(current)) return merged;
  return {
    ...merged,
    peer: current.peer,
    phase: current.phase,
    interaction: current.interaction,
    abilities: current.abilities,
  };
}

/**
 * Whether only another request can tell which view is right. Two answers that crossed, with the same last message, say
 * different things; or one has more messages and the other the further read mark, so that the unread ones cannot be counted.
 */
export function isCrossed(
  current: ConversationView | undefined,
  incoming: ConversationView,
  atRequest: ConversationView | undefined,
): boolean {
  if (current === undefined) return false;
  if ((current.lastSeq - incoming.lastSeq) * (incoming.readSeq - current.readSeq) > 0) return true;
  if (current.abilities === atRequest?.abilities) return false;
  const textOf = ({ peer, interaction, abilities }: ConversationView) =>
    JSON.stringify([peer, interaction, abilities]);
  return viewRev.get(current.abilities) === incoming.rev && textOf(current) !== textOf(incoming);
}

/** What is left of a conversation that has gone: nothing of what was written in it (HIST-5). */
export function goneChat(
  { id, kind, archive, peer, counts, whileAway, section, phase, interaction, abilities }: ConversationView,
  end: GoneChat['end'],
): GoneChat {
  const nothing = {
    lastSeq: 0,
    rev: 0,
    lastAt: null,
    excerpt: '',
    excerptFrom: null,
    readSeq: 0,
    peerReadSeq: null,
    unread: 0,
    places: null,
  };
  const conversation = {
    id,
    kind,
    archive,
    peer,
    counts,
    whileAway,
    section,
    phase,
    interaction,
    abilities,
    ...nothing,
  };
  return { conversation, end };
}

const losesEndedChats: Record<SignInSurface, boolean> = { office: false, console: true };

/** HIST-5: whether there are chats that the reader sees only while an interaction runs in them. */
export function hasPassingChats(self: SelfView | null): boolean {
  return self !== null && losesEndedChats[self.surface];
}

/** Whether the reader loses sight of the conversation when its interaction ends. Unknown ones count as such. */
export function endsWithInteraction(current: ConversationView | undefined, self: SelfView | null): boolean {
  if (!hasPassingChats(self)) return false;
  return current === undefined || current.phase !== 'permanent';
}
