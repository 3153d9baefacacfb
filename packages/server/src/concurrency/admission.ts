/** There is more to do than can be done: nothing was tried, the same may be tried again in a moment. */
export class Busy extends Error {
  constructor() {
    super('There is more to do than can be done');
  }
}

export interface AdmissionOptions {
  /** How many may run at once. */
  readonly places: number;
  /** How many of one company: the others always find a place soon. */
  readonly placesOfOne: number;
  /** How many of one company may wait; the next one is rejected at once. */
  readonly waitingOfOne: number;
  /** Milliseconds after which a waiting one is rejected; `Infinity`: it waits until it is its turn. */
  readonly patience: number;
}

interface Waiting {
  readonly admit: () => void;
  readonly reject: () => void;
  readonly since: number;
}

interface Company {
  readonly name: string;
  running: number;
  readonly waiting: Waiting[];
}

/** Admits work company by company in turn, so that a busy company does not keep the others out. */
export class Admission {
  readonly #options: AdmissionOptions;
  /** Companies with something running or waiting, in the order of their turns. */
  readonly #companies = new Map<string, Company>();
  #running = 0;
  #patienceTimer: NodeJS.Timeout | undefined;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Resolves to a function that gives the place back; further calls of it do nothing. @throws Busy */
  enter(name: string): Promise<() => void> {
    const { places, placesOfOne, waitingOfOne } = this.#options;
    const company = this.#companies.get(name) ?? { name, running: 0, waiting: [] };
    this.#companies.set(name, company);
    if (company.waiting.length === 0 && company.running < placesOfOne && this.#running < places)
      return Promise.resolve(this.#take(company));
    if (company.waiting.length >= waitingOfOne) return Promise.reject(new Busy());
    this.#watchPatience();
    return new Promise((resolve, reject) => {
      company.waiting.push({
        admit: () => resolve(this.#take(company)),
        reject: () => reject(new Busy()),
        since: performance.now(),
      });
    });
  }

  /** Runs the work in a place, and gives the place back. @throws Busy where the work was not begun */
  async within<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const leave = await this.enter(name);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  #take(company: Company): () => void {
    company.running += 1;
    this.#running += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#giveBack(company);
    };
  }

  #giveBack(company: Company): void {
    company.running -= 1;
    this.#running -= 1;
    const isUnused = company.running === 0 && company.waiting.length === 0;
    // Another object may stand for the company by now.
    if (isUnused && this.#companies.get(company.name) === company) this.#companies.delete(company.name);
    this.#admitNext();
  }

  #admitNext(): void {
    const { places, placesOfOne } = this.#options;
    while (this.#running < places) {
      const next = [...this.#companies.values()].find(
        ({ waiting, running }) => waiting.length > 0 && running < placesOfOne,
      );
      if (!next) return;
      // To the end of the order: every other company has its turn before the next one of this company.
      this.#companies.delete(next.name);
      this.#companies.set(next.name, next);
      next.waiting.shift()?.admit();
    }
  }

  #watchPatience(): void {
    const { patience } = this.#options;
    if (patience === Infinity || this.#patienceTimer) return;
    this.#patienceTimer = setTimeout(() => {
      this.#patienceTimer = undefined;
      this.#rejectOverdue(performance.now() - patience);
      if ([...this.#companies.values()].some(({ waiting }) => waiting.length > 0)) this.#watchPatience();
    }, patience / 4);
  }

  #rejectOverdue(latest: number): void {
    for (const { waiting } of this.#companies.values())
      while ((waiting[0]?.since ?? Infinity) < latest) waiting.shift()?.reject();
  }
}

export function createAdmission(options: AdmissionOptions): Admission {
  return new Admission(options);
}
