/** There is more to do than can be done: nothing was tried, the same may be asked again in a moment. */
export class Busy extends Error {
  constructor() {
    super('There is more to do than can be done');
  }
}

export interface AdmissionOptions {
  /** How many may be inside at once. */
  readonly places: number;
  /** How many of one company: the others always find a place soon. */
  readonly placesOfOne: number;
  /** How many of one company may wait; who comes after them is turned away at once. */
  readonly waitingOfOne: number;
  /** Milliseconds after which who waits is turned away; `Infinity`: whoever came in stays until it is their turn. */
  readonly patience: number;
}

/** Lets work in, company by company in turn, so that a busy one does not keep the others out. */
export interface Admission {
  /** Resolves to the way out, which must be taken once. @throws Busy */
  enter(company: string): Promise<() => void>;
  /** Does the work inside, and leaves. @throws Busy where it was not begun */
  within<Result>(company: string, work: () => Promise<Result>): Promise<Result>;
}

interface Waiting {
  readonly admit: () => void;
  readonly turnAway: () => void;
  readonly since: number;
}

interface Door {
  inside: number;
  readonly waiting: Waiting[];
}

export function createAdmission(options: AdmissionOptions): Admission {
  /** Companies with somebody inside or waiting, in the order in which they come next. */
  const doors = new Map<string, Door>();
  let inside = 0;

  function leaveOnce(company: string, door: Door): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      door.inside -= 1;
      inside -= 1;
      if (door.inside === 0 && door.waiting.length === 0 && doors.get(company) === door)
        doors.delete(company);
      admitNext();
    };
  }

  function admitNext(): void {
    while (inside < options.places) {
      const next = [...doors].find(
        ([, { waiting, inside: own }]) => waiting.length > 0 && own < options.placesOfOne,
      );
      if (!next) return;
      const [company, door] = next;
      // To the end of the line: every other company comes before its next one.
      doors.delete(company);
      doors.set(company, door);
      door.waiting.shift()?.admit();
    }
  }

  function come(door: Door): void {
    door.inside += 1;
    inside += 1;
  }

  function dropImpatient(): void {
    const latest = performance.now() - options.patience;
    for (const door of doors.values()) {
      while ((door.waiting[0]?.since ?? Infinity) < latest) door.waiting.shift()?.turnAway();
    }
  }

  let watch: NodeJS.Timeout | undefined;
  function watchPatience(): void {
    if (options.patience === Infinity) return;
    watch ??= setTimeout(() => {
      watch = undefined;
      dropImpatient();
      if ([...doors.values()].some(({ waiting }) => waiting.length > 0)) watchPatience();
    }, options.patience / 4);
  }

  function enter(company: string): Promise<() => void> {
    const door = doors.get(company) ?? { inside: 0, waiting: [] };
    doors.set(company, door);
    if (door.waiting.length === 0 && door.inside < options.placesOfOne && inside < options.places) {
      come(door);
      return Promise.resolve(leaveOnce(company, door));
    }
    if (door.waiting.length >= options.waitingOfOne) return Promise.reject(new Busy());
    watchPatience();
    return new Promise((resolve, reject) => {
      door.waiting.push({
        admit: () => {
          come(door);
          resolve(leaveOnce(company, door));
        },
        turnAway: () => reject(new Busy()),
        since: performance.now(),
      });
    });
  }

  return {
    enter,
    within: async (company, work) => {
      const leave = await enter(company);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
