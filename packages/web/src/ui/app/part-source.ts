import type { ComponentType } from 'react';

/** A part of an app that is no part of its first load. */
export interface PartSource<Props> {
  /** The part, once it is there. */
  readonly current: () => ComponentType<Props> | null;
  /** Fetches it, unless it is there. Rejects where the line is lost; asked again, it tries again. */
  readonly fetch: () => Promise<ComponentType<Props>>;
}

const waiting = new Set<() => Promise<unknown>>();
let isFetching = false;

export function partSource<Props>(load: () => Promise<ComponentType<Props>>): PartSource<Props> {
  let part: ComponentType<Props> | null = null;
  let running: Promise<ComponentType<Props>> | null = null;
  const fetch = async () => {
    if (part) return part;
    try {
      part = await (running ??= load());
      waiting.delete(fetch);
      return part;
    } finally {
      running = null;
    }
  };
  waiting.add(fetch);
  return { current: () => part, fetch };
}

/** Fetches one part after the other, with those that they bring; stops where the line is lost. */
export async function fetchAhead(): Promise<void> {
  if (isFetching) return;
  isFetching = true;
  try {
    for (let next = first(); next; next = first()) await next();
  } catch {
    // Whoever needs it asks again, and so does the page when the line is back.
  } finally {
    isFetching = false;
  }
}

const first = () => waiting.values().next().value;
