import { decideWrittenIn } from '@tieline/domain';
import type { CommandInput, SeatId } from '@tieline/protocol';
import type { SendFactsRecord } from '../../facts/send-facts.ts';
import type { Expected, NewMessage } from '../../store/write-messages.ts';
import type { Context } from '../context.ts';
import { decideSendTo } from '../decide-send-to.ts';
import { expectedOf } from './expected-of.ts';
import type { SendOutcome, SendRequest } from './send-request.ts';

/**
 * Decides a message on what this node knows, and stores it together with others, by a statement that looks at what was
 * known once more. Null where that cannot be: it holds uploads, begins something, is refused, or rests on what is
 * different now. Then it has to be decided on what the database says (`write-locked.ts`).
 */
export async function writeGrouped(request: SendRequest): Promise<SendOutcome | null> {
  const { context, actor, input, body, uploads } = request;
  if (body.format === 'file' || uploads.length > 0) return null;
  const facts = knownFacts(request) ?? (await loadFacts(request));
  const plan = facts && planSend(facts, request);
  if (!plan) return null;
  const { sender, missed, expected } = plan;
  const { conversation } = input;
  const message = { sender, clientId: input.clientId, body, missed };
  const written = await context.messages.write(actor.tenant, { conversation, message, expected });
  switch (written.is) {
    case 'stored':
      return { is: 'stored', message: written.message, recipients: facts, started: [] };
    case 'repeat':
      if (!written.isUndelivered) return written;
      // It is told under the lock, which finds the doubt again.
      context.messages.doubt(actor.tenant, actor.seat, input.clientId);
      return null;
    case 'stale':
      forgetFacts(context, request, facts);
      return null;
  }
}

/** Null as well while somebody holds the conversation's lock: what is known may be about to change. */
function knownFacts({ context, actor, input }: SendRequest): SendFactsRecord | null {
  return context.conversationLocks.released(input.conversation)
    ? null
    : context.sendFacts.known(actor.tenant, input.conversation);
}

async function loadFacts({ context, actor, input }: SendRequest): Promise<SendFactsRecord | null> {
  const { conversationLocks, sendFacts } = context;
  const { conversation } = input;
  let released = conversationLocks.released(conversation);
  while (released) {
    await released;
    released = conversationLocks.released(conversation);
  }
  return sendFacts.known(actor.tenant, conversation) ?? sendFacts.load(actor.tenant, conversation);
}

interface SendPlan {
  readonly sender: NewMessage['sender'];
  readonly missed: boolean;
  readonly expected: Expected;
}

type BodyKind = CommandInput<'send-message'>['body']['kind'];

/** What was decided on facts holds as long as they do. By the sender and what is sent. */
const plans = new WeakMap<SendFactsRecord, Map<string, SendPlan>>();

function planSend(facts: SendFactsRecord, { actor, input }: SendRequest): SendPlan | null {
  if (!decideWrittenIn(input.interaction ?? null, facts.conversation.interaction).allowed) return null;
  const ofFacts = plans.get(facts) ?? new Map<string, SendPlan>();
  const key = `${input.body.kind} ${actor.seat}`;
  const known = ofFacts.get(key);
  if (known) return known;
  const plan = makePlan(facts, actor.seat, input.body.kind);
  // Who takes no part is no fact of the conversation, and they may be many.
  if (plan) plans.set(facts, ofFacts.set(key, plan));
  return plan;
}

/** Null where the message may not be stored on these facts, or begins something. */
function makePlan(
  { tenant, conversation, seats }: SendFactsRecord,
  seat: SeatId,
  body: BodyKind,
): SendPlan | null {
  const sender = seats.find((one) => one.facts.seat === seat);
  const receiver = seats.find((one) => one.facts.seat !== seat);
  if (!sender || !receiver) return null;
  const decision = decideSendTo({ tenant, conversation, relation: 'member', sender, receiver, body });
  if (!decision.allowed || decision.startsInteraction) return null;
  return {
    sender: { seat, kind: sender.facts.kind, name: sender.name },
    missed: decision.fate === 'missed',
    expected: expectedOf(tenant, conversation, seats),
  };
}

function forgetFacts({ sendFacts }: Context, { actor }: SendRequest, facts: SendFactsRecord): void {
  sendFacts.forgetConversation(actor.tenant, facts.conversation.id);
  for (const seat of facts.seats) sendFacts.forgetSeat(actor.tenant, seat.facts.seat);
}
