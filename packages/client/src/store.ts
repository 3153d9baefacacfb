import { surface } from './fault.ts';

export interface Store<State> {
  get(): State;
  set(next: State): void;
  /** Called after every change; returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

/** Holds one frozen value and tells of each change. The same value again is no change. */
export function createStore<State extends object>(first: State): Store<State> {
  let state: State = Object.freeze(first);
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(next) {
      if (next === state) return;
      state = Object.freeze(next);
      for (const listener of [...listeners]) call(listener);
    },
    subscribe(listener) {
      // Wrapped, so that the same function given twice is heard twice and stopped one at a time.
      const own = () => listener();
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}

function call(listener: () => void): void {
  try {
    listener();
  } catch (fault) {
    surface(fault);
  }
}
