import type { ClientStorage } from '../types.ts';

/** A storage whose faults are reported once and never thrown: a full one must not keep a message from being sent. */
export class GuardedStorage {
  readonly #storage: ClientStorage | undefined;
  readonly #onFault: (fault: unknown) => void;
  #hasFailed = false;

  constructor(storage: ClientStorage | undefined, onFault: (fault: unknown) => void) {
    this.#storage = storage;
    this.#onFault = onFault;
  }

  get isPresent(): boolean {
    return this.#storage !== undefined;
  }

  read(key: string): string | null {
    return this.#guarded<string | null>((storage) => storage.read(key), null);
  }

  /** Whether it was written. */
  write(key: string, value: string): boolean {
    return this.#guarded((storage) => (storage.write(key, value), true), false);
  }

  remove(key: string): void {
    this.#guarded((storage) => storage.remove(key), undefined);
  }

  /** Sorted. */
  keysOf(prefix: string): readonly string[] {
    return this.#guarded<readonly string[]>((storage) => storage.keys(), [])
      .filter((key) => key.startsWith(prefix))
      .toSorted();
  }

  #guarded<Result>(work: (storage: ClientStorage) => Result, otherwise: Result): Result {
    if (this.#storage === undefined) return otherwise;
    try {
      return work(this.#storage);
    } catch (fault) {
      if (!this.#hasFailed) this.#onFault(fault);
      this.#hasFailed = true;
      return otherwise;
    }
  }
}
