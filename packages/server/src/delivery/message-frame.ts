import type { StoredMessage } from '@tieline/domain';
import type { SeatId, SignInSurface } from '@tieline/protocol';
import { messageView } from '../views/message-view.ts';
import type { MessageHint } from './subjects.ts';

/** How a message is seen by all who did not write it: encoded once for each surface, however many they are (CONT-8). */
const views = new WeakMap<StoredMessage, Partial<Record<SignInSurface, string>>>();

/** A `message` or `message-changed` event of the protocol for the sockets of a seat. */
export function messageFrame({ message, surface, loud }: MessageHint, reader: SeatId): string {
  const view =
    message.sender.seat === reader
      ? JSON.stringify(messageView(surface, message, reader))
      : commonView(message, surface);
  const what = `"conversation":"${message.conversation}","message":${view}`;
  return loud === null ? `{"on":"message-changed",${what}}` : `{"on":"message",${what},"loud":${loud}}`;
}

function commonView(message: StoredMessage, surface: SignInSurface): string {
  const encoded = views.get(message) ?? {};
  views.set(message, encoded);
  return (encoded[surface] ??= JSON.stringify(messageView(surface, message, null)));
}
