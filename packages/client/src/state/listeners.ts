import { surface } from '../connection/fault.ts';

/** Who wants to be told of something. A listener that breaks does not stop the others. */
export interface Listeners<Told extends readonly unknown[]> {
  /** Returns the way to stop. The same function given twice is told twice and stopped one at a time. */
  add(listener: (...told: Told) => void): () => void;
  tell(...told: Told): void;
}

export function createListeners<Told extends readonly unknown[] = []>(): Listeners<Told> {
  const all = new Set<(...told: Told) => void>();
  return {
    add(listener) {
      const own = (...told: Told) => listener(...told);
      all.add(own);
      return () => void all.delete(own);
    },
    tell(...told) {
      // A copy: a listener may leave while the others are told.
      for (const listener of [...all]) {
        try {
          listener(...told);
        } catch (fault) {
          surface(fault);
        }
      }
    },
  };
}
