import type { ClientId, SeatId } from '@tieline/protocol';
import { surface } from '../connection/fault.ts';
import type { Timing } from '../timing.ts';
import type { ClientStorage } from '../types.ts';
import { followClientId, newClientId } from './client-id.ts';
import { GuardedStorage } from './guarded-storage.ts';
import { type OwnedMessage, parseMessage, type PersistentMessage, textOf } from './persistent-message.ts';

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

export interface PersistentQueueOptions {
  readonly storage: ClientStorage | undefined;
  readonly timing: Timing;
  /** Messages of an earlier run, or of an instance that is gone: they are ours from now on. In order of writing. */
  readonly onRestore: (messages: readonly PersistentMessage[]) => void;
  /** The storage failed, for the first time. */
  readonly onFault?: ((fault: unknown) => void) | undefined;
}

/** The messages that wait to be stored, as they outlive the program. Does nothing where there is no storage. */
export class PersistentQueue {
  readonly #options: PersistentQueueOptions;
  readonly #storage: GuardedStorage;
  /** Of the keys of the seat's messages; null until the seat is known. */
  #prefix: string | null = null;
  #owner = newClientId();
  #aliveTimer: ReturnType<typeof setInterval> | undefined;
  #begunAt = 0;
  /** What was written before the seat was known. */
  readonly #early = new Map<ClientId, PersistentMessage>();
  /** Messages in the storage that are ours. */
  readonly #own = new Set<ClientId>();
  /** Messages that another instance has taken over from us. */
  readonly #lost = new Set<ClientId>();

  constructor(options: PersistentQueueOptions) {
    this.#options = options;
    this.#storage = new GuardedStorage(options.storage, options.onFault ?? surface);
  }

