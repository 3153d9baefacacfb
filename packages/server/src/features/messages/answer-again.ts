import { refuse, type StoredMessage } from '@tieline/domain';
import { type CommandInput, messageIdOf, noticeSentences, type Stored } from '@tieline/protocol';
import type { AcceptedBody } from '../../content/accept-body.ts';
import { isSameBody } from '../../content/same-body.ts';
import { type Answer, refused, yes } from '../answer.ts';

type Input = CommandInput<'send-message'>;

/** DEL-6: the same id is the same message, or it is refused. */
export function answerAgain(earlier: StoredMessage, input: Input, body: AcceptedBody): Answer<Stored> {
  const same = earlier.conversation === input.conversation && isSameBody(earlier.body, body);
  return same ? yes(storedAnswer(input, earlier)) : refused(refuse('DEL-6', 'client-id-reused'));
}

/** DEL-5: stored, with its place, and what the sender should know of its fate. */
export function storedAnswer(input: Input, message: StoredMessage): Stored {
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
