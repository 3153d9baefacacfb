import type { ClientId, SeatId } from '@tieline/protocol';
import { surface } from '../connection/fault.ts';
import type { Timing } from '../timing.ts';
import type { KeptUpload, UploadStorage } from './upload-types.ts';

// Several instances may share one storage, such as the tabs of a browser. Each upload is claimed, by its id, before
// anything is done with it; only who has the claim uploads it, shows it and sends it. Whoever finds an upload that is
// another's waits at its claim, and has it as soon as the other one is gone. Should a claim fail to keep two apart,
// the server lets only one of them write at a time, and what they send is one message (DEL-6).

export interface PersistentUploadsOptions {
  readonly storage: UploadStorage | undefined;
  readonly timing: Timing;
  /** An upload of an earlier run, or of an instance that is gone: it is ours from now on. */
  readonly onRestore: (upload: KeptUpload) => void;
  /** The storage failed, for the first time. */
  readonly onFault?: ((fault: unknown) => void) | undefined;
}

interface Claim {
  readonly waiting: AbortController;
  release: () => void;
}

/** What is in the trays, as it outlives the program. Does nothing where there is no storage. */
export class PersistentUploads {
  readonly #options: PersistentUploadsOptions;
  readonly #claims = new Map<ClientId, Claim>();
  /** What was attached before the seat was known. */
  #early: Omit<KeptUpload, 'seat'>[] = [];
  #seat: SeatId | null = null;
  #searchTimer: ReturnType<typeof setInterval> | undefined;
  #hasFailed = false;
  /** Work on the storage runs one after the other, so that an upload is there before it is changed. */
  #lastWork: Promise<void> = Promise.resolve();

  constructor(options: PersistentUploadsOptions) {
    this.#options = options;
  }

  /** From now on for `seat`, whose uploads are looked for at once, and again and again. */
  begin(seat: SeatId): void {
    if (this.#options.storage === undefined) return;
    this.#seat = seat;
    for (const upload of this.#early) this.put(upload);
    this.#early = [];
    clearInterval(this.#searchTimer);
    this.#searchTimer = setInterval(() => this.#search(), this.#options.timing.goneAfter);
    this.#search();
  }

  /** Keeps an upload of ours. */
  put(upload: Omit<KeptUpload, 'seat'>): void {
    const { storage } = this.#options;
    const seat = this.#seat;
    if (storage === undefined) return;
    if (seat === null) return void this.#early.push(upload);
    void this.#claim(upload.id, storage);
    void this.#enqueue((each) => each.put({ ...upload, seat }));
  }

  update(...[id, change]: Parameters<UploadStorage['update']>): Promise<void> {
    this.#early = this.#early.map((upload) => (upload.id === id ? { ...upload, ...change } : upload));
    return this.#enqueue((storage) => storage.update(id, change));
  }

  remove(id: ClientId): void {
    this.#early = this.#early.filter((upload) => upload.id !== id);
    const claim = this.#claims.get(id);
    this.#claims.delete(id);
    // Removed before it is released: the instance that claims it next must find nothing.
    void this.#enqueue((storage) => storage.remove(id)).then(() => release(claim));
  }

  /** Releases every upload: another instance may take it over. */
  leave(): void {
    clearInterval(this.#searchTimer);
    this.#seat = null;
    this.#early = [];
    for (const id of [...this.#claims.keys()]) this.#release(id);
  }

  /** Deletes what is kept for the seat, by whichever instance. */
  deleteAll(): Promise<void> {
    const seat = this.#seat;
    this.leave();
    return seat === null ? this.#lastWork : this.#enqueue((storage) => storage.removeAll(seat));
  }

  #enqueue(work: (storage: UploadStorage) => Promise<void>): Promise<void> {
    const { storage } = this.#options;
    if (storage === undefined) return this.#lastWork;
    this.#lastWork = this.#lastWork.then(() => work(storage)).catch((fault: unknown) => this.#report(fault));
    return this.#lastWork;
  }

  /** Reports the first fault only: a storage that is full must not keep a file from being sent. */
  #report(fault: unknown) {
    const { onFault = surface } = this.#options;
    if (!this.#hasFailed) onFault(fault);
    this.#hasFailed = true;
  }

  async #claim(id: ClientId, storage: UploadStorage): Promise<boolean> {
    const claim: Claim = { waiting: new AbortController(), release: () => undefined };
    this.#claims.set(id, claim);
    try {
      const giveBack = await storage.claim(id, claim.waiting.signal);
      const isWanted = this.#claims.get(id) === claim;
      if (isWanted) claim.release = giveBack;
      else giveBack();
      return isWanted;
    } catch (fault) {
      if (!claim.waiting.signal.aborted) this.#report(fault);
      return false;
    }
  }

  #release(id: ClientId) {
    release(this.#claims.get(id));
    this.#claims.delete(id);
  }

  #search() {
    const seat = this.#seat;
    void this.#enqueue(async (storage) => {
      if (seat === null || seat !== this.#seat) return;
      for (const { id } of await storage.load(seat)) {
        if (!this.#claims.has(id)) void this.#takeOver(id, seat, storage);
      }
    });
  }

  async #takeOver(id: ClientId, seat: SeatId, storage: UploadStorage): Promise<void> {
    if (!(await this.#claim(id, storage))) return;
    await this.#enqueue(async () => {
      // Loaded again: its owner may have changed or removed it before the claim was granted.
      const upload = (await storage.load(seat)).find((each) => each.id === id);
      if (!this.#claims.has(id)) return;
      if (upload === undefined) this.#release(id);
      else this.#options.onRestore(upload);
    });
  }
}

function release(claim: Claim | undefined): void {
  claim?.waiting.abort();
  claim?.release();
}
