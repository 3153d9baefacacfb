import type { ClientId } from '@tieline/protocol';
import type { HeldPending } from './timeline.ts';

export type Outcome = 'stored' | 'refused' | 'failed';

export interface Entry {
  readonly message: HeldPending;
  /** How often the server has turned it away with an error that may be retried. */
  readonly attempts: number;
  /** Tells the sender; only the first time counts. */
  readonly tell: (outcome: Outcome) => void;
}

/** The messages of one conversation that wait to be stored, in the order in which they were written. */
export interface Lane {
  /** Whether one is on the line now. */
  flying: boolean;
  /** Set while the lane waits before it tries again. */
  resting: ReturnType<typeof setTimeout> | undefined;
  all(): readonly HeldPending[];
  entryOf(clientId: ClientId): Entry | undefined;
  /** The one that goes out next. */
  head(): Entry | undefined;
  append(entry: Entry): void;
  update(clientId: ClientId, change: Partial<HeldPending>, outcome?: Outcome): void;
  countAttempt(clientId: ClientId, attempts: number): void;
  /** Takes messages out; whoever still waits for one of them hears that it failed. */
  remove(which: (message: HeldPending) => boolean): void;
  /** The message that left and has no answer so far: nobody knows whether it is stored. */
  unsure(): ClientId | undefined;
  leave(clientId: ClientId): void;
  /** The fate of the message that left is known, or no longer asked for. */
  calm(): void;
  whenCalm(): Promise<void>;
}

export function createLane(onChange: () => void): Lane {
  let entries: readonly Entry[] = [];
  let unsure: ClientId | undefined;
  let waiting: (() => void)[] = [];

  const replace = (clientId: ClientId, change: (entry: Entry) => Entry) => {
    entries = entries.map((entry) => (entry.message.clientId === clientId ? change(entry) : entry));
  };
  const entryOf = (clientId: ClientId) => entries.find(({ message }) => message.clientId === clientId);

  return {
    flying: false,
    resting: undefined,
    all: () => entries.map(({ message }) => message),
    entryOf,
    head: () => entries.find(({ message }) => message.state === 'queued'),
    append(entry) {
      entries = [...entries, entry];
      onChange();
    },
    update(clientId, change, outcome) {
      replace(clientId, (entry) => ({ ...entry, message: Object.freeze({ ...entry.message, ...change }) }));
      if (outcome !== undefined) entryOf(clientId)?.tell(outcome);
      onChange();
    },
    countAttempt(clientId, attempts) {
      replace(clientId, (entry) => ({ ...entry, attempts }));
    },
    remove(which) {
      const gone = entries.filter(({ message }) => which(message));
      if (gone.length === 0) return;
      entries = entries.filter((entry) => !gone.includes(entry));
      for (const { tell } of gone) tell('failed');
      onChange();
    },
    unsure: () => unsure,
    leave(clientId) {
      unsure = clientId;
    },
    calm() {
      unsure = undefined;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    whenCalm: () =>
      unsure === undefined ? Promise.resolve() : new Promise((resolve) => void waiting.push(resolve)),
  };
}
