/** Something to wait at until it is open. */
export interface Gate {
  readonly isOpen: boolean;
  open(): void;
  shut(): void;
  /** Turns away everybody who waits or comes to wait, with `fault`, until it is opened or shut again. */
  fail(fault: Error): void;
  passed(): Promise<void>;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (fault: Error) => void;
}

export function createGate(): Gate {
  let isOpen = false;
  let failed: Error | null = null;
  let waiting: Waiting[] = [];

  function enter(opened: boolean, fault: Error | null, tell?: (each: Waiting) => void) {
    isOpen = opened;
    failed = fault;
    if (tell === undefined) return;
    const all = waiting;
    waiting = [];
    all.forEach(tell);
  }

  return {
    get isOpen() {
      return isOpen;
    },
    open: () => enter(true, null, ({ resolve }) => resolve()),
    shut: () => enter(false, null),
    fail: (fault) => enter(false, fault, ({ reject }) => reject(fault)),
    passed() {
      if (failed !== null) return Promise.reject(failed);
      if (isOpen) return Promise.resolve();
      return new Promise((resolve, reject) => void waiting.push({ resolve, reject }));
    },
  };
}
