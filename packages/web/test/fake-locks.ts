interface Held {
  readonly name: string;
  readonly mode: LockMode;
}

/** The locks of a browser, as its tabs share them. */
export class FakeLocks {
  #held: Held[] = [];

  query = async (): Promise<LockManagerSnapshot> => ({ held: [...this.#held], pending: [] });

  request = (async (
    name: string,
    { mode = 'exclusive' }: LockOptions,
    work: (lock: Held | null) => Promise<unknown>,
  ) => {
    await Promise.resolve();
    const isTaken = this.#held.some(
      (held) => held.name === name && (mode === 'exclusive' || held.mode === 'exclusive'),
    );
    if (isTaken) return work(null);
    const lock = { name, mode };
    this.#held.push(lock);
    try {
      return await work(lock);
    } finally {
      this.#held = this.#held.filter((held) => held !== lock);
    }
  }) as unknown as LockManager['request'];
}
