interface Clock {
  now: number;
  readonly listeners: Set<() => void>;
  timer: ReturnType<typeof setInterval> | undefined;
}

const clocks = new Map<number, Clock>();

function clockOf(everyMs: number): Clock {
  const existing = clocks.get(everyMs);
  if (existing) return existing;
  const created: Clock = { now: Date.now(), listeners: new Set(), timer: undefined };
  clocks.set(everyMs, created);
  return created;
}

/** The moment that the clock of this pace told last, in milliseconds. */
export function nowOf(everyMs: number): number {
  return clockOf(everyMs).now;
}

/** One timer for all that follow a pace, however many rows a list has; returns the way to stop. */
export function followClock(everyMs: number, listener: () => void): () => void {
  const clock = clockOf(everyMs);
  const tick = () => {
    clock.now = Date.now();
    for (const one of clock.listeners) one();
  };
  if (clock.listeners.size === 0) {
    clock.now = Date.now();
    clock.timer = setInterval(tick, everyMs);
  }
  clock.listeners.add(listener);
  return () => {
    clock.listeners.delete(listener);
    if (clock.listeners.size === 0) clearInterval(clock.timer);
  };
}
