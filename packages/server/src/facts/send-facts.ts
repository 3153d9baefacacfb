import type { ConversationId, SeatId, TenantId } from '@tieline/protocol';
import { type ConversationRecord, loadConversation } from '../store/load-conversation.ts';
import { loadSeats, type SeatRecord } from '../store/load-seats.ts';
import { loadTenant, type TenantRecord } from '../store/load-tenant.ts';
import type { Store } from '../store/store.ts';

/** What is known of a conversation that decides who may write into it. */
export interface SendFactsRecord {
  readonly tenant: TenantRecord;
  readonly conversation: ConversationRecord;
  /** The seats of its members, in the conversation's order. */
  readonly seats: readonly SeatRecord[];
}

/**
 * The facts of sends, kept in memory. They are told of what this node changes; what others changed shows when the
 * transaction finds them different. So they may only ever say yes: a no is asked of the database first.
 */
export interface SendFacts {
  /** What is known at this moment, the same object as long as nothing changes; null where something is not known. */
  known(tenant: TenantId, conversation: ConversationId): SendFactsRecord | null;
  /** Loads what is not known; null where the tenant has no such conversation. */
  load(tenant: TenantId, conversation: ConversationId): Promise<SendFactsRecord | null>;
  forgetConversation(tenant: TenantId, conversation: ConversationId): void;
  forgetSeat(tenant: TenantId, seat: SeatId): void;
  forgetTenant(tenant: TenantId): void;
}

interface Known {
  readonly tenant: TenantRecord;
  readonly conversations: Map<ConversationId, ConversationRecord>;
  readonly seats: Map<SeatId, SeatRecord>;
  /** The facts as they were put together last. */
  readonly records: Map<ConversationId, SendFactsRecord>;
}

function isCurrent({ seats }: SendFactsRecord, company: Known): boolean {
  return seats.every((seat) => company.seats.get(seat.facts.seat) === seat);
}

/** Null where one of them is not known. */
function seatsOf({ members }: ConversationRecord, company: Known): readonly SeatRecord[] | null {
  const seats = members.flatMap((member) => company.seats.get(member) ?? []);
  return seats.length === members.length ? seats : null;
}

/** Beyond it a company starts again from nothing; that is a few milliseconds, and it needs no clock. */
const mostOfOne = 50_000;
const mostCompanies = 2000;

export function createSendFacts(store: Pick<Store, 'read'>): SendFacts {
  const companies = new Map<TenantId, Known>();
  const loading = new Map<string, Promise<SendFactsRecord | null>>();

  function known(tenant: TenantId, id: ConversationId): SendFactsRecord | null {
    const company = companies.get(tenant);
    const conversation = company?.conversations.get(id);
    if (!company || !conversation) return null;
    const last = company.records.get(id);
    if (last?.conversation === conversation && isCurrent(last, company)) return last;
    const seats = seatsOf(conversation, company);
    if (!seats) return null;
    const record: SendFactsRecord = { tenant: company.tenant, conversation, seats };
    company.records.set(id, record);
    return record;
  }

  async function read(tenant: TenantId, id: ConversationId): Promise<SendFactsRecord | null> {
    return store.read(tenant, async (db) => {
      // The revision before all that it stands for: what is read after it may be newer, never older.
      const record = await loadTenant(db);
      const conversation = await loadConversation(db, id);
      if (!conversation) return null;
      const company = companyOf(tenant, record);
      company.conversations.set(id, conversation);
      const missing = conversation.members.filter((seat) => !company.seats.has(seat));
      const found = missing.length > 0 ? await loadSeats(db, missing) : new Map<SeatId, SeatRecord>();
      for (const [seat, one] of found) company.seats.set(seat, one);
      const seats = seatsOf(conversation, company);
      return seats && { tenant: record, conversation, seats };
    });
  }

  function companyOf(id: TenantId, tenant: TenantRecord): Known {
    const held = companies.get(id);
    const fits = held && held.conversations.size < mostOfOne && held.seats.size < mostOfOne;
    if (fits && held.tenant.revision === tenant.revision) return held;
    if (companies.size >= mostCompanies) companies.clear();
    const fresh: Known = { tenant, conversations: new Map(), seats: new Map(), records: new Map() };
    companies.set(id, fresh);
    return fresh;
  }

  return {
    known,
    load: (tenant, id) => {
      const key = `${tenant} ${id}`;
      const running = loading.get(key);
      if (running) return running;
      const started = read(tenant, id).finally(() => loading.delete(key));
      loading.set(key, started);
      return started;
    },
    forgetConversation: (tenant, id) => {
      companies.get(tenant)?.conversations.delete(id);
      companies.get(tenant)?.records.delete(id);
    },
    forgetSeat: (tenant, seat) => void companies.get(tenant)?.seats.delete(seat),
    forgetTenant: (tenant) => void companies.delete(tenant),
  };
}