  /** From now on for `seat`, whose messages are looked for at once, and again and again. */
  begin(seat: SeatId): void {
    if (!this.#storage.isPresent) return;
    if (this.#prefix === null) this.#begunAt = Date.now();
    this.#prefix = `${queuePrefix}${seat}.`;
    clearInterval(this.#aliveTimer);
    this.#aliveTimer = setInterval(() => this.#renew(), this.#options.timing.aliveEvery);
    for (const entry of this.#early.values()) this.#save(entry);
    this.#early.clear();
    this.#renew();
  }

  /** Keeps a message as it is now; once it is kept, only while it is still there. */
  keep(entry: PersistentMessage): void {
    const { clientId } = entry.message;
    this.#detectTakeOver();
    if (this.#prefix === null) this.#early.set(clientId, entry);
    else if (!this.#lost.has(clientId)) this.#save(entry);
  }

  /** The same for a message that every instance makes by itself: the first one keeps it. */
  keepFirst(entry: PersistentMessage): void {
    const isFirst =
      this.#prefix === null || this.#storage.read(this.#prefix + entry.message.clientId) === null;
    if (isFirst) this.keep(entry);
  }

  drop(clientId: ClientId): void {
    this.#early.delete(clientId);
    if (this.#own.delete(clientId)) this.#storage.remove(this.#prefix + clientId);
  }

  /**
   * Whether a message may be sent now. `lost`: another instance has taken it over. `behind`: another one has an
   * earlier message for the same conversation, and goes first if it can.
   */
  standingOf(entry: PersistentMessage): 'ours' | 'lost' | 'behind' {
    const { clientId } = entry.message;
    this.#detectTakeOver();
    if (this.#lost.has(clientId)) return 'lost';
    if (!this.#own.has(clientId)) return 'ours';
    const stored = parseMessage(clientId, this.#storage.read(this.#prefix + clientId));
    if (stored !== undefined && stored.owner !== this.#owner) return 'lost';
    return this.#isBehind(entry) ? 'behind' : 'ours';
  }

  /** The person leaves: the next instance may take over at once. */
  leave(): void {
    clearInterval(this.#aliveTimer);
    this.#storage.remove(alivePrefix + this.#owner);
  }

  /** Somebody else uses the client from now on; what is kept waits for its own seat. */
  forget(): void {
    this.leave();
    this.#changeOwner();
    this.#prefix = null;
    this.#early.clear();
    this.#lost.clear();
  }

  /** Deletes what is kept for the seat, by whichever instance. */
  deleteAll(): void {
    if (this.#prefix !== null)
      for (const key of this.#storage.keysOf(this.#prefix)) this.#storage.remove(key);
    this.#own.clear();
    this.#early.clear();
  }

  #save(entry: PersistentMessage): boolean {
    const { clientId } = entry.message;
    const key = this.#prefix + clientId;
    // A log-out in another tab deleted it: it must not come back.
    if (this.#own.has(clientId) && this.#storage.read(key) === null) return false;
    // Signed first: an instance that finds the message must find its owner alive.
    this.#sign();
    const isSaved = this.#storage.write(key, textOf(this.#owner, entry));
    if (isSaved) this.#own.add(clientId);
    return isSaved;
  }

  #sign() {
    this.#storage.write(alivePrefix + this.#owner, String(Date.now()));
  }

  #renew() {
    this.#detectTakeOver();
    if (this.#own.size > 0) this.#sign();
    else this.#storage.remove(alivePrefix + this.#owner);
    this.#takeOver();
  }

  /** Another instance may have thought that we were gone, and have what was ours. */
  #detectTakeOver() {
    if (!(Number(this.#storage.read(alivePrefix + this.#owner)) < 0)) return;
    for (const clientId of this.#own) this.#lost.add(clientId);
    this.#changeOwner();
  }

  #changeOwner() {
    this.#own.clear();
    this.#owner = newClientId();
  }

  #takeOver() {
    if (this.#prefix === null) return;
    const messages = this.#claimAbandoned(this.#prefix);
    for (const owner of new Set(messages.map((message) => message.owner)))
      this.#storage.write(alivePrefix + owner, String(-Date.now()));
    this.#removeOldMarks();
    if (messages.length > 0) this.#options.onRestore(messages);
  }

  /** Makes the messages of owners that are gone our own, and deletes those that are broken. */
  #claimAbandoned(prefix: string): OwnedMessage[] {
    const claimed: OwnedMessage[] = [];
    for (const key of this.#storage.keysOf(prefix)) {
      const clientId = clientIdOf(prefix, key);
      if (this.#own.has(clientId)) continue;
      const text = this.#storage.read(key);
      const stored = parseMessage(clientId, text);
      if (stored === undefined && text !== null) this.#storage.remove(key);
      if (stored === undefined || this.#isAlive(stored.owner) || !this.#save(stored)) continue;
      followClientId(clientId);
      this.#lost.delete(clientId);
      claimed.push(stored);
    }
    return claimed;
  }

  #isAlive(owner: string): boolean {
    return (
      Math.abs(Date.now() - Number(this.#storage.read(alivePrefix + owner))) < this.#options.timing.goneAfter
    );
  }

  /** An instance that slept may still read that it was taken over; a day is long enough for that. */
  #removeOldMarks() {
    for (const key of this.#storage.keysOf(alivePrefix)) {
      const signedAt = Number(this.#storage.read(key));
      if (signedAt < 0 && Date.now() + signedAt > day) this.#storage.remove(key);
    }
  }

  /**
   * After a crash the mark of the run before is fresh for a while, and its messages must not be overtaken. An
   * instance that is alive, and does not get its message through, is not waited for any longer.
   */
  #isBehind({ conversation, message: { clientId, at } }: PersistentMessage): boolean {
    const { goneAfter, aliveEvery } = this.#options.timing;
    const prefix = this.#prefix;
    const since = Math.max(this.#begunAt, Date.parse(at));
    if (prefix === null || Date.now() - since > goneAfter + aliveEvery) return false;
    return this.#storage.keysOf(prefix).some((key) => {
      const isEarlier = key < prefix + clientId && !this.#own.has(clientIdOf(prefix, key));
      const stored = isEarlier ? parseMessage(clientId, this.#storage.read(key)) : undefined;
      return stored?.conversation === conversation && stored.message.state === 'queued';
    });
  }
}

const clientIdOf = (prefix: string, key: string) => key.slice(prefix.length) as ClientId;
