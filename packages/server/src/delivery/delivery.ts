import {
  type AudienceFacts,
  decideAudience,
  type Participant,
  type PresenceFacts,
  type StoredMessage,
} from '@tieline/domain';
import type {
  ClientId,
  ConversationView,
  EventOf,
  SeatId,
  SeatStatus,
  ServerEvent,
  SessionId,
  SignInSurface,
  Surface,
  TenantId,
} from '@tieline/protocol';
import type { Bus } from '../bus/bus.ts';
import { passCrashPoint } from '../node/crash-point.ts';
import { messageView } from '../views/message-view.ts';
import { type Ended, endView } from '../views/end-view.ts';
import { noticeOf } from '../views/notice.ts';
import type { Asked } from './live-session.ts';
import { presenceSubject, seatSubject } from './subjects.ts';

type ChatKind = 'direct' | 'expert' | 'agent';

/** The only sender of events. Everything is called after the commit; who hears it is decided by the domain. */
export interface Delivery {
  deliverMessage(
    tenant: TenantId,
    kind: ChatKind,
    participants: readonly Participant[],
    message: StoredMessage,
    from: MessageOrigin,
  ): void;
  deliverTyping(tenant: TenantId, scope: SignalScope, event: Omit<EventOf<'typing'>, 'on'>): void;
  deliverReceipt(tenant: TenantId, scope: SignalScope, event: Omit<EventOf<'receipt'>, 'on'>): void;
  deliverInteractionEnd(tenant: TenantId, participants: readonly Participant[], ended: Ended): void;
  /** What changed about a conversation for one reader, whose own view it is. */
  deliverConversation(tenant: TenantId, reader: SeatId, conversation: ConversationView): void;
  /** To the reader's other devices. */
  deliverRead(tenant: TenantId, reader: SeatId, event: Omit<EventOf<'read'>, 'on'>): void;
  deliverPresence(tenant: TenantId, seat: SeatId, before: PresenceFacts, after: PresenceFacts): void;
  deliverSelf(tenant: TenantId, seat: SeatId, status: SeatStatus, since: string): void;
  deliverSessionEnd(
    tenant: TenantId,
    seat: SeatId,
    sessions: readonly SessionId[],
    reason: EventOf<'session-ended'>['reason'],
  ): void;
}

/** Where somebody types or reads; who is told of it is decided by the domain. */
export type SignalScope = Pick<
  AudienceFacts & { event: 'signal' },
  'kind' | 'participants' | 'options' | 'invisible'
>;

function isSignInSurface(surface: Surface): surface is SignInSurface {
  return surface === 'office' || surface === 'console';
}

/** Where a message came from. `asked`: null where it was not by a socket, or where that has its answer. */
export interface MessageOrigin {
  readonly clientId: ClientId;
  readonly asked: Asked | null;
}

/** Encoded once for each way in which the message is seen, however many see it so (CONT-8). */
function encodedViews(message: StoredMessage): (surface: SignInSurface) => string {
  const views: Partial<Record<SignInSurface, string>> = {};
  return (surface) => (views[surface] ??= JSON.stringify(messageView(surface, message)));
}

/** A `message` event of the protocol, around what is encoded already. */
function eventOf({ conversation }: StoredMessage, view: string, loud: boolean): string {
  return `{"on":"message","conversation":"${conversation}","message":${view},"loud":${loud}}`;
}

/** The reply to `send-message`, around what is encoded already. */
function replyOf(
  { conversation, missed }: StoredMessage,
  view: string,
  re: number,
  clientId: ClientId,
): string {
  const rest = `"clientId":${JSON.stringify(clientId)},"message":${view},"notice":${JSON.stringify(noticeOf(missed))}`;
  return `{"re":${re},"ok":{"conversation":"${conversation}",${rest}}}`;
}

function deliverMessage(
  bus: Bus,
  tenant: TenantId,
  kind: ChatKind,
  participants: readonly Participant[],
  message: StoredMessage,
  { clientId, asked }: MessageOrigin,
): void {
  const viewFor = encodedViews(message);
  // Whoever was told that it takes too long hears of it as everybody else does.
  const asking = asked?.answered === false ? asked : null;
  if (asking) {
    // It stands where the event would: before whatever follows in the conversation.
    asking.socket.push(replyOf(message, viewFor(asking.socket.surface), asking.re, clientId));
    asking.answered = true;
  }
  const facts: AudienceFacts = {
    event: 'message',
    kind,
    sender: message.sender.seat,
    participants,
    missed: message.missed,
  };
  for (const { seat, surface, loud } of decideAudience(facts)) {
    if (isSignInSurface(surface)) {
      const frame = eventOf(message, viewFor(surface), loud);
      const isSender = asking?.socket.seat === seat;
      bus.publish(seatSubject(tenant, seat), isSender ? { frame, except: asking.socket.id } : { frame });
    }
    passCrashPoint('mid-fan-out');
  }
}

export function createDelivery(bus: Bus): Delivery {
  function tell(tenant: TenantId, facts: AudienceFacts, event: ServerEvent): void {
    const frame = JSON.stringify(event);
    for (const hearer of decideAudience(facts)) bus.publish(seatSubject(tenant, hearer.seat), { frame });
  }

  function tellSeat(tenant: TenantId, seat: SeatId, event: ServerEvent): void {
    bus.publish(seatSubject(tenant, seat), { frame: JSON.stringify(event) });
  }

  return {
    deliverMessage: (...delivery) => deliverMessage(bus, ...delivery),
    deliverTyping: (tenant, scope, event) =>
      tell(
        tenant,
        { event: 'signal', signal: 'typing', sender: event.seat, ...scope },
        { on: 'typing', ...event },
      ),
    deliverReceipt: (tenant, scope, event) =>
      tell(
        tenant,
        { event: 'signal', signal: 'receipt', sender: event.seat, ...scope },
        { on: 'receipt', ...event },
      ),
    deliverInteractionEnd: (tenant, participants, ended) => {
      for (const { seat } of decideAudience({ event: 'interaction-ended', participants })) {
        tellSeat(tenant, seat, { on: 'interaction-ended', ...endView(seat, ended) });
      }
    },
    deliverConversation: (tenant, reader, conversation) =>
      tellSeat(tenant, reader, { on: 'conversation', conversation }),
    deliverRead: (tenant, reader, event) => tellSeat(tenant, reader, { on: 'read', ...event }),
    deliverSelf: (tenant, seat, status, since) => tellSeat(tenant, seat, { on: 'self', status, since }),
    deliverPresence: (tenant, seat, before, after) =>
      bus.publish(presenceSubject(tenant, seat), { seat, before, after }),
    deliverSessionEnd: (tenant, seat, sessions, reason) =>
      bus.publish(seatSubject(tenant, seat), { end: sessions, reason }),
  };
}
