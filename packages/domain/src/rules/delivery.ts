import type { SeatId } from '@tieline/protocol';
import { allow, type Decision, refuse, type Refused } from '../decision.ts';
import type {
  CustomerFacts,
  InteractionFacts,
  Relation,
  RoomFacts,
  SeatFacts,
  TenantFacts,
} from '../facts.ts';
import type { RuleId } from '../rule-ids.ts';
import { type BodyKind, decideBody } from './content.ts';
import { decideStart } from './messaging.ts';
import { decideRoomWrite } from './rooms.ts';
import { decideSameTenant } from './tenancy.ts';

/**
 * What becomes of a message that is stored.
 * `delivered`: the receiver is there. `waits`: unread until the next log-in (DEL-2).
 * `missed`: kept in the conversation, never brought to the console later (DEL-4).
 */
export type Fate = 'delivered' | 'waits' | 'missed';

/** A message into a direct, an expert chat or an agent chat. */
export interface SeatSend {
  readonly to: 'seat';
  readonly kind: 'direct' | 'expert' | 'agent';
  readonly receiver: SeatFacts;
  readonly interaction: InteractionFacts;
}

export interface RoomSend {
  readonly to: 'room';
  readonly room: RoomFacts;
}

/** A message into a customer chat, from the agent who has it. */
export interface CustomerSend {
  readonly to: 'customer';
  readonly customer: CustomerFacts;
  readonly interaction: InteractionFacts;
  readonly assignedTo: SeatId | null;
}

export interface SendFacts {
  readonly tenant: TenantFacts;
  readonly sender: SeatFacts;
  readonly relation: Relation;
  readonly body: BodyKind;
  readonly target: SeatSend | RoomSend | CustomerSend;
}

export type SendDecision = Decision<{ fate: Fate; startsInteraction: boolean }>;

/** HIST-6, SIG-3: an archive is read, a monitor looks on; neither takes part. */
const bystanderRefusals: Record<Exclude<Relation, 'member'>, Refused> = {
  archive: refuse('HIST-6', 'read-only-archive'),
  monitor: refuse('SIG-3', 'not-a-member'),
};

/** DEL-1: who sends takes part, and must be there. */
function decideSender(facts: SendFacts): Decision {
  if (facts.relation !== 'member') return bystanderRefusals[facts.relation];
  if (!facts.sender.active) return refuse('START-12', 'sender-deactivated');
  if (!facts.sender.loggedIn) return refuse('DEL-1', 'sender-logged-out');
  return allow('DEL-1');
}

/**
 * START, asked again for a message into an existing conversation. Who may not start it may still answer in an
 * interaction that the other one started and still may: a supervisor writes to an agent of any group, and gets an
 * answer. The reason for a no is the sender's own.
 */
function decideStillStartable(tenant: TenantFacts, sender: SeatFacts, send: SeatSend): Decision {
  const own = decideStart(tenant, sender, send.receiver);
  const startedByReceiver = send.interaction.running && send.interaction.startedBy === send.receiver.seat;
  if (own.allowed || !startedByReceiver) return own;
  const theirs = decideStart(tenant, send.receiver, sender);
  return theirs.allowed ? theirs : own;
}

/** DEL-2, DEL-3, DEL-4: what a receiver who is not there means for each kind of conversation. */
function decideFate(send: SeatSend): SendDecision {
  const startsInteraction = send.kind === 'agent' && !send.interaction.running;
  if (send.kind === 'agent') {
    return send.receiver.loggedIn
      ? allow('DEL-3', { fate: 'delivered', startsInteraction })
      : refuse('DEL-3', 'receiver-logged-out');
  }
  if (send.receiver.kind === 'agent') {
    return allow('DEL-4', { fate: send.receiver.loggedIn ? 'delivered' : 'missed', startsInteraction });
  }
  return allow('DEL-2', { fate: send.receiver.loggedIn ? 'delivered' : 'waits', startsInteraction });
}

