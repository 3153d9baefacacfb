import type { ClientId, SeatId, TenantId } from '@tieline/protocol';
import { Busy } from '../concurrency/admission.ts';
import { passCrashPoint } from '../node/crash-point.ts';
import { type BatchLimits, CompanyQueue } from './company-queue.ts';
import { Doubts } from './doubts.ts';
import type { MessageToStore, QueuedMessage, Written } from './queued-message.ts';
import { type BatchEnd, type BatchStore, CommitTimes, storeBatch } from './store-batch.ts';
import { Undelivered } from './undelivered.ts';

export interface QueueLimits extends BatchLimits {
  /** Messages of one company that may wait. Who comes after them is turned away at once. */
  readonly waiting: number;
  /** Milliseconds after which a message that still waits is turned away. */
  readonly patience: number;
  /** Commits on their way at once, and those of one company. */
  readonly commits: number;
  readonly commitsOfOne: number;
}

/**
 * Groups messages into commits, a few on their way for each company: what comes meanwhile goes with the next. An idle
 * database never delays a message to fill a commit. Messages of a conversation are stored, and answered, in the order
 * in which they came: none is in two commits that are on their way.
 */
export class MessageQueue {
  readonly #store: BatchStore;
  readonly #limits: QueueLimits;
  /** In the order in which they commit next. */
  readonly #companies = new Map<TenantId, CompanyQueue>();
  readonly #doubts = new Doubts();
  readonly #commitTimes = new CommitTimes();
  readonly #undelivered = new Undelivered();
  #commits = 0;
  #isPlanned = false;
  #isWatched = false;

  constructor(store: BatchStore, limits: QueueLimits) {
    this.#store = store;
    this.#limits = limits;
  }

  /** @throws Busy where nothing was stored; another fault where that is not known. */
  write(tenant: TenantId, message: MessageToStore): Promise<Written> {
    const { sender, clientId } = message.message;
    const known = this.#companies.get(tenant);
    const first = known?.find(sender.seat, clientId);
    if (first) return asRepeat(first);
    const company = known ?? new CompanyQueue(tenant);
    if (!known) this.#companies.set(tenant, company);
    if (company.waiting.length >= this.#limits.waiting) return Promise.reject(new Busy());
    const queued = toQueued(message);
    company.add(queued);
    this.#plan();
    this.#watchPatience();
    return queued.result;
  }

  /** Notes a message of the company that is stored by itself. Returns what is to be called when it is told, or never will be. */
  noteUndelivered(tenant: TenantId): () => void {
    return this.#undelivered.add(tenant, performance.now());
  }

  /** When the first of the company's messages that are not told yet came, by `performance.now()`; null: there is none. */
  oldestUndelivered(tenant: TenantId): number | null {
    const queued = this.#companies.get(tenant)?.all() ?? [];
    const oldest = Math.min(oldestOf(queued), this.#undelivered.oldest(tenant));
    return oldest === Infinity ? null : oldest;
  }

  /** Resolves when everything of the company that came before is answered. */
  async settled(tenant: TenantId): Promise<void> {
    const before = this.#companies.get(tenant)?.all() ?? [];
    await Promise.allSettled(before.map(({ result }) => result));
    // Whoever waited for it has been told by then, and has told others.
    await new Promise(setImmediate);
  }

  /** Notes that nobody knows whether a message was stored: when it turns out to be, it has yet to be told. */
  doubt(tenant: TenantId, sender: SeatId, clientId: ClientId): void {
    this.#doubts.add(tenant, sender, clientId);
  }

  /** Whether a message was in doubt; it is not any more. */
  takeDoubt(tenant: TenantId, sender: SeatId, clientId: ClientId): boolean {
    return this.#doubts.take(tenant, sender, clientId);
  }

  /** Everything that arrives in this turn of the event loop goes into one commit. */
  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      for (const company of this.#companies.values()) this.#commit(company);
    });
  }

  #commit(company: CompanyQueue): void {
    const { commits, commitsOfOne } = this.#limits;
    if (company.waiting.length === 0 || company.commits.size >= commitsOfOne || this.#commits >= commits)
      return;
    const batch = company.beginCommit(this.#limits);
    if (batch.length === 0) return;
    this.#commits += 1;
    // Every other company commits before the next one of this.
    this.#companies.delete(company.tenant);
    this.#companies.set(company.tenant, company);
    passCrashPoint('before-insert');
    const memory = { doubts: this.#doubts, times: this.#commitTimes };
    void storeBatch(this.#store, company.tenant, batch, memory).then((end) => this.#end(company, batch, end));
  }

  #end(company: CompanyQueue, batch: readonly QueuedMessage[], { again, settle }: BatchEnd): void {
    this.#commits -= 1;
    const delivered = this.#undelivered.add(company.tenant, oldestOf(batch));
    // The next commit is on its way before the messages of this one are told, so that neither waits for the other.
    setImmediate(() => {
      void settle();
      // All of it is told in the same turn.
      setImmediate(delivered);
    });
    company.endCommit(batch, again);
    this.#turnAwayImpatient(company);
    if (company.isEmpty) this.#companies.delete(company.tenant);
    for (const next of this.#companies.values()) this.#commit(next);
  }

  #turnAwayImpatient(company: CompanyQueue): void {
    const late = company.removeOlderThan(performance.now() - this.#limits.patience);
    for (const { fail } of late) fail(new Busy());
  }

  /** A commit may be on its way for long, as when the database stands still: who waits behind it is told before. */
  #watchPatience(): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    setTimeout(() => {
      this.#isWatched = false;
      for (const company of this.#companies.values()) this.#turnAwayImpatient(company);
      if (this.#companies.size > 0) this.#watchPatience();
    }, this.#limits.patience / 4);
  }
}

const nothing = (): void => undefined;

function toQueued({ conversation, message, expected }: MessageToStore): QueuedMessage {
  let settle: QueuedMessage['settle'] = nothing;
  let fail: QueuedMessage['fail'] = nothing;
  const result = new Promise<Written>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  return { conversation, message, expected, enteredAt: performance.now(), settle, fail, result };
}

/** `Infinity`: there is none. */
function oldestOf(messages: readonly QueuedMessage[]): number {
  return messages.reduce((oldest, { enteredAt }) => Math.min(oldest, enteredAt), Infinity);
}

/** DEL-6: the same client id is on its way already, by another device or by a second click. */
async function asRepeat(first: QueuedMessage): Promise<Written> {
  const written = await first.result;
  if (written.is !== 'stored') return written;
  return { is: 'repeat', earlier: written.message, isUndelivered: false };
}
