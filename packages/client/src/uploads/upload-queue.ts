import type { FileId, WireError } from '@tieline/protocol';
import { hasCode, isRetryable, LineLost, WireFault } from '../connection/fault.ts';
import { backOff, pause, type Timing } from '../timing.ts';
import type { UploadAttempt, UploadServer } from './upload-attempt.ts';

/** What becomes of an upload. `sent` in bytes; `problem`: what the server said, null where the line was lost. */
export type UploadNews =
  | { on: 'uploading' }
  | { on: 'waiting'; problem: WireError | null }
  | { on: 'sent'; sent: number }
  | { on: 'address'; address: string | null }
  | { on: 'ready'; file: FileId }
  | { on: 'given-up'; fault: unknown };

export interface UploadTask extends Pick<UploadAttempt, 'conversation' | 'use' | 'name' | 'content'> {
  /** Where the server has it; the queue keeps it up to date. */
  address: string | null;
  readonly tell: (news: UploadNews) => void;
}

interface Entry {
  readonly task: UploadTask;
  failures: number;
  running: AbortController | null;
  /** Set during the pause before the next attempt. */
  retryTimer: ReturnType<typeof setTimeout> | undefined;
}

const atOnce = 2;
const deletionTries = 5;

/**
 * Uploads what it is given, two at once and in order, and goes on until each is there or the server says no. It works
 * while the line is there: only then is it known who is signed in.
 */
export class UploadQueue {
  readonly #server: UploadServer;
  readonly #timing: Timing;
  readonly #onDenied: () => void;
  #entries: readonly Entry[] = [];
  #isOpen = false;

  constructor(server: UploadServer, timing: Timing, onDenied: () => void) {
    this.#server = server;
    this.#timing = timing;
    this.#onDenied = onDenied;
  }

  /** `isUrgent`: goes before what waits. */
  add(task: UploadTask, isUrgent = false): void {
    const entry: Entry = { task, failures: 0, running: null, retryTimer: undefined };
    this.#entries = isUrgent ? [entry, ...this.#entries] : [...this.#entries, entry];
    this.#startNext();
  }

  /** Stops where it is; to go on, add it again. */
  stop(task: UploadTask): void {
    this.#remove(task);
    this.#startNext();
  }

  /** Stops, and deletes what the server has of it. */
  giveUp(task: UploadTask): void {
    this.stop(task);
    if (task.address !== null) void this.#deleteFromServer(task.address);
  }

  resume(): void {
    this.#isOpen = true;
    this.#startNext();
  }

  suspend(): void {
    this.#isOpen = false;
    for (const entry of this.#entries) {
      if (entry.running === null && entry.retryTimer === undefined) continue;
      abort(entry);
      clearTimeout(entry.retryTimer);
      entry.retryTimer = undefined;
      entry.failures = 0;
      entry.task.tell({ on: 'waiting', problem: null });
    }
  }

  #startNext() {
    if (!this.#isOpen) return;
    const free = atOnce - this.#entries.filter(({ running }) => running !== null).length;
    const waiting = this.#entries.filter((entry) => entry.running === null && entry.retryTimer === undefined);
    for (const entry of waiting.slice(0, free)) {
      // The news of one start may remove another entry.
      if (this.#entries.includes(entry)) void this.#run(entry);
    }
  }

  async #run(entry: Entry): Promise<void> {
    const { task } = entry;
    const running = new AbortController();
    entry.running = running;
    const isCurrent = () => entry.running === running;
    task.tell({ on: 'uploading' });
    const onAddress = (address: string) =>
      isCurrent() && address !== task.address && setAddress(task, address);
    const onSent = (sent: number) => isCurrent() && task.tell({ on: 'sent', sent });
    try {
      const { conversation, use, name, content, address } = task;
      const attempt = { conversation, use, name, content, address, onAddress, onSent };
      const complete = await this.#server.send(attempt, running.signal);
      if (isCurrent()) this.#finish(task, { on: 'ready', file: fileAt(complete) });
    } catch (fault) {
      if (isCurrent()) this.#handleFault(entry, fault);
    }
    this.#startNext();
  }

  #handleFault(entry: Entry, fault: unknown) {
    const { task } = entry;
    entry.running = null;
    const isGone = hasCode(fault, 'not-found') && task.address !== null;
    if (isGone) setAddress(task, null);
    // The session is over, not the upload: the line ends as well, or is back under a new session.
    else if (hasCode(fault, 'not-signed-in')) this.#onDenied();
    else if (!isRetryable(fault)) return this.#finish(task, { on: 'given-up', fault });
    const isFromServer = fault instanceof WireFault && !(fault instanceof LineLost) && !isGone;
    task.tell({ on: 'waiting', problem: isFromServer ? fault.wire : null });
    entry.retryTimer = setTimeout(() => this.#retry(entry), backOff(this.#timing, entry.failures++));
  }

  #retry(entry: Entry) {
    clearTimeout(entry.retryTimer);
    entry.retryTimer = undefined;
    this.#startNext();
  }

  #finish(task: UploadTask, news: UploadNews) {
    this.#remove(task);
    task.tell(news);
  }

  #remove(task: UploadTask) {
    const entry = this.#entries.find((one) => one.task === task);
    if (entry === undefined) return;
    this.#entries = this.#entries.filter((one) => one !== entry);
    clearTimeout(entry.retryTimer);
    abort(entry);
  }

  /** If this fails, the server deletes the upload when it is old enough. */
  async #deleteFromServer(address: string): Promise<void> {
    for (let failures = 0; failures < deletionTries; failures += 1) {
      try {
        return await this.#server.remove(address);
      } catch (fault) {
        if (!isRetryable(fault)) return;
      }
      await pause(backOff(this.#timing, failures));
    }
  }
}

function abort(entry: Entry) {
  const { running } = entry;
  entry.running = null;
  running?.abort();
}

function setAddress(task: UploadTask, address: string | null) {
  task.address = address;
  task.tell({ on: 'address', address });
}

/** The last part of an upload's address is the id of its file. */
function fileAt(address: string): FileId {
  return new URL(address).pathname.split('/').at(-1) as FileId;
}
