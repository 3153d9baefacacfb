/** Callers wait at it until it is open. */
export interface Gate {
  readonly isOpen: boolean;
  open(): void;
  shut(): void;
  /** Rejects every caller with `fault`, until it is opened or shut again. */
  fail(fault: Error): void;
  passed(): Promise<void>;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (fault: Error) => void;
}

export function createGate(): Gate {
  let isOpen = false;
  let failure: Error | null = null;
  let waiting: Waiter[] = [];

  function enter(opened: boolean, fault: Error | null, notify?: (each: Waiter) => void) {
    isOpen = opened;
    failure = fault;
    if (notify === undefined) return;
    const all = waiting;
    waiting = [];
    all.forEach(notify);
  }

  return {
    get isOpen() {
      return isOpen;
    },
    open: () => enter(true, null, ({ resolve }) => resolve()),
    shut: () => enter(false, null),
    fail: (fault) => enter(false, fault, ({ reject }) => reject(fault)),
    passed() {
      if (failure !== null) return Promise.reject(failure);
      if (isOpen) return Promise.resolve();
      return new Promise((resolve, reject) => void waiting.push({ resolve, reject }));
    },
  };
}
