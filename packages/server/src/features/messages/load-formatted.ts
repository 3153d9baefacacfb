import { decideWithinHistory, type StoredMessage } from '@tieline/domain';
import type { ConversationId } from '@tieline/protocol';
import { loadMessages } from '../../store/load-messages.ts';
import { type Answer, hidden, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { readAs } from '../read-as.ts';
import { loadWindow } from '../load-window.ts';

/** CONT-3: one formatted message for an office reader of its conversation; for anybody else it does not exist. */
export async function loadFormatted(
  context: Context,
  actor: Actor,
  input: { readonly conversation: ConversationId; readonly seq: number },
): Promise<Answer<StoredMessage>> {
  return readAs(context, actor, async (db) => {
    const window = await loadWindow(db, actor, input.conversation);
    if (!window) return no('not-found');
    const place = decideWithinHistory(window.history, input.seq);
    if (!place.allowed) return hidden(place);
    const { messages } = await loadMessages(db, {
      conversation: window.conversation.id,
      fromSeq: input.seq,
      before: null,
      after: input.seq - 1,
      limit: 1,
      room: 0,
    });
    const [message] = messages;
    return message?.seq === input.seq && message.body.format === 'rich' ? yes(message) : no('not-found');
  });
}
