import type { MessageView } from '@tieline/protocol';

/**
 * Messages whose places follow each other, never empty. `paged`: a part of it came in a page of history; else it
 * came live only, and messages may be missing before it. `hasBefore`: whether the server has more before the first.
 */
export interface Run {
  readonly messages: readonly MessageView[];
  readonly paged: boolean;
  readonly hasBefore: boolean;
}

export const firstOf = (run: Run) => run.messages[0]?.seq ?? 0;
export const lastOf = (run: Run) => run.messages.at(-1)?.seq ?? 0;

/** Merges a run into the others: in order, none touching the next. Returns the same list where nothing is new. */
export function joinRun(runs: readonly Run[], incoming: Run): readonly Run[] {
  const touching = runs.filter((run) => touches(run, incoming));
  const [only] = touching;
  if (only !== undefined && touching.length === 1 && addsNothing(only, incoming)) return runs;
  const below = runs.filter((run) => lastOf(run) < firstOf(incoming) && !touching.includes(run));
  const above = runs.filter((run) => firstOf(run) > lastOf(incoming) && !touching.includes(run));
  return [...below, joinTouching([incoming, ...touching]), ...above];
}

/** The runs with the new state of a message; the same list where it is not loaded, or as new already. */
export function withChange(runs: readonly Run[], message: MessageView): readonly Run[] {
  const at = runs.findIndex((run) => firstOf(run) <= message.seq && message.seq <= lastOf(run));
  const run = runs[at];
  if (run === undefined) return runs;
  const place = message.seq - firstOf(run);
  if (message.rev <= (run.messages[place]?.rev ?? 0)) return runs;
  return runs.with(at, { ...run, messages: run.messages.with(place, message) });
}

/** A page cut where a place is missing, so that no run ever has a gap. */
export function runsOfPage(messages: readonly MessageView[], hasBefore: boolean): readonly Run[] {
  const parts: MessageView[][] = [];
  for (const message of messages) {
    const part = parts.at(-1);
    if (part !== undefined && part.at(-1)?.seq === message.seq - 1) part.push(message);
    else parts.push([message]);
  }
  return parts.map((part, place) => ({
    messages: part,
    paged: true,
    hasBefore: place === 0 ? hasBefore : true,
  }));
}

/** The runs without the messages up to and including `floor`. */
export function runsAbove(runs: readonly Run[], floor: number): readonly Run[] {
  if (runs.every((run) => firstOf(run) > floor)) return runs;
  return runs
    .filter((run) => lastOf(run) > floor)
    .map((run) =>
      firstOf(run) > floor
        ? run
        : { ...run, messages: run.messages.filter(({ seq }) => seq > floor), hasBefore: false },
    );
}

function touches(one: Run, other: Run): boolean {
  return firstOf(one) <= lastOf(other) + 1 && firstOf(other) <= lastOf(one) + 1;
}

function addsNothing(current: Run, incoming: Run): boolean {
  const within = firstOf(current) <= firstOf(incoming) && lastOf(incoming) <= lastOf(current);
  const isPagedStart = incoming.paged && firstOf(incoming) === firstOf(current);
  const sameStart = !isPagedStart || incoming.hasBefore === current.hasBefore;
  return within && sameStart && (current.paged || !incoming.paged) && !isNewer(incoming, current);
}

/** Whether a message of one run, all of which the other has, was changed since. */
function isNewer(one: Run, other: Run): boolean {
  const offset = firstOf(one) - firstOf(other);
  return one.messages.some(({ rev }, place) => rev > (other.messages[place + offset]?.rev ?? 0));
}

/** Touching runs as one, the newest first in `parts`; a message that was there before, and has not changed, stays the same object. */
function joinTouching(parts: readonly Run[]): Run {
  const first = Math.min(...parts.map(firstOf));
  const lowest = parts.filter((run) => firstOf(run) === first);
  const messages: MessageView[] = [];
  for (const run of parts) {
    for (const message of run.messages) {
      const place = message.seq - first;
      if (message.rev >= (messages[place]?.rev ?? 0)) messages[place] = message;
    }
  }
  const start = lowest.find((run) => run.paged) ?? lowest[0];
  return {
    messages,
    paged: parts.some((run) => run.paged),
    hasBefore: start?.hasBefore ?? true,
  };
}
