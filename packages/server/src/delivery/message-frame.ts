import type { SeatId } from '@tieline/protocol';
import { encodedView } from '../views/encoded-view.ts';
import type { MembersHint, MessageHint } from './subjects.ts';

/** A `message` or `message-changed` event of the protocol. `reader`: null for all who did not write it. */
export function messageFrame(hint: MessageHint | MembersHint, reader: SeatId | null): string {
  const { message, loud, numbering } = hint;
  const view = encodedView(hint, reader);
  const what = `"conversation":"${message.conversation}","interaction":${numbering.interaction},"message":${view}`;
  return loud === null ? `{"on":"message-changed",${what}}` : `{"on":"message",${what},"loud":${loud}}`;
}
