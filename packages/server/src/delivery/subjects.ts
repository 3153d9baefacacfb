import type { Numbering, PresenceFacts, StoredMessage } from '@tieline/domain';
import type { ConversationId, EventOf, SeatId, SessionId, SignInSurface, TenantId } from '@tieline/protocol';
import type { Subject } from '../bus/bus.ts';

/** A message that the sockets of a seat hear of, except one of them, by its id. */
export interface MessageHint {
  readonly message: StoredMessage;
  readonly surface: SignInSurface;
  /** Null: it was there before, and was changed. */
  readonly loud: boolean | null;
  readonly except: string | null;
  /** The same for all who see it on this surface. */
  readonly numbering: Numbering;
}

/** A message that all who take part in a conversation hear of, except a seat that hears of it by itself. */
export type MembersHint = Omit<MessageHint, 'except'> & { readonly except: SeatId };

/** What a seat's sessions are told: a message, another event as it is encoded, or the end of some of them. */
export type SeatHint =
  | MessageHint
  | { readonly frame: string }
  | { readonly end: readonly SessionId[]; readonly reason: EventOf<'session-ended'>['reason'] };

export interface PresenceHint {
  readonly seat: SeatId;
  readonly before: PresenceFacts;
  readonly after: PresenceFacts;
}

export function seatSubject(tenant: TenantId, seat: SeatId): Subject<SeatHint> {
  return `seat.${tenant}.${seat}`;
}

/** Of a conversation without a list of its members: each node knows which of its seats take part. */
export function conversationSubject(tenant: TenantId, conversation: ConversationId): Subject<MembersHint> {
  return `conversation.${tenant}.${conversation}`;
}

export function presenceSubject(tenant: TenantId, seat: SeatId): Subject<PresenceHint> {
  return `presence.${tenant}.${seat}`;
}
