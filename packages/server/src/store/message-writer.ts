import type { ClientId, ConversationId, SeatId, TenantId } from '@tieline/protocol';
import { Busy } from '../concurrency/admission.ts';
import { passCrashPoint } from '../node/crash-point.ts';
import { type BatchEnd, type BatchStore, type Doubts, storeBatch } from './store-batch.ts';
import type { Entry, Outgoing, Written } from './outgoing.ts';
import type { Expected, NewMessage } from './write-messages.ts';

export interface WriterLimits {
  /** Messages of one company that may wait. Who comes after them is turned away at once. */
  readonly waiting: number;
  /** Messages of one commit, and their characters. */
  readonly batch: number;
  readonly batchCharacters: number;
  /** Milliseconds after which a message that still waits is turned away. */
  readonly patience: number;
  /** Commits on their way at once, and those of one company. */
  readonly commits: number;
  readonly commitsOfOne: number;
}

/**
 * Groups messages into commits, a few on their way for each company: what comes meanwhile goes with the next. Nothing
 * waits for company while the database is idle. Messages of a conversation are stored, and answered, in the order
 * in which they came: none is in two commits that are on their way.
 */
export interface MessageWriter {
  /** @throws Busy where nothing was stored; another fault where that is not known. */
  write(tenant: TenantId, outgoing: Outgoing): Promise<Written>;
  /** Notes a message of the company that is stored by itself. Returns what is to be called when it is told, or never will be. */
  begin(tenant: TenantId): () => void;
  /** When the first of the company's messages that are not told yet came, by `performance.now()`; null: there is none. */
  oldestOnTheirWay(tenant: TenantId): number | null;
  /** Resolves when everything of the company that came before is answered. */
  settled(tenant: TenantId): Promise<void>;
  /** Notes that nobody knows whether a message was stored: when it turns out to be, it has yet to be told. */
  doubt(tenant: TenantId, sender: SeatId, clientId: ClientId): void;
  /** Whether a message was in doubt; it is not any more. */
  takeDoubt(tenant: TenantId, sender: SeatId, clientId: ClientId): boolean;
}

interface Line {
  readonly tenant: TenantId;
  waiting: Entry[];
  /** The commits on their way, and their conversations: none is in two of them. */
  readonly onTheirWay: Set<readonly Entry[]>;
  readonly busy: Set<ConversationId>;
  /** Everything that waits or is on its way. */
  readonly entries: Map<SeatId, Map<ClientId, Entry>>;
}

/** What tells a message from every other of its company. */
type Keyed = {
  readonly message: { readonly sender: { readonly seat: SeatId }; readonly clientId: ClientId };
};

const mostDoubts = 20_000;
const nobody = (): void => undefined;

