import { projectMessage, renumbered, type StoredMessage } from '@tieline/domain';
import type { SeatId, SignInSurface } from '@tieline/protocol';
import type { MessageHint } from './subjects.ts';

/** How a message is seen by all who did not write it: encoded once for each surface, however many they are (CONT-8). */
const views = new WeakMap<StoredMessage, Partial<Record<SignInSurface, string>>>();

/** A `message` or `message-changed` event of the protocol for the sockets of a seat. */
export function messageFrame(hint: MessageHint, reader: SeatId): string {
  const { message, loud, numbering } = hint;
  const view = message.sender.seat === reader ? encode(hint, reader) : commonView(hint);
  const what = `"conversation":"${message.conversation}","interaction":${numbering.interaction},"message":${view}`;
  return loud === null ? `{"on":"message-changed",${what}}` : `{"on":"message",${what},"loud":${loud}}`;
}

function commonView(hint: MessageHint): string {
  const encoded = views.get(hint.message) ?? {};
  views.set(hint.message, encoded);
  return (encoded[hint.surface] ??= encode(hint, null));
}

function encode({ message, surface, numbering }: MessageHint, reader: SeatId | null): string {
  return JSON.stringify(projectMessage(surface, renumbered(message, numbering), reader));
}
