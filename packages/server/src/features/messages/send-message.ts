import { conversationKindOf, type Decision, decideSend, refuse, type StoredMessage } from '@tieline/domain';
import { type CommandInput, messageIdOf, noticeSentences, type Stored } from '@tieline/protocol';
import { type AcceptedBody, acceptBody } from '../../content/accept-body.ts';
import type { Turn } from '../../delivery/turns.ts';
import { loadSeatLock } from '../../store/attachments.ts';
import { type ConversationRecord, loadConversationLocked } from '../../store/load-conversation.ts';
import { loadMessageByClientId } from '../../store/load-messages.ts';
import { loadReader } from '../../store/load-reader.ts';
import { loadSeats, type SeatRecord } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import type { TenantDb } from '../../store/store.ts';
import { writeMessage } from '../../store/write-message.ts';
import { standingOf } from '../../views/reader.ts';
import { type Answer, no, refused, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { type BegunChat, writeStart } from './start-interaction.ts';

type Input = CommandInput<'send-message'>;

type Outcome =
  | { readonly is: 'stored'; readonly message: StoredMessage; readonly fresh: Fresh | null }
  | { readonly is: 'refused'; readonly decision: Decision & { allowed: false } }
  | { readonly is: 'missing' };

/** What delivery needs of a message that was stored just now, and not by an earlier try. */
interface Fresh {
  readonly conversation: ConversationRecord;
  readonly seats: readonly SeatRecord[];
  /** How both now see the chat, where the message began an interaction. */
  readonly begun: readonly BegunChat[];
}

/**
 * Stores a message and tells everybody who may hear it. Asked again with the same client id it answers the same
 * (DEL-6). Decided on facts that are read under the conversation's lock, so that nothing changes meanwhile.
 */
export async function sendMessage(context: Context, actor: Actor, input: Input): Promise<Answer<Stored>> {
  const accepted = acceptBody(input.body);
  if (!accepted.ok) return no(accepted.error, accepted.problem ?? null);
  return context.inTurn(input.conversation, async (turn) => {
    const outcome = await context.store.transaction(actor.tenant, (db) =>
      store(db, actor, input, accepted.body, turn),
    );
    switch (outcome.is) {
      case 'missing':
        return no('not-found');
      case 'refused':
        return refused(outcome.decision);
      case 'stored':
        await turn.come();
        if (outcome.fresh) tell(context, actor, outcome.message, outcome.fresh);
        return yes(storedAnswer(input, outcome.message));
    }
  });
}

async function store(
  db: TenantDb,
  actor: Actor,
  input: Input,
  body: AcceptedBody,
  turn: Turn,
): Promise<Outcome> {
  const earlier = await loadMessageByClientId(db, actor.seat, input.clientId);
  if (earlier) return answerAgain(earlier, input, body);
  const conversation = await loadConversationLocked(db, input.conversation);
  const standing = conversation && standingOf(conversation, await loadReader(db, actor.seat));
  if (!standing) return { is: 'missing' };
  if (conversation.kind === 'agent' && !conversation.interaction.running) {
    // Nobody may log out between the question whether both are here and the interaction that rests on it (HIST-5).
    await loadSeatLock(db, conversation.seats, 'share');
  }
  const tenant = await loadTenant(db);
  const seats = await loadSeats(db, conversation.seats);
  const sender = seats.get(standing.self);
  const receiver = seats.get(standing.peer);
  if (!sender || !receiver) return { is: 'missing' };
  const decision = decideSend({
    tenant: tenant.facts,
    sender: sender.facts,
    relation: standing.relation,
    body: input.body.kind,
    target: {
      to: 'seat',
      kind: conversationKindOf(sender.facts, receiver.facts),
      receiver: receiver.facts,
      interaction: conversation.interaction,
    },
  });
  if (!decision.allowed) return { is: 'refused', decision };
  const message = await writeMessage(db, {
    conversation,
    sender: { seat: sender.facts.seat, kind: sender.facts.kind, name: sender.name },
    clientId: input.clientId,
    body,
    missed: decision.fate === 'missed',
  });
  if (message) {
    turn.take();
    // Only now: a message that is not stored begins nothing.
    const begun = decision.startsInteraction ? await writeStart(db, tenant, conversation, actor.seat) : [];
    return { is: 'stored', message, fresh: { conversation, seats: [...seats.values()], begun } };
  }
  // The same client id was committed while this transaction ran, in another conversation.
  const meanwhile = await loadMessageByClientId(db, actor.seat, input.clientId);
  if (!meanwhile) throw new Error('A message was neither stored nor there already');
  return answerAgain(meanwhile, input, body);
}

/** DEL-6: the same id is the same message, or it is refused. */
function answerAgain(earlier: StoredMessage, input: Input, body: AcceptedBody): Outcome {
  const same = earlier.conversation === input.conversation && isSameBody(earlier.body, body);
  return same
    ? { is: 'stored', message: earlier, fresh: null }
    : { is: 'refused', decision: refuse('DEL-6', 'client-id-reused') };
}

function isSameBody(one: StoredMessage['body'], other: AcceptedBody): boolean {
  if (one.format === 'rich') return other.format === 'rich' && one.html === other.html;
  return one.format === 'plain' && other.format === 'plain' && one.text === other.text;
}

/** Without a pause, in which the end of the interaction could overtake its beginning. */
function tell(context: Context, actor: Actor, message: StoredMessage, fresh: Fresh): void {
  const { conversation, seats, begun } = fresh;
  const participants = seats.map((seat) => seat.facts);
  for (const { reader, view } of begun) context.delivery.deliverConversation(actor.tenant, reader, view);
  context.delivery.deliverMessage(actor.tenant, conversation.kind, participants, message);
}

function storedAnswer(input: Input, message: StoredMessage): Stored {
  return {
    conversation: message.conversation,
    id: messageIdOf(message.conversation, message.seq),
    seq: message.seq,
    at: message.at,
    clientId: input.clientId,
    notice: message.missed
      ? { rule: 'DEL-4', code: 'receiver-logged-out', sentence: noticeSentences['receiver-logged-out'] }
      : null,
  };
}
