import { surface } from '../connection/fault.ts';

/** The listeners to one kind of event. One that throws does not stop the others. */
export interface Listeners<Args extends readonly unknown[]> {
  /** Returns the way to stop. A function that is added twice is called twice and removed one at a time. */
  add(listener: (...args: Args) => void): () => void;
  notify(...args: Args): void;
}

export function createListeners<Args extends readonly unknown[] = []>(): Listeners<Args> {
  const all = new Set<(...args: Args) => void>();
  return {
    add(listener) {
      const own = (...args: Args) => listener(...args);
      all.add(own);
      return () => void all.delete(own);
    },
    notify(...args) {
      // A copy: a listener may remove itself while the others are called.
      for (const listener of [...all]) {
        try {
          listener(...args);
        } catch (fault) {
          surface(fault);
        }
      }
    },
  };
}
