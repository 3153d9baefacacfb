import { type Numbering, projectMessage, renumbered, type StoredMessage } from '@tieline/domain';
import type { SeatId, SignInSurface, Stored } from '@tieline/protocol';
import { encodedView } from './encoded-view.ts';

import { noticeOf } from './notice.ts';

/** A message that is stored, and the numbers that its sender knows it by. */
export interface SentMessage {
  readonly message: StoredMessage;
  readonly numbering: Numbering;
}

interface Sender {
  readonly seat: SeatId;
  readonly surface: SignInSurface;
}

/** DEL-5: stored, with its place, and what the sender should know of its fate. */
export function sentView({ message, numbering }: SentMessage, { seat, surface }: Sender): Stored {
  return {
    conversation: message.conversation,
    clientId: message.clientId,
    interaction: numbering.interaction,
    message: projectMessage(surface, renumbered(message, numbering), seat),
    notice: noticeOf(message.missed),
  };
}

/** The same as JSON. The view of the message is encoded once for the sender and for those who hear of it. */
export function encodedSentView({ message, numbering }: SentMessage, { seat, surface }: Sender): string {
  const view = encodedView({ message, surface, numbering }, seat);
  const notice = JSON.stringify(noticeOf(message.missed));
  const ids = `"conversation":"${message.conversation}","clientId":${JSON.stringify(message.clientId)}`;
  return `{${ids},"interaction":${numbering.interaction},"message":${view},"notice":${notice}}`;
}
