import { decideHistory, type StoredMessage } from '@tieline/domain';
import { type ConversationId, type HistoryPage, limits, type SignInSurface } from '@tieline/protocol';
import { loadConversation } from '../../store/load-conversation.ts';
import { loadMessages } from '../../store/load-messages.ts';
import { loadReader, type Reader } from '../../store/load-reader.ts';
import { loadTenant, type TenantRecord } from '../../store/load-tenant.ts';
import { messageView } from '../../views/message-view.ts';
import type { TenantDb } from '../../store/store.ts';
import { historyFacts, standingOf } from '../../views/reader.ts';
import { type Answer, no, refused, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';

export interface HistoryInput {
  readonly conversation: ConversationId;
  readonly before: number | null;
  readonly after: number | null;
  readonly limit: number | null;
}

/** A page of what the reader may see of a conversation, in the reader's view. */
export async function loadHistory(
  context: Context,
  actor: Actor,
  input: HistoryInput,
): Promise<Answer<HistoryPage>> {
  return context.store.read(actor.tenant, async (db) =>
    loadHistoryPage(db, actor, await loadTenant(db), await loadReader(db, actor.seat), input),
  );
}

/** The same on a connection that somebody has already. */
export async function loadHistoryPage(
  db: TenantDb,
  actor: Actor,
  tenant: TenantRecord,
  reader: Reader,
  input: HistoryInput,
): Promise<Answer<HistoryPage>> {
  const conversation = await loadConversation(db, input.conversation);
  const standing = conversation && standingOf(conversation, reader);
  if (!standing) return no('not-found');
  // An archive is read from the office seat, so its side makes no difference: HIST-6 shows all of it.
  const window = decideHistory(historyFacts(tenant.facts, conversation, standing.relation, actor.kind));
  if (!window.allowed)
    return window.code === 'no-interaction' ? yes(emptyPage(window.rule)) : refused(window);
  const limit = Math.min(input.limit ?? 50, limits.historyPage);
  // One more than asked for tells whether there is more.
  const read = {
    conversation: conversation.id,
    fromSeq: window.fromSeq,
    before: input.before,
    after: input.after,
    limit: limit + 1,
  };
  const found = await loadMessages(db, read);
  return yes(shapePage(found, input, limit, { ...window, lastSeq: conversation.lastSeq }, actor.surface));
}

function emptyPage(rule: string): HistoryPage {
  return { messages: [], hasBefore: false, hasAfter: false, rule };
}

function shapePage(
  found: readonly StoredMessage[],
  input: HistoryInput,
  limit: number,
  window: { readonly fromSeq: number; readonly lastSeq: number; readonly rule: string },
  surface: SignInSurface,
): HistoryPage {
  const { before, after } = input;
  const forward = after !== null;
  const more = found.length > limit;
  const messages = forward ? found.slice(0, limit) : found.slice(-limit);
  // Where nothing was found, the page lies between the place that was asked for and the end behind it.
  const first = messages[0]?.seq ?? Math.min(after ?? 0, window.lastSeq) + 1;
  const last = messages.at(-1)?.seq ?? (before ?? 1) - 1;
  return {
    messages: messages.map((message) => messageView(surface, message)),
    hasBefore: forward ? first > window.fromSeq : more,
    hasAfter: forward ? more : last < window.lastSeq,
    rule: window.rule,
  };
}
