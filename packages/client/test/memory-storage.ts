import type { ClientStorage } from '../src/types.ts';

/** Storage in memory. Several instances may share one, as tabs do. */
export function memoryStorage(
  texts = new Map<string, string>(),
): ClientStorage & { texts: Map<string, string> } {
  return {
    texts,
    read: (key) => texts.get(key) ?? null,
    write: (key, value) => void texts.set(key, value),
    remove: (key) => void texts.delete(key),
    keys: () => [...texts.keys()],
  };
}