export function createMessageWriter(store: BatchStore, limits: WriterLimits): MessageWriter {
  const lines = new Map<TenantId, Line>();
  const doubts = new Set<string>();
  const latest = new Map<TenantId, string>();
  const untold = createUntold();
  // Asked for each message, and almost always there is none.
  const take = (key: string): boolean => doubts.size > 0 && doubts.delete(key);
  const known: Doubts = {
    add: (tenant, entry) => doubt(keyOf(tenant, entry)),
    take: (tenant, entry) => take(keyOf(tenant, entry)),
    has: (tenant, entry) => doubts.has(keyOf(tenant, entry)),
    latest: (tenant) => latest.get(tenant) ?? null,
    noteCommit: (tenant, at) => void latest.set(tenant, at),
  };
  let commits = 0;
  let planned = false;

  /** Everything that arrives in this turn of the event loop goes into one commit. */
  function plan(): void {
    if (planned) return;
    planned = true;
    setImmediate(() => {
      planned = false;
      for (const line of lines.values()) begin(line);
    });
  }

  function begin(line: Line): void {
    const mayBegin = line.onTheirWay.size < limits.commitsOfOne && commits < limits.commits;
    if (!mayBegin || line.waiting.length === 0) return;
    const { batch, rest } = takeBatch(line.waiting, limits, line.busy);
    if (batch.length === 0) return;
    line.waiting = rest;
    line.onTheirWay.add(batch);
    for (const { conversation } of batch) line.busy.add(conversation);
    commits += 1;
    // To the end of the line: every other company commits before its next one.
    lines.delete(line.tenant);
    lines.set(line.tenant, line);
    passCrashPoint('before-insert');
    void storeBatch(store, line.tenant, batch, known).then((ended) => end(line, batch, ended));
  }

  function end(line: Line, batch: readonly Entry[], ended: BatchEnd): void {
    commits -= 1;
    const told = untold.add(line.tenant, oldestOf(batch) ?? performance.now());
    // The next commit is on its way before the messages of this one are told, so that neither waits for the other.
    setImmediate(() => {
      ended.settle();
      // Whoever waited for an answer tells in the same turn.
      setImmediate(told);
    });
    const again = new Set(ended.again);
    line.onTheirWay.delete(batch);
    for (const entry of batch) {
      line.busy.delete(entry.conversation);
      if (!again.has(entry)) forget(line, entry);
    }
    line.waiting = [...ended.again, ...line.waiting];
    turnAwayImpatient(line);
    if (line.waiting.length === 0 && line.onTheirWay.size === 0) lines.delete(line.tenant);
    for (const next of lines.values()) begin(next);
  }

  function turnAwayImpatient(line: Line): void {
    const tooLong = performance.now() - limits.patience;
    line.waiting = line.waiting.filter((entry) => {
      if (entry.enteredAt >= tooLong) return true;
      forget(line, entry);
      entry.fail(new Busy());
      return false;
    });
  }

  let watch: NodeJS.Timeout | undefined;
  /** A commit may be on its way for long, as when the database stands still: who waits behind it is told before. */
  function watchPatience(): void {
    watch ??= setTimeout(() => {
      watch = undefined;
      for (const line of lines.values()) turnAwayImpatient(line);
      if (lines.size > 0) watchPatience();
    }, limits.patience / 4);
  }

  function doubt(key: string): void {
    doubts.add(key);
    // The oldest: whoever has not come back for it by now comes with a new line, which brings everything.
    const [oldest] = doubts;
    if (doubts.size > mostDoubts && oldest !== undefined) doubts.delete(oldest);
  }

  function enter(line: Line, outgoing: Outgoing): Promise<Written> {
    let settle: Entry['settle'] = nobody;
    let fail: Entry['fail'] = nobody;
    const result = new Promise<Written>((resolve, reject) => {
      settle = resolve;
      fail = reject;
    });
    const { conversation, message, expected } = outgoing;
    const enteredAt = performance.now();
    const entry = { conversation, message, expected, enteredAt, settle, fail, result };
    note(line, entry);
    line.waiting.push(entry);
    plan();
    watchPatience();
    return result;
  }

  return {
    write: (tenant, outgoing) => {
      const { sender, clientId } = outgoing.message;
      const held = lines.get(tenant);
      const same = held?.entries.get(sender.seat)?.get(clientId);
      if (same) return asAgain(same);
      const line = held ?? newLine(tenant);
      if (!held) lines.set(tenant, line);
      if (line.waiting.length >= limits.waiting) return Promise.reject(new Busy());
      return enter(line, outgoing);
    },
    begin: (tenant) => untold.add(tenant, performance.now()),
    oldestOnTheirWay: (tenant) => {
      const line = lines.get(tenant);
      const entries = line ? [...[...line.onTheirWay].flat(), ...line.waiting] : [];
      const oldest = Math.min(oldestOf(entries) ?? Infinity, untold.oldest(tenant) ?? Infinity);
      return oldest === Infinity ? null : oldest;
    },
    settled: async (tenant) => {
      const line = lines.get(tenant);
      const before = line ? [...[...line.onTheirWay].flat(), ...line.waiting] : [];
      await Promise.allSettled(before.map(({ result }) => result));
      // Whoever waited for it has been told by then, and has told others.
      await new Promise(setImmediate);
    },
    doubt: (tenant, seat, clientId) => doubt(keyOf(tenant, messageOf(seat, clientId))),
    takeDoubt: (tenant, seat, clientId) => take(keyOf(tenant, messageOf(seat, clientId))),
  };
}

