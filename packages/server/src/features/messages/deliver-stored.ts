import { decideKind, isChain, participantOf, type StoredMessage } from '@tieline/domain';
import { loadConversation } from '../../store/load-conversation.ts';
import { loadSeats } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import type { TenantDb } from '../../store/store.ts';
import type { SendOutcome, SendRequest } from './send-request.ts';
import { loadStarted } from './start-interaction.ts';

type StoredOutcome = SendOutcome & { readonly is: 'stored' };

/**
 * Tells of a message that was stored just now, and of the interaction that it began. Without a pause, in which the end of
 * the interaction could overtake its beginning.
 */
export function deliverStored(
  { context, actor, origin }: SendRequest,
  { message, recipients, started }: Omit<StoredOutcome, 'is'>,
): void {
  const { tenant, conversation, seats } = recipients;
  if (started.length > 0) context.sendFacts.forgetConversation(actor.tenant, conversation.id);
  for (const { reader, view } of started) context.delivery.deliverConversation(actor.tenant, reader, view);
  const participants = seats.map((seat) => participantOf(tenant.facts, seat.facts));
  context.delivery.deliverMessage(actor.tenant, conversation, participants, message, origin);
}

/**
 * The same for a message that was stored when nobody knew. Where a later one has been told since, everybody has seen the
 * gap and has fetched it: telling it now would put it behind what it came before. Where it fails, the message is in doubt
 * as before. The caller holds the conversation's lock.
 */
export async function deliverRecovered(request: SendRequest, message: StoredMessage): Promise<void> {
  const { context, actor, input } = request;
  try {
    const newest = await context.store.read(actor.tenant, (db) => loadIfNewest(db, message));
    if (!newest) return;
    context.sendFacts.forgetConversation(actor.tenant, message.conversation);
    deliverStored(request, newest);
  } catch (error) {
    context.messages.doubt(actor.tenant, actor.seat, input.clientId);
    throw error;
  }
}

async function loadIfNewest(db: TenantDb, message: StoredMessage): Promise<Omit<StoredOutcome, 'is'> | null> {
  const conversation = await loadConversation(db, message.conversation);
  if (conversation?.lastSeq !== message.seq) return null;
  const tenant = await loadTenant(db);
  if (!decideKind(tenant.facts, conversation.kind).allowed) return null;
  const isStart = isChain(conversation.kind) && conversation.interaction.running;
  const started = isStart ? await loadStarted(db, tenant, conversation) : [];
  const seats = [...(await loadSeats(db, conversation.members)).values()];
  return { message, recipients: { tenant, conversation, seats }, started };
}
