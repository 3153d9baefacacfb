import { decideRepeat, type Numbering, type StoredMessage } from '@tieline/domain';
import { isSameBody } from '../../content/same-body.ts';
import type { SentMessage } from '../../views/sent-view.ts';
import { type Answer, refused, yes } from '../answer.ts';
import type { SendRequest } from './send-request.ts';

/** DEL-6: the same id is the same message, or it is refused. */
export function repeatAnswer(
  { context, input, body }: SendRequest,
  earlier: StoredMessage,
  numbering: Numbering,
): Answer<SentMessage> {
  const isSame =
    earlier.sentHash === null
      ? isSameBody(earlier.body, body)
      : context.sentHashes.of(body) === earlier.sentHash;
  const sameMessage = earlier.conversation === input.conversation && isSame;
  const decision = decideRepeat({ sameMessage });
  return decision.allowed ? yes({ message: earlier, numbering }) : refused(decision);
}
