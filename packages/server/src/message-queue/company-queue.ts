import type { ClientId, ConversationId, SeatId, TenantId } from '@tieline/protocol';
import type { Expected, Login, NewMessage } from '../store/write-messages.ts';
import type { QueuedMessage } from './queued-message.ts';

/** How much one commit takes. */
export interface BatchLimits {
  readonly batch: number;
  readonly batchCharacters: number;
}

/** The messages of one company, those that wait and those whose commit is on its way. */
export class CompanyQueue {
  readonly tenant: TenantId;
  waiting: QueuedMessage[] = [];
  /** The commits on their way, and their conversations: none is in two of them. */
  readonly commits = new Set<readonly QueuedMessage[]>();
  readonly #conversations = new Set<ConversationId>();
  readonly #bySender = new Map<SeatId, Map<ClientId, QueuedMessage>>();

  constructor(tenant: TenantId) {
    this.tenant = tenant;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0 && this.commits.size === 0;
  }

  all(): QueuedMessage[] {
    return [...[...this.commits].flat(), ...this.waiting];
  }

  find(sender: SeatId, clientId: ClientId): QueuedMessage | undefined {
    return this.#bySender.get(sender)?.get(clientId);
  }

  add(message: QueuedMessage): void {
    const { sender, clientId } = message.message;
    const own = this.#bySender.get(sender.seat);
    if (own) own.set(clientId, message);
    else this.#bySender.set(sender.seat, new Map([[clientId, message]]));
    this.waiting.push(message);
  }

  remove({ message: { sender, clientId } }: QueuedMessage): void {
    const own = this.#bySender.get(sender.seat);
    own?.delete(clientId);
    if (own?.size === 0) this.#bySender.delete(sender.seat);
  }

  /** The messages of the next commit; none where everything that waits has to wait for a commit on its way. */
  beginCommit(limits: BatchLimits): readonly QueuedMessage[] {
    const { batch, rest } = takeBatch(this.waiting, limits, this.#conversations);
    if (batch.length === 0) return batch;
    this.waiting = rest;
    this.commits.add(batch);
    for (const { conversation } of batch) this.#conversations.add(conversation);
    return batch;
  }

  /** `again`: those that have to go with another commit, before everything that waits. */
  endCommit(batch: readonly QueuedMessage[], again: readonly QueuedMessage[]): void {
    this.commits.delete(batch);
    const goesAgain = new Set(again);
    for (const message of batch) {
      this.#conversations.delete(message.conversation);
      if (!goesAgain.has(message)) this.remove(message);
    }
    this.waiting = [...again, ...this.waiting];
  }

  /** Takes out what waits since before a moment of `performance.now()`. */
  removeOlderThan(moment: number): readonly QueuedMessage[] {
    const late = this.waiting.filter(({ enteredAt }) => enteredAt < moment);
    if (late.length === 0) return late;
    this.waiting = this.waiting.filter(({ enteredAt }) => enteredAt >= moment);
    for (const message of late) this.remove(message);
    return late;
  }
}

/**
 * The first of what waits, as much as one commit takes. Of a conversation only what rests on the same expectation:
 * what comes after something that does not keeps its place behind it.
 */
export function takeBatch(
  waiting: readonly QueuedMessage[],
  limits: BatchLimits,
  busy: ReadonlySet<ConversationId>,
): { readonly batch: QueuedMessage[]; readonly rest: QueuedMessage[] } {
  const batch: QueuedMessage[] = [];
  const rest: QueuedMessage[] = [];
  /** What this commit expects of each conversation; null where the rest of it has to wait. */
  const expectations = new Map<ConversationId, Expected | null>();
  let characters = 0;
  for (const [at, message] of waiting.entries()) {
    if (batch.length >= limits.batch || characters >= limits.batchCharacters)
      return { batch, rest: [...rest, ...waiting.slice(at)] };
    if (busy.has(message.conversation)) {
      rest.push(message);
      continue;
    }
    const expected = expectations.get(message.conversation);
    if (expected === undefined || (expected !== null && isSame(expected, message.expected))) {
      expectations.set(message.conversation, message.expected);
      batch.push(message);
      characters += sizeOf(message.message);
    } else {
      expectations.set(message.conversation, null);
      rest.push(message);
    }
  }
  return { batch, rest };
}

function sizeOf({ body }: NewMessage): number {
  if (body.format === 'file') return body.name.length;
  return body.text.length + (body.format === 'rich' ? body.html.length : 0);
}

function isSame(one: Expected, other: Expected): boolean {
  if (one === other) return true;
  return (
    one.revision === other.revision &&
    one.interaction === other.interaction &&
    areSame(one.logins, other.logins)
  );
}

function areSame(some: readonly Login[], others: readonly Login[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ seat, isLoggedIn }, at) => {
      const other = others[at];
      return other !== undefined && other.seat === seat && other.isLoggedIn === isLoggedIn;
    })
  );
}
