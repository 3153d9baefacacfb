import { kindsIn, mayShow, sideOfSurface } from '@tieline/domain';
import {
  type ConversationId,
  type ConversationKind,
  limits,
  type SeatId,
  type ServerEvent,
  type TenantId,
} from '@tieline/protocol';
import type { LiveSession } from '../../delivery/live-session.ts';
import { loadConversationsWith } from '../../store/load-changes.ts';
import { loadArchives } from '../../store/load-reader.ts';
import type { ChangedSeat } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import type { TenantDb } from '../../store/store.ts';
import type { Context } from '../context.ts';

/**
 * Tells the sockets here that the company changed some of its seats: its own, which changes all that it sees; or others,
 * which may stand on its rosters and take part in its conversations. In two or three statements, whoever is here.
 */
export async function tellSeatChanges(
  context: Context,
  tenant: TenantId,
  changed: readonly ChangedSeat[],
): Promise<void> {
  const readers = new Set(context.liveSessions.all().get(tenant)?.values());
  const { facts, shared } = await context.store.read(tenant, async (db) => {
    const company = await loadTenant(db);
    return {
      facts: company.facts,
      shared: await loadShared(db, changed, { readers, kinds: kindsIn(company.facts) }),
    };
  });
  const seats = new Set(changed.map(({ seat }) => seat));
  const kinds = [...new Set(changed.map(({ kind }) => kind))];
  const newsFor = ({ seat, surface }: LiveSession): ServerEvent | null => {
    const conversations = shared.get(seat) ?? [];
    if (seats.has(seat) || conversations.length > limits.resumedConversations)
      return { on: 'company-changed' };
    const viewer = sideOfSurface(surface);
    const isOnRosters = kinds.some((kind) => mayShow(facts, viewer, kind));
    return isOnRosters || conversations.length > 0 ? { on: 'roster-changed', conversations } : null;
  };
  context.liveSessions.tellEach((session) => (session.tenant === tenant ? newsFor(session) : null));
}

/** Of each reader the listed conversations, own and archive alike, of which a member was changed. */
async function loadShared(
  db: TenantDb,
  changed: readonly ChangedSeat[],
  { readers, kinds }: { readonly readers: ReadonlySet<SeatId>; readonly kinds: readonly ConversationKind[] },
): Promise<ReadonlyMap<SeatId, ConversationId[]>> {
  const archives = await loadArchives(db, [...readers]);
  const readerOf = new Map([...archives].map(([reader, archive]) => [archive, reader]));
  const seats = changed.map(({ seat }) => seat);
  const found = await loadConversationsWith(db, seats, [...readers, ...readerOf.keys()], kinds);
  const shared = new Map<SeatId, ConversationId[]>();
  const add = (reader: SeatId | undefined, id: ConversationId) =>
    reader && shared.set(reader, [...(shared.get(reader) ?? []), id]);
  for (const { party, conversation, isOver } of found) {
    if (readers.has(party) && !isOver) add(party, conversation);
    add(readerOf.get(party), conversation);
  }
  return shared;
}
