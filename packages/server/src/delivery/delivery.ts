import {
  type AudienceFacts,
  decideAudience,
  decideMemberAudience,
  type Hearer,
  type InteractionFacts,
  type Numbering,
  numberingOf,
  type OfficeParticipant,
  type Participant,
  type PresenceFacts,
  type StoredMessage,
  wholeNumbering,
} from '@tieline/domain';
import type {
  ConversationView,
  EventOf,
  SeatId,
  SeatStatus,
  ServerEvent,
  SessionId,
  TenantId,
} from '@tieline/protocol';
import type { Bus } from '../bus/bus.ts';
import { passCrashPoint } from '../node/crash-point.ts';
import { type Ended, endView } from '../views/end-view.ts';
import type { CommandOrigin } from './live-session.ts';
import { conversationSubject, presenceSubject, seatSubject } from './subjects.ts';

/** The chat of a message. `interaction`: the one that the message was written in. */
interface ChatFacts {
  readonly kind: 'direct' | 'expert' | 'agent';
  readonly interaction: InteractionFacts;
}

/** The only sender of events. Everything is called after the commit; who hears it is decided by the domain. */
export interface Delivery {
  /** `origin`: the socket that gets it as the answer to its command, and not as an event; null where there is none. */
  deliverMessage(
    tenant: TenantId,
    chat: ChatFacts,
    participants: readonly Participant[],
    message: StoredMessage,
    origin: CommandOrigin | null,
  ): void;
  /** The same where nobody lists the members: it is published twice, however many they are. */
  deliverToMembers(
    tenant: TenantId,
    author: OfficeParticipant,
    message: StoredMessage,
    origin: CommandOrigin | null,
  ): void;
  /** MSG-8, MSG-9: as it is now to its readers, as a number to the others; on every device. */
  deliverMessageChange(tenant: TenantId, hearers: readonly ChangeHearer[], message: StoredMessage): void;
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

/** Somebody who hears of a change of a message. `isReader`: they may read it. */
export interface ChangeHearer extends Hearer {
  readonly isReader: boolean;
  readonly numbering: Numbering;
}

/** Where somebody types or reads; who is told of it is decided by the domain. */
export type SignalScope = Pick<
  AudienceFacts & { event: 'signal' },
  'kind' | 'participants' | 'options' | 'invisible'
>;

function deliverMessage(
  bus: Bus,
  tenant: TenantId,
  { kind, interaction }: ChatFacts,
  participants: readonly Participant[],
  message: StoredMessage,
  origin: CommandOrigin | null,
): void {
  const facts: AudienceFacts = {
    event: 'message',
    kind,
    sender: message.sender.seat,
    participants,
    missed: message.missed,
  };
  const except = socketOf(origin);
  for (const { seat, surface, relation, loud } of decideAudience(facts)) {
    const numbering = numberingOf({ kind, relation, interaction });
    bus.publish(seatSubject(tenant, seat), { message, surface, loud, except, numbering });
    passCrashPoint('mid-fan-out');
  }
}

/** The socket that is answered. Whoever was told that it takes too long hears of it as everybody else does. */
function socketOf(origin: CommandOrigin | null): string | null {
  return origin?.isAnswered === false ? origin.socket.id : null;
}

function deliverToMembers(
  bus: Bus,
  tenant: TenantId,
  participant: OfficeParticipant,
  message: StoredMessage,
  origin: CommandOrigin | null,
): void {
  const { author, others } = decideMemberAudience(participant);
  const { seat } = author;
  const own = { loud: author.loud, except: socketOf(origin), numbering: wholeNumbering };
  const common = { loud: others.loud, except: seat, numbering: wholeNumbering };
  bus.publish(seatSubject(tenant, seat), { message, surface: author.surface, ...own });
  bus.publish(conversationSubject(tenant, message.conversation), {
    message,
    surface: others.surface,
    ...common,
  });
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
    deliverToMembers: (...delivery) => deliverToMembers(bus, ...delivery),
    deliverMessageChange: (tenant, hearers, message) => {
      const { conversation, rev } = message;
      for (const { seat, surface, isReader, numbering } of hearers) {
        const { interaction } = numbering;
        const number = { conversation, interaction, rev: rev - numbering.rev };
        if (isReader)
          bus.publish(seatSubject(tenant, seat), { message, surface, loud: null, except: null, numbering });
        else tellSeat(tenant, seat, { on: 'unreadable-change', ...number });
      }
    },
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
      for (const { seat, surface } of decideAudience({ event: 'interaction-ended', participants })) {
        tellSeat(tenant, seat, { on: 'interaction-ended', ...endView(surface, seat, ended) });
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
