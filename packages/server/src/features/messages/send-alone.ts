import {
  type Decision,
  decideWrittenIn,
  isOver,
  participantOf,
  type StoredBody,
  type StoredMessage,
} from '@tieline/domain';
import type { SeatId, Stored } from '@tieline/protocol';
import { Busy } from '../../concurrency/admission.ts';
import { passCrashPoint } from '../../node/crash-point.ts';
import type { MessageOrigin } from '../../delivery/delivery.ts';
import { loadSeatLock } from '../../store/attachments.ts';
import { isConnectionFault, isTaken } from '../../store/faults.ts';
import { writeFilesHeld } from '../../store/files.ts';
import { type ConversationRecord, loadConversationLocked } from '../../store/load-conversation.ts';
import { loadMessageByClientId } from '../../store/load-messages.ts';
import { loadReader } from '../../store/load-reader.ts';
import { loadSeats, type SeatRecord } from '../../store/load-seats.ts';
import { loadTenant, type TenantRecord } from '../../store/load-tenant.ts';
import type { TenantDb } from '../../store/store.ts';
import { clientIdIndex, type Expected, writeMessages } from '../../store/write-messages.ts';
import { standingOf } from '../../views/reader.ts';
import { type Answer, no, type No, refused, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { answerAgain, storedAnswer } from './answer-again.ts';
import { decideSendTo } from '../decide-send-to.ts';
import { loadHeld, settleUploads } from './hold-uploads.ts';
import type { Sending } from './sending.ts';
import { type BegunChat, writeStart } from './start-interaction.ts';
import { tellLate } from './tell-late.ts';

type Outcome =
  | { readonly is: 'stored'; readonly message: StoredMessage; readonly told: Told }
  | { readonly is: 'again'; readonly earlier: StoredMessage }
  | { readonly is: 'refused'; readonly decision: Decision & { allowed: false } }
  | { readonly is: 'unheld'; readonly answer: No }
  | { readonly is: 'missing' };

/** Who has to be told of a message that was stored just now. */
interface Told {
  readonly tenant: TenantRecord;
  readonly conversation: ConversationRecord;
  readonly seats: readonly SeatRecord[];
  /** How both now see the chat, where the message began an interaction. */
  readonly begun: readonly BegunChat[];
}

/**
 * Sends one message by itself, decided on what the database says under the conversation's lock, so that nothing
 * changes meanwhile. Alone in its conversation on this node: what it begins is told before what follows.
 */
export async function sendAlone(sending: Sending): Promise<Answer<Stored>> {
  const told = sending.context.messages.begin(sending.actor.tenant);
  try {
    return await storeAndTell(sending);
  } finally {
    told();
  }
}

async function storeAndTell(sending: Sending): Promise<Answer<Stored>> {
  const { context, actor, input, asked } = sending;
  const uploads = await settleUploads(sending);
  return context.turns.alone(actor.tenant, input.conversation, async () => {
    const outcome = await storeOnce(sending, uploads);
    switch (outcome.is) {
      case 'missing':
        return no('not-found');
      case 'refused':
        return refused(outcome.decision);
      case 'unheld':
        return outcome.answer;
      case 'again': {
        const answer = answerAgain(outcome.earlier, sending);
        if (answer.ok && takeDoubt(sending)) await tellLate(sending, outcome.earlier);
        return answer;
      }
      case 'stored':
        takeDoubt(sending);
        tell(context, actor, outcome.message, outcome.told, { clientId: input.clientId, asked });
        return yes(storedAnswer(actor, input, outcome.message));
    }
  });
}

const takeDoubt = ({ context, actor, input }: Sending): boolean =>
  context.messages.takeDoubt(actor.tenant, actor.seat, input.clientId);

/** How often what was just read may turn out to be different when it is written. */
const attempts = 5;

async function storeOnce(sending: Sending, uploads: No | null): Promise<Outcome> {
  const { context, actor, input } = sending;
  for (let attempt = 1; ; attempt += 1) {
    try {
      passCrashPoint('before-insert');
      const outcome = await context.store.transaction(actor.tenant, (db) => store(db, sending, uploads));
      passCrashPoint('after-commit');
      if (outcome.is !== 'stale') return outcome;
      if (attempt === attempts) throw new Busy();
    } catch (error) {
      if (isConnectionFault(error)) context.messages.doubt(actor.tenant, actor.seat, input.clientId);
      // The same client id was committed elsewhere meanwhile: the next look finds it.
      if (!isTaken(error, clientIdIndex) || attempt === attempts) throw error;
    }
  }
}

async function store(db: TenantDb, sending: Sending, uploads: No | null): Promise<Outcome | { is: 'stale' }> {
  const { actor, input } = sending;
  const earlier = await loadMessageByClientId(db, actor.seat, input.clientId);
  if (earlier) return { is: 'again', earlier };
  const conversation = await loadConversationLocked(db, input.conversation);
  const standing = conversation && standingOf(conversation, await loadReader(db, actor.seat));
  if (!standing) return { is: 'missing' };
  if (isOver(conversation)) {
    // Nobody may log out between the question whether both are here and the interaction that rests on it (HIST-5).
    await loadSeatLock(db, conversation.seats, 'share');
  }
  const tenant = await loadTenant(db);
  const seats = await loadSeats(db, conversation.seats);
  const sender = seats.get(standing.self);
  const receiver = seats.get(standing.peer);
  if (!sender || !receiver) return { is: 'missing' };
  const { relation } = standing;
  const decision = decideSendTo({ tenant, conversation, relation, sender, receiver, body: input.body.kind });
  if (!decision.allowed) return { is: 'refused', decision };
  const writtenIn = decideWrittenIn(input.interaction ?? null, conversation.interaction);
  if (!writtenIn.allowed) return { is: 'refused', decision: writtenIn };
  // Only who may send is told what became of an upload.
  const held = uploads ?? (await loadHeld(db, sending));
  if ('code' in held) return { is: 'unheld', answer: held };
  const missed = decision.fate === 'missed';
  const message = await write(db, { tenant, conversation, sender, receiver, input, body: held, missed });
  if (!message) return { is: 'stale' };
  if (sending.files.length > 0) await writeFilesHeld(db, sending.files, message.seq);
  // Only now: a message that is not stored begins nothing.
  const begun = decision.startsInteraction ? await writeStart(db, tenant, conversation, actor.seat) : [];
  return { is: 'stored', message, told: { tenant, conversation, seats: [sender, receiver], begun } };
}

interface Writing {
  readonly tenant: TenantRecord;
  readonly conversation: ConversationRecord;
  readonly sender: SeatRecord;
  readonly receiver: SeatRecord;
  readonly input: Sending['input'];
  readonly body: StoredBody;
  readonly missed: boolean;
}

/** Null where what was read a moment ago, and is not locked, is different now. */
async function write(db: TenantDb, writing: Writing): Promise<StoredMessage | null> {
  const { tenant, conversation, sender, receiver, input, body, missed } = writing;
  const { seat, kind } = sender.facts;
  const from = { seat, kind, name: sender.name, isFirst: seat === conversation.seats[0] };
  const isLive = (one: SeatId): boolean => (one === seat ? sender : receiver).facts.loggedIn;
  const expected: Expected = {
    revision: tenant.revision,
    interaction: conversation.interaction.running ? conversation.interaction.number : null,
    live: [isLive(conversation.seats[0]), isLive(conversation.seats[1])],
  };
  const message = { sender: from, clientId: input.clientId, body, missed };
  const stored = await writeMessages(db, [{ conversation: conversation.id, expected, messages: [message] }]);
  const place = stored.get(conversation.id);
  if (!place) return null;
  return { conversation: conversation.id, seq: place.base + 1, at: place.at, sender: from, body, missed };
}

/** Without a pause, in which the end of the interaction could overtake its beginning. */
function tell(context: Context, actor: Actor, message: StoredMessage, told: Told, from: MessageOrigin): void {
  const { tenant, conversation, seats, begun } = told;
  if (begun.length > 0) context.sendFacts.forgetConversation(actor.tenant, conversation.id);
  for (const { reader, view } of begun) context.delivery.deliverConversation(actor.tenant, reader, view);
  const participants = seats.map((seat) => participantOf(tenant.facts, seat.facts));
  context.delivery.deliverMessage(actor.tenant, conversation.kind, participants, message, from);
}
