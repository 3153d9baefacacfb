import { decideWrittenIn, participantOf, type StoredMessage } from '@tieline/domain';
import type { CommandInput, FileId, SeatId, Stored } from '@tieline/protocol';
import type { AcceptedBody, BodyAnswer } from '../../content/accept-body.ts';
import type { Asked } from '../../delivery/live-session.ts';
import type { SendFactsRecord } from '../../facts/send-facts.ts';
import type { Expected, NewMessage } from '../../store/write-messages.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { answerAgain, storedAnswer } from './answer-again.ts';
import { decideSendTo } from '../decide-send-to.ts';
import { expectedOf } from './expected-of.ts';
import { sendAlone } from './send-alone.ts';
import type { Sending } from './sending.ts';
import { tellLate } from './tell-late.ts';

type Input = CommandInput<'send-message'>;

/**
 * Stores a message and tells everybody who may hear it. Decided on what is known, stored together with others, by
 * a transaction that checks what is known. Whatever does not fit (a no, an interaction that begins, facts that have
 * changed) is decided again by itself, on what the database says.
 */
export function sendMessage(
  context: Context,
  actor: Actor,
  input: Input,
  asked: Asked | null,
): Promise<Answer<Stored>> {
  if (input.body.kind === 'file') {
    const { file } = input.body;
    return sendAlone({ context, actor, input, body: { format: 'file', file }, files: [file], asked });
  }
  const accepted = context.bodies.accept(actor.tenant, input.conversation, input.body);
  if (accepted instanceof Promise)
    return accepted.then((answer) => sendAccepted(context, actor, input, answer, asked));
  return sendAccepted(context, actor, input, accepted, asked);
}

function sendAccepted(
  context: Context,
  actor: Actor,
  input: Input,
  accepted: BodyAnswer,
  asked: Asked | null,
): Promise<Answer<Stored>> {
  if (!accepted.ok) return Promise.resolve(no(accepted.error, accepted.problem ?? null));
  const { body, images } = accepted;
  if (images.length > 0) return sendAlone({ context, actor, input, body, files: images, asked });
  const facts = context.turns.free(input.conversation)
    ? null
    : context.sendFacts.known(actor.tenant, input.conversation);
  const sending = { context, actor, input, body, files: none, asked };
  return facts ? sendOn(facts, sending) : sendLater(sending);
}

const none: readonly FileId[] = [];

/** It holds no upload, so nothing of it has to be looked up. */
type Ready = Sending & { readonly body: AcceptedBody };

/** For who has to wait for others, or for the facts. */
async function sendLater(sending: Ready): Promise<Answer<Stored>> {
  const { context, actor, input } = sending;
  for (let turn = context.turns.free(input.conversation); turn; turn = context.turns.free(input.conversation))
    await turn;
  const facts =
    context.sendFacts.known(actor.tenant, input.conversation) ??
    (await context.sendFacts.load(actor.tenant, input.conversation));
  return facts ? sendOn(facts, sending) : sendAlone(sending);
}

function sendOn(facts: SendFactsRecord, sending: Ready): Promise<Answer<Stored>> {
  const { actor, input } = sending;
  const writtenIn = decideWrittenIn(input.interaction ?? null, facts.conversation.interaction);
  const plan = writtenIn.allowed ? planSend(facts, actor.seat, input.body.kind) : null;
  return plan ? sendTogether(sending, facts, plan) : sendAlone(sending);
}

interface Plan {
  readonly sender: NewMessage['sender'];
  readonly missed: boolean;
  readonly expected: Expected;
}

type BodyKind = Input['body']['kind'];

/** What was decided on facts holds as long as they do. By the sender and what is sent. */
const plans = new WeakMap<SendFactsRecord, Map<string, Plan>>();

function planSend(facts: SendFactsRecord, sender: SeatId, body: BodyKind): Plan | null {
  const held = plans.get(facts);
  const made = held ?? new Map<string, Plan>();
  if (!held) plans.set(facts, made);
  const key = `${body} ${sender}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const plan = makePlan(facts, sender, body);
  // Who takes no part is no fact of the conversation, and they may be many.
  if (plan) made.set(key, plan);
  return plan;
}

/** Null where the message may not be stored on these facts, or begins something. */
function makePlan(
  { tenant, conversation, seats }: SendFactsRecord,
  seat: SeatId,
  body: BodyKind,
): Plan | null {
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

async function sendTogether(
  sending: Ready,
  facts: SendFactsRecord,
  { sender, missed, expected }: Plan,
): Promise<Answer<Stored>> {
  const { context, actor, input, body } = sending;
  const written = await context.messages.write(actor.tenant, {
    conversation: facts.conversation.id,
    message: { sender, clientId: input.clientId, body, missed },
    expected,
  });
  switch (written.is) {
    case 'stored':
      tell(sending, facts, written.message);
      return yes(storedAnswer(actor, input, written.message));
    case 'again': {
      const answer = answerAgain(written.earlier, sending);
      if (answer.ok && written.untold)
        await context.turns.alone(actor.tenant, input.conversation, () => tellLate(sending, written.earlier));
      return answer;
    }
    case 'stale':
      forget(context, actor, facts);
      return sendAlone(sending);
  }
}

function tell(
  { context, actor, input, asked }: Ready,
  { tenant, conversation, seats }: SendFactsRecord,
  message: StoredMessage,
): void {
  const participants = seats.map((seat) => participantOf(tenant.facts, seat.facts));
  const from = { clientId: input.clientId, asked };
  context.delivery.deliverMessage(actor.tenant, conversation.kind, participants, message, from);
}

function forget({ sendFacts }: Context, { tenant }: Actor, facts: SendFactsRecord): void {
  sendFacts.forgetConversation(tenant, facts.conversation.id);
  for (const seat of facts.seats) sendFacts.forgetSeat(tenant, seat.facts.seat);
}