/** The customer started the chat, so START is not asked of the agent who has it; of the office it always is. */
function decideCustomerSend(tenant: TenantFacts, sender: SeatFacts, send: CustomerSend): SendDecision {
  const sameTenant = decideSameTenant(tenant, sender, send.customer);
  if (!sameTenant.allowed) return sameTenant;
  if (sender.kind === 'office') return refuse('START-3', 'office-never-customer');
  if (!send.interaction.running) return refuse('HIST-8', 'no-interaction');
  if (send.assignedTo !== sender.seat) return refuse('CUST-3', 'not-the-agent');
  return allow('CUST-2', { fate: 'delivered', startsInteraction: false });
}

function decideTarget(facts: SendFacts): SendDecision {
  const { tenant, sender, target } = facts;
  if (target.to === 'seat') {
    const start = decideStillStartable(tenant, sender, target);
    return start.allowed ? decideFate(target) : start;
  }
  if (target.to === 'room') {
    const start = decideStart(tenant, sender, target.room);
    if (!start.allowed) return start;
    const write = decideRoomWrite(target.room);
    return write.allowed ? allow(write.rule, { fate: 'waits', startsInteraction: false }) : write;
  }
  return decideCustomerSend(tenant, sender, target);
}

/** DEL, with START asked again and CONT: may this message be stored, and what becomes of it? */
export function decideSend(facts: SendFacts): SendDecision {
  const sender = decideSender(facts);
  if (!sender.allowed) return sender;
  const target = decideTarget(facts);
  if (!target.allowed) return target;
  const kind = facts.target.to === 'seat' ? facts.target.kind : facts.target.to;
  const { options } = facts.tenant;
  const body = decideBody({ author: facts.sender.kind, kind, body: facts.body, options });
  return body.allowed ? target : body;
}

/** What becomes of a message while its receiver is logged out. */
export interface WhileAway {
  readonly fate: 'waits' | 'missed' | 'refused';
  readonly rule: RuleId;
}

/**
 * DEL-2, DEL-3, DEL-4, to be told before something is written. It says nothing of whether the receiver is logged out now;
 * null: nothing may be sent either way.
 */
export function fateWhileAway(facts: SendFacts & { readonly target: SeatSend }): WhileAway | null {
  const { target } = facts;
  const decide = (loggedIn: boolean) =>
    decideSend({ ...facts, target: { ...target, receiver: { ...target.receiver, loggedIn } } });
  if (!decide(true).allowed) return null;
  const away = decide(false);
  if (!away.allowed) return { fate: 'refused', rule: away.rule };
  return away.fate === 'delivered' ? null : { fate: away.fate, rule: away.rule };
}

/** HIST-5: what was written in an interaction begins no other one. `writtenIn`: its number; null: in none. */
export function decideWrittenIn(writtenIn: number | null, interaction: InteractionFacts): Decision {
  const isOver = writtenIn !== null && !(interaction.running && interaction.number === writtenIn);
  return isOver ? refuse('HIST-5', 'no-interaction') : allow('HIST-5');
}

/** DEL-6: a client id that comes again is the same message, or it is refused. */
export function decideRepeat(facts: { sameMessage: boolean }): Decision {
  return facts.sameMessage ? allow('DEL-6') : refuse('DEL-6', 'client-id-reused');
}

/**
 * DEL-3: whether what a reader wrote into an interaction that is over was heard. `reader`: the one who `left`, or who
 * `stayed`. `heard`: all of it reached a device of the one who left, or nobody was lost. Whoever left is told nothing.
 */
export function decideHeard(facts: { reader: 'left' | 'stayed'; heard: boolean }): Decision {
  return facts.reader === 'left' || facts.heard ? allow('DEL-3') : refuse('DEL-3', 'reached-no-device');
}

/** HIST-5: may this reader end the running interaction? */
export function decideEnd(facts: {
  kind: SeatSend['kind'];
  relation: Relation;
  interaction: InteractionFacts;
}): Decision {
  if (facts.relation !== 'member') return bystanderRefusals[facts.relation];
  if (facts.kind !== 'agent' || !facts.interaction.running) return refuse('HIST-5', 'no-interaction');
  return allow('HIST-5');
}
