import {
  decideRepeat,
  type Numbering,
  projectMessage,
  renumbered,
  type StoredMessage,
} from '@tieline/domain';
import type { Stored } from '@tieline/protocol';
import { isSameBody } from '../../content/same-body.ts';
import { noticeOf } from '../../views/notice.ts';
import { type Answer, refused, yes } from '../answer.ts';
import type { SendRequest } from './send-request.ts';

/** DEL-6: the same id is the same message, or it is refused. */
export function repeatAnswer(
  request: SendRequest,
  earlier: StoredMessage,
  numbering: Numbering,
): Answer<Stored> {
  const { context, input, body } = request;
  const isSame =
    earlier.sentHash === null
      ? isSameBody(earlier.body, body)
      : context.sentHashes.of(body) === earlier.sentHash;
  const sameMessage = earlier.conversation === input.conversation && isSame;
  const decision = decideRepeat({ sameMessage });
  return decision.allowed ? yes(storedAnswer(request, earlier, numbering)) : refused(decision);
}

/** DEL-5: stored, with its place, and what the sender should know of its fate. */
export function storedAnswer(
  { actor, input }: SendRequest,
  message: StoredMessage,
  numbering: Numbering,
): Stored {
  return {
    conversation: message.conversation,
    clientId: input.clientId,
    interaction: numbering.interaction,
    message: projectMessage(actor.surface, renumbered(message, numbering), actor.seat),
    notice: noticeOf(message.missed),
  };
}
