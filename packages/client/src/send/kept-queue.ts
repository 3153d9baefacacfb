import type { ClientId, ConversationId, MessageBody, SeatId } from '@tieline/protocol';
import { followClientId, newClientId } from './client-id.ts';
import { surface } from '../connection/fault.ts';
import type { HeldPending } from '../state/timeline.ts';
import type { Timing } from '../timing.ts';
import type { ClientStorage } from '../types.ts';

// Several instances may share one storage, such as the tabs of a browser, without a lock and without a word between
// them. So:
// - Each message is a key of its own, `tieline.queue.<seat>.<client id>`: no instance rewrites the list of another.
//   Client ids ascend, so the keys sort in the order of writing.
// - Each message names its owner, and only the owner sends it. An owner that keeps messages signs
//   `tieline.alive.<owner>` with the time, again and again; a tab that is left takes the mark away.
// - Messages of an owner without a fresh mark are taken over: their owner is rewritten, and the mark is signed with
//   the negative time. Where two take over at once, the last writer is the owner; the other finds out before it sends.
// - A tab that was only frozen finds the same when it wakes: the messages are no longer its own, and those that are
//   gone from the storage were sent, or discarded, by somebody else.
// - A message that another instance wrote earlier, for the same conversation, goes first, unless that takes too long.
// Should two send the same message all the same, it is one message (DEL-6), and in the same order: each waits for
// the answer to one message before it sends the next.
const queuePrefix = 'tieline.queue.';
const alivePrefix = 'tieline.alive.';
const day = 86_400_000;

export interface Kept {
  readonly conversation: ConversationId;
  readonly message: HeldPending;
}

/** A message that was found. `left`: it may have been sent before. */
export interface KeptMessage extends Kept {
  readonly left: boolean;
}

export interface KeptQueueOptions {
  readonly storage: ClientStorage | undefined;
  readonly timing: Timing;
  /** Messages of an earlier run, or of an instance that is gone: they are ours from now on. In order of writing. */
  readonly onFound: (found: readonly KeptMessage[]) => void;
  /** The storage failed, for the first time. */
  readonly onFault?: ((fault: unknown) => void) | undefined;
}

/** The messages that wait to be stored, as they outlive the program. Does nothing where there is no storage. */
export interface KeptQueue {
  /** From now on for `seat`, whose messages are looked for at once, and again and again. */
  begin(seat: SeatId): void;
  /** Keeps a message as it is now; once it is kept, only while it is still there. */
  keep(kept: Kept): void;
  /** The same for a message that every instance comes to know by itself: the first one keeps it. */
  keepFirst(kept: Kept): void;
  drop(clientId: ClientId): void;
  /**
   * Whether a message may be sent now. `lost`: another instance has taken it over. `behind`: another one has an
   * earlier message for the same conversation, and goes first if it can.
   */
  standingOf(kept: Kept): 'ours' | 'lost' | 'behind';
  /** The person leaves: whoever comes next may take over at once. */
  leave(): void;
  /** Somebody else uses the client from now on; what is kept waits for its own seat. */
  forget(): void;
  /** Deletes what is kept for the seat, by whichever instance. */
  deleteAll(): void;
}

