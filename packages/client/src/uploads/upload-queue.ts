import type { FileId, WireError } from '@tieline/protocol';
import { hasCode, isRetryable, LineLost, WireFault } from '../connection/fault.ts';
import { backOff, pause, type Timing } from '../timing.ts';
import type { Sending, UploadServer } from './upload-attempt.ts';

/** What becomes of an upload. `sent` in bytes; `told`: what the server said, null where the line was lost. */
export type UploadNews =
  | { on: 'uploading' }
  | { on: 'waiting'; told: WireError | null }
  | { on: 'sent'; sent: number }
  | { on: 'address'; address: string | null }
  | { on: 'ready'; file: FileId }
  | { on: 'given-up'; fault: unknown };

export interface UploadTask extends Pick<Sending, 'conversation' | 'use' | 'name' | 'content'> {
  /** Where the server has it; the queue keeps it up to date. */
  address: string | null;
  readonly tell: (news: UploadNews) => void;
}

/**
 * Uploads what it is given, two at once and in order, and goes on until each is there or the server says no. It works
 * while the line is there: only then is it known who is signed in.
 */
export interface UploadQueue {
  /** `isUrgent`: goes before what waits. */
  add(task: UploadTask, isUrgent?: boolean): void;
  /** Stops where it is; to go on, add it again. */
  stop(task: UploadTask): void;
  /** Stops, and deletes what the server has of it. */
  giveUp(task: UploadTask): void;
  resume(): void;
  suspend(): void;
}

interface Entry {
  readonly task: UploadTask;
  failures: number;
  running: AbortController | null;
  resting: ReturnType<typeof setTimeout> | undefined;
}

const atOnce = 2;
const deletionTries = 5;

export function createUploadQueue(server: UploadServer, timing: Timing, onDenied: () => void): UploadQueue {
  let entries: readonly Entry[] = [];
  let isOpen = false;

  function pump() {
    if (!isOpen) return;
    const free = atOnce - entries.filter(({ running }) => running !== null).length;
    const waiting = entries.filter(({ running, resting }) => running === null && resting === undefined);
    for (const entry of waiting.slice(0, free)) {
      // Whoever hears of the one may have taken out the other.
      if (entries.includes(entry)) void run(entry);
    }
  }

  async function run(entry: Entry): Promise<void> {
    const { task } = entry;
    const running = new AbortController();
    entry.running = running;
    const isMine = () => entry.running === running;
    task.tell({ on: 'uploading' });
    const onAddress = (address: string) => isMine() && address !== task.address && move(task, address);
    const onSent = (sent: number) => isMine() && task.tell({ on: 'sent', sent });
    try {
      const { conversation, use, name, content, address } = task;
      const sending = { conversation, use, name, content, address, onAddress, onSent };
      const complete = await server.send(sending, running.signal);
      if (isMine()) leave(task, { on: 'ready', file: fileAt(complete) });
    } catch (fault) {
      if (isMine()) bounced(entry, fault);
    }
    pump();
  }

  function bounced(entry: Entry, fault: unknown) {
    const { task } = entry;
    entry.running = null;
    const isGone = hasCode(fault, 'not-found') && task.address !== null;
    if (isGone) move(task, null);
    // A session that is over is not the upload's: the line ends as well, or is back under a new one.
    else if (hasCode(fault, 'not-signed-in')) onDenied();
    else if (!isRetryable(fault)) {
      return leave(task, { on: 'given-up', fault });
    }
    const isTold = fault instanceof WireFault && !(fault instanceof LineLost) && !isGone;
    task.tell({ on: 'waiting', told: isTold ? fault.wire : null });
    entry.resting = setTimeout(() => wake(entry), backOff(timing, entry.failures++));
  }

  function wake(entry: Entry) {
    clearTimeout(entry.resting);
    entry.resting = undefined;
    pump();
  }

  function move(task: UploadTask, address: string | null) {
    task.address = address;
    task.tell({ on: 'address', address });
  }

  function leave(task: UploadTask, news: UploadNews) {
    remove(task);
    task.tell(news);
  }

  function remove(task: UploadTask) {
    const entry = entries.find((one) => one.task === task);
    if (entry === undefined) return;
    entries = entries.filter((one) => one !== entry);
    clearTimeout(entry.resting);
    halt(entry);
  }

  function halt(entry: Entry) {
    const { running } = entry;
    entry.running = null;
    running?.abort();
  }

  function stop(task: UploadTask) {
    remove(task);
    pump();
  }

  /** What stays there all the same, the server deletes in its own time. */
  async function removeFromServer(address: string): Promise<void> {
    for (let failures = 0; failures < deletionTries; failures += 1) {
      try {
        return await server.remove(address);
      } catch (fault) {
        if (!isRetryable(fault)) return;
      }
      await pause(backOff(timing, failures));
    }
  }

  return {
    add(task, isUrgent = false) {
      const entry: Entry = { task, failures: 0, running: null, resting: undefined };
      entries = isUrgent ? [entry, ...entries] : [...entries, entry];
      pump();
    },
    stop,
    giveUp(task) {
      stop(task);
      if (task.address !== null) void removeFromServer(task.address);
    },
    resume() {
      isOpen = true;
      pump();
    },
    suspend() {
      isOpen = false;
      for (const entry of entries) {
        if (entry.running === null && entry.resting === undefined) continue;
        halt(entry);
        clearTimeout(entry.resting);
        entry.resting = undefined;
        entry.failures = 0;
        entry.task.tell({ on: 'waiting', told: null });
      }
    },
  };
}

/** The last part of an upload's address is the id of its file. */
function fileAt(address: string): FileId {
  return new URL(address).pathname.split('/').at(-1) as FileId;
}
