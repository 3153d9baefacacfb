interface Job {
  again: boolean;
  readonly done: Promise<void>;
}

/** Starts work of which one piece runs for each key. Asked while it runs, it is done once more after that. */
export type Jobs<Key> = (key: Key, work: () => Promise<void>) => Promise<void>;

export function createJobs<Key>(): Jobs<Key> {
  const jobs = new Map<Key, Job>();

  async function repeat(key: Key, work: () => Promise<void>): Promise<void> {
    // The first turn begins when the job is in its place.
    await Promise.resolve();
    const job = jobs.get(key);
    try {
      while (job?.again) {
        job.again = false;
        await work();
      }
    } finally {
      jobs.delete(key);
    }
  }

  return (key, work) => {
    const running = jobs.get(key);
    if (running !== undefined) {
      running.again = true;
      return running.done;
    }
    const job = { again: true, done: repeat(key, work) };
    jobs.set(key, job);
    return job.done;
  };
}