function oldestOf(entries: readonly Entry[]): number | null {
  return entries.reduce<number | null>(
    (oldest, { enteredAt }) => Math.min(oldest ?? enteredAt, enteredAt),
    null,
  );
}

/** When messages came that nobody was told of yet, by company. */
function createUntold(): {
  add(tenant: TenantId, at: number): () => void;
  oldest(tenant: TenantId): number | null;
} {
  const held = new Map<TenantId, Set<{ readonly at: number }>>();
  return {
    add: (tenant, at) => {
      const one = { at };
      const ofTenant = held.get(tenant) ?? new Set();
      held.set(tenant, ofTenant.add(one));
      return () => {
        ofTenant.delete(one);
        if (ofTenant.size === 0 && held.get(tenant) === ofTenant) held.delete(tenant);
      };
    },
    oldest: (tenant) => {
      const all = [...(held.get(tenant) ?? [])].map(({ at }) => at);
      return all.length > 0 ? Math.min(...all) : null;
    },
  };
}

function newLine(tenant: TenantId): Line {
  return { tenant, waiting: [], onTheirWay: new Set(), busy: new Set(), entries: new Map() };
}

function note({ entries }: Line, entry: Entry): void {
  const { sender, clientId } = entry.message;
  const own = entries.get(sender.seat);
  if (own) own.set(clientId, entry);
  else entries.set(sender.seat, new Map([[clientId, entry]]));
}

function forget({ entries }: Line, { message: { sender, clientId } }: Entry): void {
  const own = entries.get(sender.seat);
  own?.delete(clientId);
  if (own?.size === 0) entries.delete(sender.seat);
}

const messageOf = (seat: SeatId, clientId: ClientId): Keyed => ({ message: { sender: { seat }, clientId } });

function keyOf(tenant: TenantId, { message: { sender, clientId } }: Keyed): string {
  return `${tenant} ${sender.seat} ${clientId}`;
}

/** DEL-6: the same client id is on its way already, by another device or by a second click. */
async function asAgain(first: Entry): Promise<Written> {
  const written = await first.result;
  if (written.is !== 'stored') return written;
  return { is: 'again', earlier: written.message, untold: false };
}

/**
 * The first of what waits, as much as one commit takes. Of a conversation only what rests on the same expectation:
 * what comes after something that does not keeps its place behind it.
 */
export function takeBatch(
  waiting: readonly Entry[],
  limits: Pick<WriterLimits, 'batch' | 'batchCharacters'>,
  busy: ReadonlySet<ConversationId>,
): { batch: Entry[]; rest: Entry[] } {
  const batch: Entry[] = [];
  const rest: Entry[] = [];
  const expectations = new Map<ConversationId, Expected | null>();
  let characters = 0;
  for (const [at, entry] of waiting.entries()) {
    if (batch.length >= limits.batch || characters >= limits.batchCharacters)
      return { batch, rest: [...rest, ...waiting.slice(at)] };
    if (busy.has(entry.conversation)) {
      rest.push(entry);
      continue;
    }
    const expected = expectations.get(entry.conversation);
    if (expected === undefined || (expected !== null && isSame(expected, entry.expected))) {
      expectations.set(entry.conversation, entry.expected);
      batch.push(entry);
      characters += sizeOf(entry.message);
    } else {
      expectations.set(entry.conversation, null);
      rest.push(entry);
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
    one.live[0] === other.live[0] &&
    one.live[1] === other.live[1]
  );
}
