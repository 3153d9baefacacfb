import { kindsIn } from '@tieline/domain';
import { type ConversationId, type ConversationPage, type ConversationView, limits } from '@tieline/protocol';
import { loadConversationPage } from '../../store/load-conversation.ts';
import { loadReader } from '../../store/load-reader.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import { readMomentCursor, writeCursor } from '../../views/cursor.ts';
import { loadConversationViews } from '../../views/conversation-view.ts';
import { type Answer, no, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { loadReading } from '../load-reading.ts';
import { readAs } from '../read-as.ts';

export interface ListInput {
  readonly list: 'own' | 'archive';
  readonly after: string | null;
  readonly limit: number | null;
}

/** A page of the reader's conversations, or of the archive of the reader's agent seat (HIST-6). */
export async function loadConversations(
  context: Context,
  actor: Actor,
  input: ListInput,
): Promise<Answer<ConversationPage>> {
  const after = readMomentCursor(input.after);
  if (after === 'broken') return no('invalid', 'after: this is not a place that a page ended with');
  return readAs(context, actor, async (db) => {
    const [reader, tenant] = await Promise.all([loadReader(db, actor.seat), loadTenant(db)]);
    const seat = input.list === 'archive' ? reader.archiveOf : reader.seat;
    if (seat === null) return yes({ conversations: [], next: null });
    const limit = Math.min(input.limit ?? 50, limits.conversationPage);
    const found = await loadConversationPage(db, {
      seat,
      list: input.list,
      kinds: kindsIn(tenant.facts),
      after: after && { at: after.at, id: after.id as ConversationId },
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return yes({
      conversations: await loadConversationViews(db, tenant.facts, reader, page),
      next: found.length > limit && last ? writeCursor([last.lastAt ?? '', last.id]) : null,
    });
  });
}

/** One conversation, for its readers. */
export async function loadOneConversation(
  context: Context,
  actor: Actor,
  input: { readonly conversation: ConversationId },
): Promise<Answer<ConversationView>> {
  return readAs(context, actor, async (db) => {
    const { conversation, tenant, reader } = await loadReading(db, actor, input.conversation);
    if (!conversation) return no('not-found');
    const [view] = await loadConversationViews(db, tenant.facts, reader, [conversation]);
    return view ? yes(view) : no('not-found');
  });
}