export function createKeptQueue({
  storage,
  timing,
  onFound,
  onFault = surface,
}: KeptQueueOptions): KeptQueue {
  let prefix: string | null = null;
  let owner = newClientId();
  let beating: ReturnType<typeof setInterval> | undefined;
  let isFaulty = false;
  /** What was written before the seat was known. */
  const early = new Map<ClientId, Kept>();
  const held = new Set<ClientId>();
  const lost = new Set<ClientId>();
  let begunAt = 0;

  /** Storage that is full, or forbidden, must not keep a message from being sent. */
  function guarded<Result>(work: (given: ClientStorage) => Result, otherwise: Result): Result {
    if (storage === undefined) return otherwise;
    try {
      return work(storage);
    } catch (fault) {
      if (!isFaulty) onFault(fault);
      isFaulty = true;
      return otherwise;
    }
  }

  const read = (key: string) => guarded<string | null>((given) => given.read(key), null);
  const remove = (key: string) => guarded((given) => given.remove(key), undefined);
  const write = (key: string, value: string) => guarded((given) => (given.write(key, value), true), false);
  const keysOf = (start: string) =>
    guarded<readonly string[]>((given) => given.keys(), [])
      .filter((key) => key.startsWith(start))
      .toSorted();

  const clientIdOf = (key: string) => key.slice(prefix?.length) as ClientId;

  function sign() {
    write(alivePrefix + owner, String(Date.now()));
  }

  function save(kept: Kept): boolean {
    const { clientId } = kept.message;
    const key = prefix + clientId;
    // A log-out in another tab took it away: it must not come back.
    if (held.has(clientId) && read(key) === null) return false;
    // Signed first: whoever finds the message has to find its owner alive.
    sign();
    const isSaved = write(key, textOf(owner, kept));
    if (isSaved) held.add(clientId);
    return isSaved;
  }

  function beat() {
    noticeTakeOver();
    if (held.size > 0) sign();
    else remove(alivePrefix + owner);
    takeOver();
  }

  /** Another instance thought that we were gone, and has what was ours. */
  function noticeTakeOver() {
    if (!(Number(read(alivePrefix + owner)) < 0)) return;
    for (const clientId of held) lost.add(clientId);
    startAnew();
  }

  function startAnew() {
    held.clear();
    owner = newClientId();
  }

  function isAlive(other: string): boolean {
    return Math.abs(Date.now() - Number(read(alivePrefix + other))) < timing.goneAfter;
  }

  function takeOver() {
    if (prefix === null) return;
    const found: KeptMessage[] = [];
    const gone = new Set<string>();
    const begun = new Set<string>();
    for (const key of keysOf(prefix)) {
      const clientId = clientIdOf(key);
      if (held.has(clientId)) continue;
      const text = read(key);
      const kept = parsed(clientId, text);
      if (kept === undefined && text !== null) remove(key);
      if (kept === undefined || isAlive(kept.owner) || !save(kept)) continue;
      followClientId(clientId);
      lost.delete(clientId);
      gone.add(kept.owner);
      // Messages of a conversation leave one after the other, so only the first that waits can have left.
      const lane = `${kept.owner} ${kept.conversation}`;
      const waits = kept.message.state === 'queued';
      found.push({ ...kept, left: waits && !begun.has(lane) });
      if (waits) begun.add(lane);
    }
    for (const other of gone) write(alivePrefix + other, String(-Date.now()));
    // Whoever slept may still read that it was taken over; a day is long enough for that.
    for (const key of keysOf(alivePrefix)) {
      const signed = Number(read(key));
      if (signed < 0 && Date.now() + signed > day) remove(key);
    }
    if (found.length > 0) onFound(found);
  }

  /**
   * After a crash the mark of the run before is fresh for a while, and what was written then must not be overtaken.
   * An instance that turns out to be alive, and does not get its message through, is not waited for any longer.
   */
  function isBehind({ conversation, message: { clientId, at } }: Kept): boolean {
    const since = Math.max(begunAt, Date.parse(at));
    if (prefix === null || Date.now() - since > timing.goneAfter + timing.aliveEvery) return false;
    return keysOf(prefix).some((key) => {
      const isEarlier = key < prefix + clientId && !held.has(clientIdOf(key));
      const kept = isEarlier ? parsed(clientId, read(key)) : undefined;
      return kept?.conversation === conversation && kept.message.state === 'queued';
    });
  }

  function leave() {
    clearInterval(beating);
    remove(alivePrefix + owner);
  }

  function keep(kept: Kept) {
    const { clientId } = kept.message;
    noticeTakeOver();
    if (prefix === null) early.set(clientId, kept);
    else if (!lost.has(clientId)) save(kept);
  }

  return {
    begin(seat) {
      if (storage === undefined) return;
      if (prefix === null) begunAt = Date.now();
      prefix = `${queuePrefix}${seat}.`;
      clearInterval(beating);
      beating = setInterval(beat, timing.aliveEvery);
      for (const kept of early.values()) save(kept);
      early.clear();
      beat();
    },
    keep,
    keepFirst(kept) {
      if (prefix === null || read(prefix + kept.message.clientId) === null) keep(kept);
    },
    drop(clientId) {
      early.delete(clientId);
      if (held.delete(clientId)) remove(prefix + clientId);
    },
    standingOf(asked) {
      const { clientId } = asked.message;
      noticeTakeOver();
      if (lost.has(clientId)) return 'lost';
      if (!held.has(clientId)) return 'ours';
      const kept = parsed(clientId, read(prefix + clientId));
      if (kept !== undefined && kept.owner !== owner) return 'lost';
      return isBehind(asked) ? 'behind' : 'ours';
    },
    leave,
    forget() {
      leave();
      startAnew();
      prefix = null;
      early.clear();
      lost.clear();
    },
    deleteAll() {
      if (prefix !== null) keysOf(prefix).forEach(remove);
      held.clear();
      early.clear();
    },
  };
}

function textOf(owner: string, { conversation, message }: Kept): string {
  const { body, at, state, refusal, problem, fileName, interaction } = message;
  const kept = state === 'sending' ? 'queued' : state;
  return JSON.stringify({
    owner,
    conversation,
    body,
    at,
    state: kept,
    refusal,
    problem,
    fileName,
    interaction,
  });
}

function contentOf(body: MessageBody): string {
  if (body.kind === 'plain') return body.text;
  return body.kind === 'rich' ? body.html : body.file;
}

/** Undefined: broken, or written by nobody of ours. Only what sending relies on is looked at; the server judges the rest. */
function parsed(clientId: ClientId, text: string | null) {
  try {
    const kept = JSON.parse(text ?? '') as HeldPending & { owner: string; conversation: ConversationId };
    const { owner, conversation, body, at, state } = kept;
    const words = [owner, conversation, at, contentOf(body)];
    const isWhole = words.every((word) => typeof word === 'string');
    if (!isWhole || !/^(queued|refused|failed)$/.test(state)) return undefined;
    const { refusal = null, problem = null, fileName = null, interaction = null } = kept;
    const message = { clientId, body, at, state, refusal, problem, fileName, interaction, storedSeq: null };
    return { owner, conversation, message };
  } catch {
    return undefined;
  }
}
