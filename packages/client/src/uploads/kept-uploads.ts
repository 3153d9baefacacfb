import type { ClientId, SeatId } from '@tieline/protocol';
import { surface } from '../connection/fault.ts';
import type { Timing } from '../timing.ts';
import type { KeptUpload, UploadStorage } from './upload-types.ts';

// Several instances may share one storage, such as the tabs of a browser. Each upload is claimed, by its id, before
// anything is done with it; only who has the claim uploads it, shows it and sends it. Whoever finds an upload that is
// another's waits at its claim, and has it as soon as the other one is gone. Should a claim fail to keep two apart,
// the server lets only one of them write at a time, and what they send is one message (DEL-6).

export interface KeptUploadsOptions {
  readonly storage: UploadStorage | undefined;
  readonly timing: Timing;
  /** An upload of an earlier run, or of an instance that is gone: it is ours from now on. */
  readonly onFound: (upload: KeptUpload) => void;
  /** The storage failed, for the first time. */
  readonly onFault?: ((fault: unknown) => void) | undefined;
}

/** What is in the trays, as it outlives the program. Does nothing where there is no storage. */
export interface KeptUploads {
  /** From now on for `seat`, whose uploads are looked for at once, and again and again. */
  begin(seat: SeatId): void;
  /** Keeps an upload of ours. */
  put(upload: Omit<KeptUpload, 'seat'>): void;
  update: UploadStorage['update'];
  remove(id: ClientId): void;
  /** Nothing is ours any more: whoever comes next may have it. */
  leave(): void;
  /** Deletes what is kept for the seat, by whichever instance. */
  deleteAll(): Promise<void>;
}

interface Claim {
  readonly waiting: AbortController;
  release: () => void;
}

export function createKeptUploads(options: KeptUploadsOptions): KeptUploads {
  const { storage, timing, onFault = surface } = options;
  const claims = new Map<ClientId, Claim>();
  /** What was attached before the seat was known. */
  let early: Omit<KeptUpload, 'seat'>[] = [];
  let seat: SeatId | null = null;
  let looking: ReturnType<typeof setInterval> | undefined;
  let isFaulty = false;
  /** One after the other: what is put is there before it is changed. */
  let last: Promise<void> = Promise.resolve();

  function enqueue(work: (given: UploadStorage) => Promise<void>): Promise<void> {
    if (storage === undefined) return last;
    last = last.then(() => work(storage)).catch(complain);
    return last;
  }

  /** Storage that is full, or forbidden, must not keep a file from being sent. */
  function complain(fault: unknown) {
    if (!isFaulty) onFault(fault);
    isFaulty = true;
  }

  async function claim(id: ClientId, given: UploadStorage): Promise<boolean> {
    const held: Claim = { waiting: new AbortController(), release: () => undefined };
    claims.set(id, held);
    try {
      const giveBack = await given.claim(id, held.waiting.signal);
      const isWanted = claims.get(id) === held;
      if (isWanted) held.release = giveBack;
      else giveBack();
      return isWanted;
    } catch (fault) {
      if (!held.waiting.signal.aborted) complain(fault);
      return false;
    }
  }

  function release(id: ClientId) {
    letGo(claims.get(id));
    claims.delete(id);
  }

  function look() {
    const owner = seat;
    void enqueue(async (given) => {
      if (owner === null || owner !== seat) return;
      for (const { id } of await given.load(owner)) {
        if (!claims.has(id)) void takeOver(id, owner, given);
      }
    });
  }

  async function takeOver(id: ClientId, owner: SeatId, given: UploadStorage): Promise<void> {
    if (!(await claim(id, given))) return;
    await enqueue(async () => {
      // As it is now: whoever had it may have gone on with it, or be done with it.
      const found = (await given.load(owner)).find((kept) => kept.id === id);
      if (!claims.has(id)) return;
      if (found === undefined) release(id);
      else options.onFound(found);
    });
  }

  function put(upload: Omit<KeptUpload, 'seat'>) {
    const owner = seat;
    if (storage === undefined) return;
    if (owner === null) return void early.push(upload);
    void claim(upload.id, storage);
    void enqueue((given) => given.put({ ...upload, seat: owner }));
  }

  function leave() {
    clearInterval(looking);
    seat = null;
    early = [];
    for (const id of [...claims.keys()]) release(id);
  }

  return {
    begin(asked) {
      if (storage === undefined) return;
      seat = asked;
      for (const upload of early) put(upload);
      early = [];
      clearInterval(looking);
      looking = setInterval(look, timing.goneAfter);
      look();
    },
    put,
    update(id, change) {
      early = early.map((upload) => (upload.id === id ? { ...upload, ...change } : upload));
      return enqueue((given) => given.update(id, change));
    },
    remove(id) {
      early = early.filter((upload) => upload.id !== id);
      const held = claims.get(id);
      claims.delete(id);
      // Not before: who waits at the claim has to find nothing.
      void enqueue((given) => given.remove(id)).then(() => letGo(held));
    },
    leave,
    deleteAll() {
      const owner = seat;
      leave();
      return owner === null ? last : enqueue((given) => given.removeAll(owner));
    },
  };
}

function letGo(claim: Claim | undefined): void {
  claim?.waiting.abort();
  claim?.release();
}
