import {
  type AudienceFacts,
  decideAudience,
  type Participant,
  type PresenceFacts,
  projectMessage,
  type StoredMessage,
} from '@tieline/domain';
import type {
  ConversationId,
  ConversationView,
  EventOf,
  InteractionEnd,
  MessageView,
  SeatId,
  SeatStatus,
  ServerEvent,
  SessionId,
  SignInSurface,
  Surface,
  TenantId,
} from '@tieline/protocol';
import type { Bus } from '../bus/bus.ts';
import { passCrashPoint } from '../crash-point.ts';
import { presenceSubject, seatSubject } from './subjects.ts';

type ChatKind = 'direct' | 'expert' | 'agent';

/** The only sender of events. Everything is called after the commit; who hears it is decided by the domain. */
export interface Delivery {
  deliverMessage(
    tenant: TenantId,
    kind: ChatKind,
    participants: readonly Participant[],
    message: StoredMessage,
  ): void;
  deliverTyping(
    tenant: TenantId,
    kind: ChatKind,
    participants: readonly Participant[],
    event: Omit<EventOf<'typing'>, 'on'>,
  ): void;
  deliverReceipt(
    tenant: TenantId,
    kind: ChatKind,
    participants: readonly Participant[],
    event: Omit<EventOf<'receipt'>, 'on'>,
  ): void;
  deliverInteractionEnd(tenant: TenantId, participants: readonly Participant[], ended: EndedEvent): void;
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

export interface EndedEvent {
  readonly conversation: ConversationId;
  readonly number: number;
  readonly reason: InteractionEnd;
  readonly by: SeatId;
}

function isSignInSurface(surface: Surface): surface is SignInSurface {
  return surface === 'office' || surface === 'console';
}

/** Encoded once for each way in which the message is seen, however many see it so (CONT-8). */
function messageFrames(message: StoredMessage): (surface: SignInSurface, loud: boolean) => string {
  const views: Partial<Record<SignInSurface, string>> = {};
  return (surface, loud) => {
    const view = (views[surface] ??= JSON.stringify(viewOf(surface, message)));
    // A `message` event of the protocol, around what is encoded already.
    return `{"on":"message","conversation":"${message.conversation}","message":${view},"loud":${loud}}`;
  };
}

function viewOf(surface: SignInSurface, message: StoredMessage): MessageView {
  return surface === 'office' ? projectMessage('office', message) : projectMessage('console', message);
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
    deliverMessage: (tenant, kind, participants, message) => {
      const frameFor = messageFrames(message);
      const facts: AudienceFacts = {
        event: 'message',
        kind,
        sender: message.sender.seat,
        participants,
        missed: message.missed,
      };
      for (const { seat, surface, loud } of decideAudience(facts)) {
        if (isSignInSurface(surface))
          bus.publish(seatSubject(tenant, seat), { frame: frameFor(surface, loud) });
        passCrashPoint('mid-fan-out');
      }
    },
    deliverTyping: (tenant, kind, participants, event) =>
      tell(
        tenant,
        { event: 'signal', signal: 'typing', kind, sender: event.seat, participants },
        { on: 'typing', ...event },
      ),
    deliverReceipt: (tenant, kind, participants, event) =>
      tell(
        tenant,
        { event: 'signal', signal: 'receipt', kind, sender: event.seat, participants },
        { on: 'receipt', ...event },
      ),
    deliverInteractionEnd: (tenant, participants, ended) =>
      tell(
        tenant,
        { event: 'interaction-ended', participants },
        {
          on: 'interaction-ended',
          conversation: ended.conversation,
          number: ended.number,
          reason: ended.reason,
          by: ended.by,
        },
      ),
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
