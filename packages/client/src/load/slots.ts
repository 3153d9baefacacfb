/** Runs work of which only so many pieces may run at once; the others wait in order. */
export type Slots = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function createSlots(most: number): Slots {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => void waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
