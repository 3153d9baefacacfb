import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What a server had to say in its log, shown without drowning the figures. */
export interface Complaints {
  /** Shows nothing any more, and how often each complaint was left out. */
  end(): void;
}

const shownOfEach = 2;

/** Shows the first lines of each kind; a server that turns thousands away says so thousands of times. */
export function showComplaints(log: Readable | null): Complaints {
  const counts = new Map<string, number>();
  let isOver = false;
  const show = (line: string): void => {
    if (isOver) return;
    const kind = messageOf(line);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count <= shownOfEach) console.error(`tieline: ${line.slice(0, 300)}`);
  };
  if (log) createInterface({ input: log }).on('line', show);
  return {
    end: () => {
      isOver = true;
      for (const [kind, count] of counts)
        if (count > shownOfEach) console.error(`tieline: ${count} times in all: ${kind}`);
    },
  };
}

function messageOf(line: string): string {
  return /"msg":"([^"]*)"/.exec(line)?.[1] ?? line;
}
