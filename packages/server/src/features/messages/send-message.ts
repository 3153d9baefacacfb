import type { StoredMessage } from '@tieline/domain';
import type { CommandInput, Stored } from '@tieline/protocol';
import { type AcceptedBody, acceptBody } from '../../content/accept-body.ts';
import type { SendFactsRecord } from '../../facts/send-facts.ts';
import { loadConversation } from '../../store/load-conversation.ts';
import type { SeatRecord } from '../../store/load-seats.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { answerAgain, storedAnswer } from './answer-again.ts';
import { decideSendTo } from './decide-send-to.ts';
import { sendAlone } from './send-alone.ts';

type Input = CommandInput<'send-message'>;

/**
 * Stores a message and tells everybody who may hear it. Decided on what is known, stored together with others, by
 * a transaction that checks what is known. Whatever does not fit (a no, an interaction that begins, facts that have
 * changed) is decided again by itself, on what the database says.
 */
export async function sendMessage(context: Context, actor: Actor, input: Input): Promise<Answer<Stored>> {
  const accepted = acceptBody(input.body);
  if (!accepted.ok) return no(accepted.error, accepted.problem ?? null);
  const { body } = accepted;
  for (let turn = context.turns.free(input.conversation); turn; turn = context.turns.free(input.conversation))
    await turn;
  const facts =
    context.sendFacts.known(actor.tenant, input.conversation) ??
    (await context.sendFacts.load(actor.tenant, input.conversation));
  const plan = facts && planSend(facts, actor, input);
  if (!plan) return sendAlone(context, actor, input, body);
  return sendTogether(context, actor, input, body, facts, plan);
}

interface Plan {
  readonly sender: SeatRecord;
  readonly missed: boolean;
}

/** Null where the message may not be stored on these facts, or begins something. */
function planSend(facts: SendFactsRecord, actor: Actor, input: Input): Plan | null {
  const [first, second] = facts.seats;
  const [sender, receiver] = first.facts.seat === actor.seat ? [first, second] : [second, first];
  if (sender.facts.seat !== actor.seat) return null;
  const { tenant, conversation } = facts;
  const body = input.body.kind;
  const decision = decideSendTo({ tenant, conversation, relation: 'member', sender, receiver, body });
  return decision.allowed && !decision.startsInteraction
    ? { sender, missed: decision.fate === 'missed' }
    : null;
}

async function sendTogether(
  context: Context,
  actor: Actor,
  input: Input,
  body: AcceptedBody,
  facts: SendFactsRecord,
  { sender, missed }: Plan,
): Promise<Answer<Stored>> {
  const { conversation, seats, tenant } = facts;
  const written = await context.messages.write(actor.tenant, {
    conversation: conversation.id,
    message: {
      sender: { seat: sender.facts.seat, kind: sender.facts.kind, name: sender.name },
      clientId: input.clientId,
      body,
      missed,
    },
    expected: {
      revision: tenant.revision,
      interaction: conversation.interaction.running ? conversation.interaction.number : null,
      live: [seats[0].facts.loggedIn, seats[1].facts.loggedIn],
    },
  });
  switch (written.is) {
    case 'stored':
      tell(context, actor, facts, written.message);
      return yes(storedAnswer(input, written.message));
    case 'again': {
      const answer = answerAgain(written.earlier, input, body);
      if (answer.ok && written.untold) await tellLate(context, actor, facts, written.earlier);
      return answer;
    }
    case 'stale':
      forget(context, actor, facts);
      return sendAlone(context, actor, input, body);
  }
}

function tell(
  context: Context,
  actor: Actor,
  { conversation, seats }: SendFactsRecord,
  message: StoredMessage,
): void {
  context.delivery.deliverMessage(
    actor.tenant,
    conversation.kind,
    seats.map((seat) => seat.facts),
    message,
  );
}

/**
 * Tells of a message that was stored when nobody knew. Where a later one has been told since, everybody has seen the
 * gap and has fetched it: telling it now would put it behind what it came before.
 */
async function tellLate(
  context: Context,
  actor: Actor,
  facts: SendFactsRecord,
  message: StoredMessage,
): Promise<void> {
  await context.turns.alone(actor.tenant, message.conversation, async () => {
    const newest = await context.store.read(actor.tenant, (db) => loadConversation(db, message.conversation));
    if (newest?.lastSeq === message.seq) tell(context, actor, facts, message);
  });
}

function forget({ sendFacts }: Context, { tenant }: Actor, facts: SendFactsRecord): void {
  sendFacts.forgetConversation(tenant, facts.conversation.id);
  for (const seat of facts.seats) sendFacts.forgetSeat(tenant, seat.facts.seat);
}
