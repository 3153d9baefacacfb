import type { ClientId } from '@tieline/protocol';
import type { OutboxMessage } from '../state/timeline.ts';
import type { Outcome } from '../types.ts';

export interface Entry {
  readonly message: OutboxMessage;
  /** How often the server has answered it with an error that may be retried. */
  readonly attempts: number;
  /** Whether somebody waits for its outcome; nobody does after a reload. */
  readonly awaited: boolean;
  /** Reports the outcome to the sender; only the first call counts. */
  readonly tell: (outcome: Outcome) => void;
}

/** The messages of one conversation that wait to be stored, in the order in which they were written. */
export class ConversationQueue {
  /** Whether one is on the line now. */
  isSending = false;
  /** Set during the pause before the next attempt. */
  retryTimer: ReturnType<typeof setTimeout> | undefined;
  #entries: readonly Entry[] = [];
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  messages(): readonly OutboxMessage[] {
    return this.#entries.map(({ message }) => message);
  }

  entryOf(clientId: ClientId): Entry | undefined {
    return this.#entries.find(({ message }) => message.clientId === clientId);
  }

  /** What becomes of a message; undefined where there is none under this id. */
  outcomeOf(clientId: ClientId): Promise<Outcome> | undefined {
    const current = this.entryOf(clientId);
    if (current === undefined) return undefined;
    const { state, storedSeq } = current.message;
    if (storedSeq !== null) return Promise.resolve('stored');
    if (state === 'refused' || state === 'failed') return Promise.resolve(state);
    return new Promise((resolve) => {
      const tell = (outcome: Outcome) => {
        current.tell(outcome);
        resolve(outcome);
      };
      this.#change(clientId, (entry) => ({ ...entry, awaited: true, tell }));
    });
  }

  /** The one that is sent next. */
  next(): Entry | undefined {
    return this.#entries.find(({ message }) => message.state === 'queued');
  }

  append(entry: Entry): void {
    this.#entries = [...this.#entries, entry];
    this.#onChange();
  }

  prepend(entries: readonly Entry[]): void {
    this.#entries = [...entries, ...this.#entries];
    this.#onChange();
  }

  /** Inserts a message of an earlier run at its place: client ids ascend, and the one on the line stays first. */
  insert(entry: Entry): void {
    const entries = this.#entries;
    const sending = entries.findLastIndex(({ message }) => message.state === 'sending');
    const later = entries.findIndex(
      ({ message }, place) => place > sending && message.clientId > entry.message.clientId,
    );
    this.#entries = entries.toSpliced(later < 0 ? entries.length : later, 0, entry);
    this.#onChange();
  }

  update(clientId: ClientId, change: Partial<OutboxMessage>, outcome?: Outcome): void {
    this.#change(clientId, (entry) => ({
      ...entry,
      message: Object.freeze({ ...entry.message, ...change }),
    }));
    if (outcome !== undefined) this.entryOf(clientId)?.tell(outcome);
    this.#onChange();
  }

  /** Counts an attempt that the server has answered with an error that may be retried. */
  countAttempt(clientId: ClientId): void {
    this.#change(clientId, (entry) => ({ ...entry, attempts: entry.attempts + 1 }));
  }

  /** Removes messages and returns them; the outcome of one that is still awaited is `failed`. */
  remove(which: (entry: Entry) => boolean): readonly OutboxMessage[] {
    const removed = this.#entries.filter(which);
    if (removed.length === 0) return [];
    this.#entries = this.#entries.filter((entry) => !removed.includes(entry));
    for (const { tell } of removed) tell('failed');
    this.#onChange();
    return removed.map(({ message }) => message);
  }

  #change(clientId: ClientId, change: (entry: Entry) => Entry) {
    this.#entries = this.#entries.map((entry) =>
      entry.message.clientId === clientId ? change(entry) : entry,
    );
  }
}
