import type { ConversationId, SeatId, TenantId } from '@tieline/protocol';
import { type ConversationRecord, loadConversation } from '../store/load-conversation.ts';
import { loadChangedSeats, loadSeats, type SeatRecord } from '../store/load-seats.ts';
import { loadTenant, type TenantRecord } from '../store/load-tenant.ts';
import type { Store, TenantDb } from '../store/store.ts';

/** What is known of a conversation that decides who may write into it. */
export interface SendFactsRecord {
  readonly tenant: TenantRecord;
  readonly conversation: ConversationRecord;
  /** The seats of its members, in the conversation's order. */
  readonly seats: readonly SeatRecord[];
}

/** What is known of a company. All of it holds as of the revision of `tenant`, or is newer. */
interface Known {
  readonly tenant: TenantRecord;
  readonly conversations: Map<ConversationId, ConversationRecord>;
  readonly seats: Map<SeatId, SeatRecord>;
  /** The facts as they were put together last. */
  readonly records: Map<ConversationId, SendFactsRecord>;
}

/** Beyond it a company starts again from nothing; that is a few milliseconds, and it needs no clock. */
const mostOfOne = 50_000;
const mostCompanies = 2000;

/**
 * The facts of sends, kept in memory. They are told of what this node changes; what others changed shows when the
 * transaction finds them different. So they may only ever say yes: a no is asked of the database first.
 */
export class SendFacts {
  readonly #store: Pick<Store, 'read'>;
  readonly #companies = new Map<TenantId, Known>();
  readonly #loading = new Map<string, Promise<SendFactsRecord | null>>();

  constructor(store: Pick<Store, 'read'>) {
    this.#store = store;
  }

  /** What is known at this moment, the same object as long as nothing changes; null where something is not known. */
  known(tenant: TenantId, id: ConversationId): SendFactsRecord | null {
    const company = this.#companies.get(tenant);
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

  /** Loads what is not known; null where the tenant has no such conversation. */
  load(tenant: TenantId, id: ConversationId): Promise<SendFactsRecord | null> {
    const key = `${tenant} ${id}`;
    const running = this.#loading.get(key);
    if (running) return running;
    const started = this.#read(tenant, id).finally(() => this.#loading.delete(key));
    this.#loading.set(key, started);
    return started;
  }

  forgetConversation(tenant: TenantId, conversation: ConversationId): void {
    const company = this.#companies.get(tenant);
    company?.conversations.delete(conversation);
    company?.records.delete(conversation);
  }

  forgetSeat(tenant: TenantId, seat: SeatId): void {
    this.#companies.get(tenant)?.seats.delete(seat);
  }

  /** The companies of which something is known, and as of which of their revisions. */
  revisions(): ReadonlyMap<TenantId, number> {
    return new Map([...this.#companies].map(([id, { tenant }]) => [id, tenant.revision]));
  }

  /** The company was changed: what the change touched is forgotten, all else is known as of the newest revision. */
  async renew(tenant: TenantId): Promise<void> {
    if (!this.#companies.has(tenant)) return;
    await this.#store.read(tenant, async (db) => this.#companyOf(db, await loadTenant(db)));
  }

  #read(tenant: TenantId, id: ConversationId): Promise<SendFactsRecord | null> {
    return this.#store.read(tenant, async (db) => {
      // The revision before all that it stands for: what is read after it may be newer, never older.
      const company = await this.#companyOf(db, await loadTenant(db));
      const conversation = await loadConversation(db, id);
      if (!conversation) return null;
      company.conversations.set(id, conversation);
      const missing = conversation.members.filter((seat) => !company.seats.has(seat));
      const loaded = missing.length > 0 ? await loadSeats(db, missing) : new Map<SeatId, SeatRecord>();
      for (const [seat, one] of loaded) company.seats.set(seat, one);
      const seats = seatsOf(conversation, company);
      return seats && { tenant: company.tenant, conversation, seats };
    });
  }

  /** What is known of the company as of this record of it. */
  async #companyOf(db: TenantDb, tenant: TenantRecord): Promise<Known> {
    const known = this.#companies.get(db.tenant);
    if (!known || isFull(known) || known.tenant.settingsRevision !== tenant.settingsRevision)
      return this.#begin(tenant);
    if (known.tenant.revision === tenant.revision) return known;
    // Others know more already: what is read as of an earlier revision serves one message.
    if (known.tenant.revision > tenant.revision) return nothingOf(tenant);
    const changed = await loadChangedSeats(db, known.tenant.revision);
    if (this.#companies.get(db.tenant) !== known) return this.#companyOf(db, tenant);
    const renewed = renewedFor(tenant, known, new Set(changed.map(({ seat }) => seat)));
    this.#companies.set(db.tenant, renewed);
    return renewed;
  }

  #begin(tenant: TenantRecord): Known {
    if (this.#companies.size >= mostCompanies) this.#companies.clear();
    const fresh = nothingOf(tenant);
    this.#companies.set(tenant.facts.id, fresh);
    return fresh;
  }
}

const isFull = ({ conversations, seats }: Known): boolean =>
  conversations.size >= mostOfOne || seats.size >= mostOfOne;

const nothingOf = (tenant: TenantRecord): Known => ({
  tenant,
  conversations: new Map(),
  seats: new Map(),
  records: new Map(),
});

/** In maps of its own: what is still being loaded as of the revision before must not come in. */
function renewedFor(tenant: TenantRecord, known: Known, changed: ReadonlySet<SeatId>): Known {
  const seats = [...known.seats].filter(([seat]) => !changed.has(seat));
  return {
    tenant,
    conversations: new Map(known.conversations),
    seats: new Map(seats),
    records: new Map(),
  };
}

function isCurrent({ seats }: SendFactsRecord, company: Known): boolean {
  return seats.every((seat) => company.seats.get(seat.facts.seat) === seat);
}

/** Null where one of them is not known. */
function seatsOf({ members }: ConversationRecord, company: Known): readonly SeatRecord[] | null {
  const seats = members.flatMap((member) => company.seats.get(member) ?? []);
  return seats.length === members.length ? seats : null;
}
