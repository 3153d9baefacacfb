import type { ClientId } from '@tieline/protocol';
import type { HeldPending } from '../state/timeline.ts';
import type { Outcome } from '../types.ts';

export interface Entry {
  readonly message: HeldPending;
  /** How often the server has turned it away with an error that may be retried. */
  readonly attempts: number;
  /** It has left, here or before a reload, and nobody knows whether it is stored. */
  readonly doubtful: boolean;
  /** Whether somebody waits for its outcome; nobody does after a reload. */
  readonly awaited: boolean;
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
  /** What becomes of a message; undefined where there is none under this id. */
  outcomeOf(clientId: ClientId): Promise<Outcome> | undefined;
  /** The one that goes out next. */
  head(): Entry | undefined;
  append(entry: Entry): void;
  /** Puts messages before all others. */
  lead(first: readonly Entry[]): void;
  /** Lays a message of an earlier run in at its place: client ids ascend, and what is on the line stays in front. */
  insert(entry: Entry): void;
  update(clientId: ClientId, change: Partial<HeldPending>, outcome?: Outcome): void;
  note(clientId: ClientId, change: Partial<Pick<Entry, 'attempts' | 'doubtful'>>): void;
  /** Takes messages out and returns them; whoever still waits for one of them hears that it failed. */
  remove(which: (entry: Entry) => boolean): readonly HeldPending[];
  isUnsure(): boolean;
  /** Resolves when no message is left of which nobody knows whether it is stored. */
  whenSure(): Promise<void>;
}

export function createLane(onChange: () => void): Lane {
  let entries: readonly Entry[] = [];
  let waiting: (() => void)[] = [];

  const entryOf = (clientId: ClientId) => entries.find(({ message }) => message.clientId === clientId);
  const isUnsure = () => entries.some(isInDoubt);

  function replace(next: readonly Entry[]) {
    entries = next;
    if (isUnsure()) return;
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  }

  function change(clientId: ClientId, changed: (entry: Entry) => Entry) {
    replace(entries.map((entry) => (entry.message.clientId === clientId ? changed(entry) : entry)));
  }

  return {
    flying: false,
    resting: undefined,
    all: () => entries.map(({ message }) => message),
    entryOf,
    outcomeOf(clientId) {
      const held = entryOf(clientId);
      if (held === undefined) return undefined;
      const { state, storedSeq } = held.message;
      if (storedSeq !== null) return Promise.resolve('stored');
      if (state === 'refused' || state === 'failed') return Promise.resolve(state);
      return new Promise((resolve) => {
        const tell = (outcome: Outcome) => {
          held.tell(outcome);
          resolve(outcome);
        };
        change(clientId, (entry) => ({ ...entry, awaited: true, tell }));
      });
    },
    head: () => entries.find(({ message }) => message.state === 'queued'),
    append(entry) {
      replace([...entries, entry]);
      onChange();
    },
    lead(first) {
      replace([...first, ...entries]);
      onChange();
    },
    insert(entry) {
      const fixed = entries.findLastIndex(({ message }) => message.state === 'sending');
      const later = entries.findIndex(
        ({ message }, place) => place > fixed && message.clientId > entry.message.clientId,
      );
      replace(entries.toSpliced(later < 0 ? entries.length : later, 0, entry));
      onChange();
    },
    update(clientId, message, outcome) {
      change(clientId, (entry) => ({ ...entry, message: Object.freeze({ ...entry.message, ...message }) }));
      if (outcome !== undefined) entryOf(clientId)?.tell(outcome);
      onChange();
    },
    note: (clientId, noted) => change(clientId, (entry) => ({ ...entry, ...noted })),
    remove(which) {
      const gone = entries.filter(which);
      if (gone.length === 0) return [];
      replace(entries.filter((entry) => !gone.includes(entry)));
      for (const { tell } of gone) tell('failed');
      onChange();
      return gone.map(({ message }) => message);
    },
    isUnsure,
    whenSure: () => (isUnsure() ? new Promise((resolve) => void waiting.push(resolve)) : Promise.resolve()),
  };
}

function isInDoubt({ doubtful, message: { state, storedSeq } }: Entry): boolean {
  return doubtful && storedSeq === null && (state === 'queued' || state === 'sending');
}
