import { decideWrittenIn, isOver, type WrittenBody, type StoredMessage } from '@tieline/domain';
import { Busy } from '../../concurrency/admission.ts';
import { passCrashPoint } from '../../node/crash-point.ts';
import { loadSeatLock } from '../../store/attachments.ts';
import { isConnectionFault, isTaken } from '../../store/faults.ts';
import { writeFilesHeld } from '../../store/files.ts';
import { type ConversationRecord, loadConversationLocked } from '../../store/load-conversation.ts';
import { loadMessageByClientId } from '../../store/load-messages.ts';
import { loadReader } from '../../store/load-reader.ts';
import { loadSeats, type SeatRecord } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import type { TenantDb } from '../../store/store.ts';
import { clientIdIndex, storedMessage, writeMessages } from '../../store/write-messages.ts';
import { standingOf } from '../../views/standing.ts';
import { no, type No, refused } from '../answer.ts';
import { decideSendTo, type SendCase } from '../decide-send-to.ts';
import { loadAttached } from './attach-uploads.ts';
import { expectedOf } from './expected-of.ts';
import type { SendOutcome, SendRequest } from './send-request.ts';
import { writeStart } from './start-interaction.ts';

/** How often what was just read may turn out to be different when it is written. */
const attempts = 5;

/**
 * Decides a message on what the database says, and stores it by itself, under the lock of the conversation, so that
 * nothing changes meanwhile. The caller holds this node's own lock of it.
 *
 * @param uploadProblem why its uploads cannot be sent; null: nothing is against it so far
 */
export async function writeLocked(request: SendRequest, uploadProblem: No | null): Promise<SendOutcome> {
  const { context, actor, input } = request;
  for (let attempt = 1; ; attempt += 1) {
    try {
      passCrashPoint('before-insert');
      const outcome = await context.store.transaction(actor.tenant, (db) =>
        write(db, request, uploadProblem),
      );
      passCrashPoint('after-commit');
      if (outcome.is !== 'stale') return withDoubt(request, outcome);
      if (attempt === attempts) throw new Busy();
    } catch (error) {
      if (isConnectionFault(error)) context.messages.doubt(actor.tenant, actor.seat, input.clientId);
      // The same client id was committed elsewhere meanwhile: the next look finds it.
      if (!isTaken(error, clientIdIndex) || attempt === attempts) throw error;
    }
  }
}

/** What an earlier attempt left in doubt is known now. */
function withDoubt({ context, actor, input }: SendRequest, outcome: SendOutcome): SendOutcome {
  if (outcome.is === 'refused') return outcome;
  const wasInDoubt = context.messages.takeDoubt(actor.tenant, actor.seat, input.clientId);
  return outcome.is === 'repeat' ? { ...outcome, isUndelivered: wasInDoubt } : outcome;
}

async function write(
  db: TenantDb,
  request: SendRequest,
  uploadProblem: No | null,
): Promise<SendOutcome | { is: 'stale' }> {
  const { actor, input } = request;
  const earlier = await loadMessageByClientId(db, actor.seat, input.clientId);
  if (earlier) return { is: 'repeat', earlier, isUndelivered: false };
  const conversation = await loadConversationLocked(db, input.conversation);
  const sendCase = conversation && (await loadCase(db, request, conversation));
  if (!sendCase) return refuse(no('not-found'));
  const decision = decideSendTo(sendCase);
  if (!decision.allowed) return refuse(refused(decision));
  const writtenIn = decideWrittenIn(input.interaction ?? null, conversation.interaction);
  if (!writtenIn.allowed) return refuse(refused(writtenIn));
  // Only who may send is told what became of an upload.
  const body = uploadProblem ?? (await loadAttached(db, request));
  if ('code' in body) return refuse(body);
  const message = await writeOne(db, request, sendCase, { body, missed: decision.fate === 'missed' });
  if (!message) return { is: 'stale' };
  if (request.uploads.length > 0) await writeFilesHeld(db, request.uploads, message.seq);
  const { tenant, sender, receiver } = sendCase;
  // Only now: a message that is not stored begins nothing.
  const start = decision.startsInteraction
    ? await writeStart(db, tenant, conversation, actor.seat)
    : { conversation, chats: [] };
  const recipients = { tenant, conversation: start.conversation, seats: [sender, receiver] };
  return { is: 'stored', message, recipients, started: start.chats };
}

const refuse = (answer: No): SendOutcome => ({ is: 'refused', answer });

/** Null where the sender has no such conversation. */
async function loadCase(
  db: TenantDb,
  { actor, input }: SendRequest,
  conversation: ConversationRecord,
): Promise<SendCase | null> {
  const standing = standingOf(conversation, await loadReader(db, actor.seat));
  if (!standing) return null;
  // Nobody may log out between the question whether both are here and the interaction that rests on it (HIST-5).
  if (isOver(conversation)) await loadSeatLock(db, conversation.members, 'share');
  const tenant = await loadTenant(db);
  const seats = await loadSeats(db, conversation.members);
  const sender = seats.get(standing.self);
  const receiver = seats.get(standing.peer);
  if (!sender || !receiver) return null;
  return { tenant, conversation, relation: standing.relation, sender, receiver, body: input.body.kind };
}

/** Null where what was read a moment ago, and is not locked, is different now. */
async function writeOne(
  db: TenantDb,
  { input }: SendRequest,
  { tenant, conversation, sender, receiver }: SendCase,
  { body, missed }: { readonly body: WrittenBody; readonly missed: boolean },
): Promise<StoredMessage | null> {
  const from = senderOf(sender);
  const expected = expectedOf(tenant, conversation, [sender, receiver]);
  const message = { sender: from, clientId: input.clientId, body, missed };
  const stored = await writeMessages(db, [{ conversation: conversation.id, expected, messages: [message] }]);
  const group = stored.get(conversation.id);
  return group ? storedMessage(conversation.id, group, 1, message) : null;
}

function senderOf({ facts, name }: SeatRecord): StoredMessage['sender'] {
  return { seat: facts.seat, kind: facts.kind, name };
}
