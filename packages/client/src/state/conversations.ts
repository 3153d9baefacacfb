import type { ConversationId, ConversationView, EventOf, SelfView } from '@tieline/protocol';
import { excerptOf } from './excerpt.ts';
import type { GoneChat } from '../types.ts';
import { unreadCount } from '../connection/wire.ts';

export type Conversations = ReadonlyMap<ConversationId, ConversationView>;

/** A conversation after a message in it; the same object where the message is already counted. */
export function withMessage(
  held: ConversationView,
  event: EventOf<'message'>,
  self: SelfView | null,
): ConversationView {
  const { message, loud } = event;
  if (message.seq <= held.lastSeq) return held;
  const ownSeat = held.archive?.seat ?? self?.seat;
  const counts = loud && message.from.seat !== ownSeat && message.seq > held.readSeq;
  return {
    ...held,
    lastSeq: message.seq,
    lastAt: message.at,
    excerpt: excerptOf(message),
    excerptFrom: message.from.seat,
    unread: Math.min(unreadCount, held.places ?? unreadCount, held.unread + (counts ? 1 : 0)),
  };
}

/**
 * Whether a message moved the places that the reader sees past unread ones (HIST-4): only the server knows which of
 * those that are no longer seen were counted.
 */
export function isPastUnread({ places, lastSeq, readSeq, unread }: ConversationView): boolean {
  return places !== null && unread > 0 && lastSeq - places > readSeq;
}

/**
 * A conversation read up to `seq`, never back. `unread`: what is left, where somebody counted it; counted for a place
 * that is known to be read already, it may be late.
 */
export function withRead(held: ConversationView, seq: number, unread = held.unread): ConversationView {
  if (seq <= held.readSeq) return held;
  return withUnread(held, seq, Math.min(unread, Math.max(0, held.lastSeq - seq)));
}

function withUnread(held: ConversationView, readSeq: number, unread: number): ConversationView {
  return readSeq === held.readSeq && unread === held.unread ? held : { ...held, readSeq, unread };
}

/**
 * What the server says of a conversation, without falling back behind what is held: the newer message and the
 * further reading win. A conversation of the own list is never replaced by its twin in the archive.
 */
function mergeConversation(held: ConversationView | undefined, told: ConversationView): ConversationView {
  if (held === undefined) return told;
  if (held.archive === null && told.archive !== null) return held;
  const newest = held.lastSeq > told.lastSeq ? held : told;
  const furthest = held.readSeq > told.readSeq ? held : told;
  const counted = held.lastSeq === told.lastSeq ? furthest : newest;
  const left = Math.max(0, newest.lastSeq - furthest.readSeq);
  const merged = withinInteraction({
    ...told,
    lastSeq: newest.lastSeq,
    lastAt: newest.lastAt,
    excerpt: newest.excerpt,
    excerptFrom: newest.excerptFrom,
    readSeq: furthest.readSeq,
    unread: Math.min(counted.unread, left),
  });
  // A list that is loaded again mostly says what is known: then nothing is drawn again.
  return JSON.stringify(merged) === JSON.stringify(held) ? held : merged;
}

/** A mark of an earlier interaction says nothing of the one that runs (HIST-5); the server does not tell it either. */
function withinInteraction(view: ConversationView): ConversationView {
  const { interaction, readSeq } = view;
  return interaction !== null && readSeq < interaction.fromSeq ? { ...view, readSeq: 0 } : view;
}

/** Up to which message a view was told, by its abilities, which stay the same object until the next one. */
const toldUpTo = new WeakMap<ConversationView['abilities'], number>();

/** An agent chat of which the server tells nothing any more, as no interaction runs (HIST-5). */
export function isOver({ kind, archive, interaction }: ConversationView): boolean {
  return kind === 'agent' && archive === null && interaction === null;
}

/** What an event says of a conversation: newer than every answer that was asked for before it. */
export function mergeEvent(held: ConversationView | undefined, told: ConversationView): ConversationView {
  toldUpTo.set(told.abilities, Infinity);
  return mergeConversation(held, told);
}

/**
 * The same for an answer to a question that was asked while `asked` was held: events may have come since, and they
 * are newer than the answer, or another answer, which may be older. Undefined: an event took the conversation away.
 */
export function mergeAnswer(
  held: ConversationView | undefined,
  told: ConversationView,
  asked: ConversationView | undefined,
): ConversationView | undefined {
  toldUpTo.set(told.abilities, told.lastSeq);
  if (held === undefined) return asked === undefined ? told : undefined;
  const isTouched = held.abilities !== asked?.abilities;
  if (isOver(told) && !isTouched && held.lastSeq === asked?.lastSeq) return told;
  const merged = mergeConversation(held, told);
  if (merged === held || !isTouched || (toldUpTo.get(held.abilities) ?? Infinity) <= told.lastSeq)
    return merged;
  return withinInteraction({
    ...merged,
    peer: held.peer,
    interaction: held.interaction,
    abilities: held.abilities,
  });
}

/**
 * Whether nobody can tell what holds now: an answer that was asked for while `asked` was held, and another one that
 * came in meanwhile, with the same messages and something else to say; or one knows more messages, and the other
 * that more were read, so that what is unread cannot be counted.
 */
export function isCrossed(
  held: ConversationView | undefined,
  told: ConversationView,
  asked: ConversationView | undefined,
): boolean {
  if (held === undefined) return false;
  if ((held.lastSeq - told.lastSeq) * (told.readSeq - held.readSeq) > 0) return true;
  if (held.abilities === asked?.abilities) return false;
  const said = ({ peer, interaction, abilities }: ConversationView) =>
    JSON.stringify([peer, interaction, abilities]);
  return toldUpTo.get(held.abilities) === told.lastSeq && said(held) !== said(told);
}

/**
 * Up to which place the console no longer shows anything of an agent chat: its current interaction is all there is
 * (HIST-5). The server says where that begins; this only follows it.
 */
export function floorOf(
  told: ConversationView,
  before: ConversationView | undefined,
  self: SelfView | null,
): number {
  if (!endsWithInteraction(told, self)) return 0;
  if (told.interaction !== null) return told.interaction.fromSeq - 1;
  return before?.interaction ? before.lastSeq : 0;
}

/** What is left of a conversation that has gone: nothing of what was written in it (HIST-5). */
export function goneChat(
  { id, kind, archive, peer, interaction, abilities }: ConversationView,
  end: GoneChat['end'],
): GoneChat {
  const nothing = {
    lastSeq: 0,
    lastAt: null,
    excerpt: '',
    excerptFrom: null,
    readSeq: 0,
    peerReadSeq: null,
    unread: 0,
    places: null,
    whileAway: null,
  };
  return { conversation: { id, kind, archive, peer, interaction, abilities, ...nothing }, end };
}

/** Whether the reader loses sight of the conversation when its interaction ends. Unknown ones count as such. */
export function endsWithInteraction(held: ConversationView | undefined, self: SelfView | null): boolean {
  if (self?.surface !== 'console') return false;
  return held === undefined || (held.kind === 'agent' && held.archive === null);
}
