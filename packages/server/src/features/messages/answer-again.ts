import { decideRepeat, type StoredMessage } from '@tieline/domain';
import type { CommandInput, Stored } from '@tieline/protocol';
import { isSameBody } from '../../content/same-body.ts';
import { messageView } from '../../views/message-view.ts';
import { noticeOf } from '../../views/notice.ts';
import { type Answer, refused, yes } from '../answer.ts';
import type { Actor } from '../context.ts';
import type { Sending } from './sending.ts';

type Input = CommandInput<'send-message'>;

/** DEL-6: the same id is the same message, or it is refused. */
export function answerAgain(earlier: StoredMessage, { actor, input, body }: Sending): Answer<Stored> {
  const sameMessage = earlier.conversation === input.conversation && isSameBody(earlier.body, body);
  const decision = decideRepeat({ sameMessage });
  return decision.allowed ? yes(storedAnswer(actor, input, earlier)) : refused(decision);
}

/** DEL-5: stored, with its place, and what the sender should know of its fate. */
export function storedAnswer({ surface }: Actor, input: Input, message: StoredMessage): Stored {
  return {
    conversation: message.conversation,
    clientId: input.clientId,
    message: messageView(surface, message),
    notice: noticeOf(message.missed),
  };
}
