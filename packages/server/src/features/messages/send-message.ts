import { type Numbering, numberingOf } from '@tieline/domain';
import type { CommandInput } from '@tieline/protocol';
import type { BodyAnswer } from '../../content/accept-body.ts';
import type { CommandOrigin } from '../../delivery/live-session.ts';
import type { ConversationRecord } from '../../store/load-conversation.ts';
import { loadNumberingAt } from '../../store/write-conversation.ts';
import type { SentMessage } from '../../views/sent-view.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { settleUploads } from './attach-uploads.ts';
import { deliverRecovered, deliverStored } from './deliver-stored.ts';
import { repeatAnswer } from './send-answer.ts';
import type { SendOutcome, SendRequest } from './send-request.ts';
import { writeGrouped } from './write-grouped.ts';
import { writeLocked } from './write-locked.ts';

type Input = CommandInput<'send-message'>;

/**
 * Stores a message and tells everybody who may hear it: what is in it, whether it may be sent, what that rests on, the
 * writing, the telling, the answer. `origin`: the socket that it came by; null where it came otherwise.
 */
export function sendMessage(
  context: Context,
  actor: Actor,
  input: Input,
  origin: CommandOrigin | null,
): Promise<Answer<SentMessage>> {
  if (input.body.kind === 'file') {
    const { file } = input.body;
    return send({ context, actor, input, origin, body: { format: 'file', file }, uploads: [file] });
  }
  const sendBody = (accepted: BodyAnswer): Promise<Answer<SentMessage>> =>
    accepted.ok
      ? send({ context, actor, input, origin, body: accepted.body, uploads: accepted.images })
      : Promise.resolve(no(accepted.error, accepted.problem ?? null));
  const accepted = context.bodies.accept(actor.tenant, input.conversation, input.body);
  // Nearly every body is read at once, and must not lose a turn of the loop as if it were not.
  return accepted instanceof Promise ? accepted.then(sendBody) : sendBody(accepted);
}

/** Together with others where that is possible, else by itself under the lock of the conversation. */
async function send(request: SendRequest): Promise<Answer<SentMessage>> {
  const outcome = await writeGrouped(request);
  return outcome ? conclude(request, outcome) : sendLocked(request);
}

async function sendLocked(request: SendRequest): Promise<Answer<SentMessage>> {
  const { context, actor, input } = request;
  const delivered = context.messages.noteUndelivered(actor.tenant);
  try {
    const uploadProblem = await settleUploads(request);
    // What it begins is told before what follows it.
    return await context.conversationLocks.hold(actor.tenant, input.conversation, async () =>
      conclude(request, await writeLocked(request, uploadProblem)),
    );
  } finally {
    delivered();
  }
}

function conclude(
  request: SendRequest,
  outcome: SendOutcome,
): Answer<SentMessage> | Promise<Answer<SentMessage>> {
  switch (outcome.is) {
    case 'stored':
      deliverStored(request, outcome);
      return yes({
        message: outcome.message,
        numbering: numberingOfSender(outcome.recipients.conversation),
      });
    case 'repeat':
      return concludeRepeat(request, outcome);
    case 'refused':
      return outcome.answer;
  }
}

const numberingOfSender = ({ kind, interaction }: ConversationRecord): Numbering =>
  numberingOf({ kind, relation: 'member', interaction });

async function concludeRepeat(
  request: SendRequest,
  { earlier, isUndelivered }: SendOutcome & { is: 'repeat' },
): Promise<Answer<SentMessage>> {
  const { context, actor } = request;
  const numbering = await context.store.read(actor.tenant, (db) => loadNumberingAt(db, earlier));
  const answer = repeatAnswer(request, earlier, numbering);
  if (!isUndelivered) return answer;
  if (answer.ok) await deliverRecovered(request, earlier);
  // Whoever took the same id for something else has told nobody of the message that is stored.
  else context.messages.doubt(actor.tenant, earlier.sender.seat, request.input.clientId);
  return answer;
}
