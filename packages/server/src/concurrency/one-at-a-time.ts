/** Runs works of one key one after the other, in the order of asking; those of different keys at once. */
export interface OneAtATime<Key> {
  run<Result>(key: Key, work: () => Promise<Result>): Promise<Result>;
  /** Null where nothing of the key runs or waits; else resolves when what was last in line is over. */
  busy(key: Key): Promise<void> | null;
}

export function createOneAtATime<Key>(): OneAtATime<Key> {
  const last = new Map<Key, Promise<void>>();
  return {
    run: async (key, work) => {
      const before = last.get(key);
      let pass = (): void => undefined;
      const own = new Promise<void>((resolve) => (pass = resolve));
      last.set(key, own);
      try {
        await before;
        return await work();
      } finally {
        pass();
        if (last.get(key) === own) last.delete(key);
      }
    },
    busy: (key) => last.get(key) ?? null,
  };
}
