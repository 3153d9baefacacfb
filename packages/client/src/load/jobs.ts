interface Job {
  again: boolean;
  readonly done: Promise<void>;
}

/** Runs one piece of work at a time for each key. A call while it runs makes it run once more. */
export type Jobs<Key> = (key: Key, work: () => Promise<void>) => Promise<void>;

export function createJobs<Key>(): Jobs<Key> {
  const jobs = new Map<Key, Job>();

  async function repeat(key: Key, work: () => Promise<void>): Promise<void> {
    // Without this the work would begin before `jobs` has its entry.
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
