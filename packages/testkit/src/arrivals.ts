const patienceMs = 10_000;

/** Those who wait for something to arrive, woken as soon as it is there: nobody polls, nobody sleeps too long. */
export interface Arrivals {
  /** Resolves with what `look` finds, now or after an arrival; fails with `what` when it never does. */
  until<Result>(what: string, look: () => Result | null | undefined): Promise<Result>;
  arrived(): void;
  /** Nothing will arrive any more. */
  over(): void;
}

export function createArrivals(): Arrivals {
  const waiting = new Set<() => void>();
  let isOver = false;

  function until<Result>(what: string, look: () => Result | null | undefined): Promise<Result> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        waiting.delete(again);
      };
      const fail = (): void => {
        end();
        reject(new Error(`Waited in vain for: ${what}${isOver ? ', and the line is closed' : ''}`));
      };
      const again = (): void => {
        const found = look();
        if (found === null || found === undefined) {
          if (isOver) fail();
          return;
        }
        end();
        resolve(found);
      };
      const timer = setTimeout(fail, patienceMs);
      waiting.add(again);
      again();
    });
  }

  const arrived = (): void => {
    for (const again of [...waiting]) again();
  };
  return {
    until,
    arrived,
    over: () => {
      isOver = true;
      arrived();
    },
  };
}
