/** One count that a newcomer adds to: what is counted together, and how many of them there may be. */
export interface Count {
  readonly key: string;
  readonly most: number;
}

/** Places that are taken before what takes them is worked for, so that a thousand who ask at once are counted too. */
export interface Places {
  /** Gives the place back when it is called, however often. Null where one of the counts is full: none is taken then. */
  take(counts: readonly Count[]): (() => void) | null;
}

export function createPlaces(): Places {
  const taken = new Map<string, number>();
  const numberOf = (key: string): number => taken.get(key) ?? 0;

  function leave(key: string): void {
    const left = numberOf(key) - 1;
    if (left > 0) taken.set(key, left);
    else taken.delete(key);
  }

  return {
    take: (counts) => {
      if (counts.some(({ key, most }) => numberOf(key) >= most)) return null;
      for (const { key } of counts) taken.set(key, numberOf(key) + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        for (const { key } of counts) leave(key);
      };
    },
  };
}
