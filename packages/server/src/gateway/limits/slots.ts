/** How many slots of one key may be in use at once. */
export interface SlotLimit {
  readonly key: string;
  readonly most: number;
}

/** Slots are taken before the work for them begins, so that a thousand requests in one moment are limited as well. */
export interface Slots {
  /**
   * Takes one slot of each key, or none and returns null where a limit is reached. The function that it returns
   * releases them; calling it again does nothing.
   */
  take(limits: readonly SlotLimit[]): (() => void) | null;
}

export function createSlots(): Slots {
  const used = new Map<string, number>();
  const usedOf = (key: string): number => used.get(key) ?? 0;

  function releaseOne(key: string): void {
    const rest = usedOf(key) - 1;
    if (rest > 0) used.set(key, rest);
    else used.delete(key);
  }

  return {
    take: (limits) => {
      if (limits.some(({ key, most }) => usedOf(key) >= most)) return null;
      for (const { key } of limits) used.set(key, usedOf(key) + 1);
      let isReleased = false;
      return () => {
        if (isReleased) return;
        isReleased = true;
        for (const { key } of limits) releaseOne(key);
      };
    },
  };
}
