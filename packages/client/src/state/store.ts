import { createListeners } from './listeners.ts';

export interface Store<State> {
  get(): State;
  set(next: State): void;
  /** Called after every change; returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

/** Holds one frozen value and notifies of each change. The same value again is no change. */
export function createStore<State extends object>(first: State): Store<State> {
  let state: State = Object.freeze(first);
  const listeners = createListeners();
  return {
    get: () => state,
    set(next) {
      if (next === state) return;
      state = Object.freeze(next);
      listeners.notify();
    },
    subscribe: listeners.add,
  };
}
