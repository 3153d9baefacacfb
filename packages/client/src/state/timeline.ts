import type { HistoryPage, HistoryQuery, MessageView } from '@tieline/protocol';
import { firstOf, joinRun, lastOf, type Run, runsAbove, runsOfPage } from './runs.ts';
import type { PendingMessage, Stretch, Timeline } from '../types.ts';

/** `storedSeq`: the place that the server gave it; it is shown as pending until that place is in the timeline. */
export interface OutboxMessage extends PendingMessage {
  readonly storedSeq: number | null;
  /** Number of the interaction that it was written in, and begins no other than; null where none ran. */
  readonly interaction: number | null;
}

/**
 * A timeline with what it is made from. Pages and live messages are laid into `runs` in whatever order they come;
 * shown is the newest run that is known to begin where it should. `floor`: the reader sees nothing up to this place
 * any more (HIST-5), whatever late page still brings it. `place`: where the run of `around` was asked for.
 */
export interface InternalTimeline extends Timeline {
  readonly pending: readonly OutboxMessage[];
  readonly runs: readonly Run[];
  readonly floor: number;
  readonly place: number | null;
  /** How often everything was taken away: a page that was asked for before the last time is out of date. */
  readonly emptyings: number;
}

export function newTimeline(openedAtReadSeq: number): InternalTimeline {
  return {
    messages: [],
    pending: [],
    hasBefore: false,
    around: null,
    state: 'loading',
    openedAtReadSeq,
    notice: null,
    runs: [],
    floor: 0,
    place: null,
    emptyings: 0,
  };
}

/** Lays in a page of history that `query` asked for. A page that does not join what is held takes its place. */
export function mergePage(held: InternalTimeline, page: HistoryPage, query: HistoryQuery): InternalTimeline {
  const seen = page.messages.filter(({ seq }) => seq > held.floor);
  const hasBefore = seen.length === page.messages.length && page.hasBefore;
  let runs = runsOfPage(seen, hasBefore).reduce(joinRun, held.runs);
  if (page.messages.length === 0 && query.before !== undefined) {
    runs = withStart(runs, query.before, page.hasBefore);
  }
  const state = query.before === undefined ? 'ready' : held.state;
  return settled({ ...held, state, runs }, held);
}

/** Lays in a message that arrived live. After a gap it waits, unseen, until {@link mergePage} closes the gap. */
export function mergeLive(held: InternalTimeline, message: MessageView): InternalTimeline {
  if (message.seq <= held.floor) return held;
  const runs = joinRun(held.runs, { messages: [message], paged: false, hasBefore: true });
  return runs === held.runs ? held : settled({ ...held, runs }, held);
}

/**
 * Takes away everything up to and including `floor`. `exact`: the interaction that runs begins behind it; when the one
 * before ended, the floor may have been set too high, as a page may have brought messages of this one already.
 */
export function raiseFloor(held: InternalTimeline, floor: number, exact = false): InternalTimeline {
  if (floor === held.floor || (floor < held.floor && !exact)) return held;
  return settled({ ...held, floor, runs: runsAbove(held.runs, floor) }, held);
}

/** Takes away everything that has come so far. */
export function emptied(held: InternalTimeline, lastKnown: number): InternalTimeline {
  const highest = held.runs.at(-1);
  const floor = Math.max(lastKnown, highest ? lastOf(highest) : 0);
  return { ...raiseFloor(held, floor), emptyings: held.emptyings + 1, notice: null };
}

/** The same where all of it may come back, as the company may change again: then it is loaded anew. */
export function unloaded(held: InternalTimeline): InternalTimeline {
  const bare = { ...held, runs: [], floor: 0, state: 'loading', notice: null } as const;
  return settled({ ...bare, emptyings: held.emptyings + 1 }, held);
}

export function withPending(held: InternalTimeline, pending: readonly OutboxMessage[]): InternalTimeline {
  return settled({ ...held, pending }, held);
}

/** Shows the messages around `place`, which are loaded; null: the newest ones. */
export function withPlace(held: InternalTimeline, place: number | null): InternalTimeline {
  return settled({ ...held, place }, held);
}

/** Whether the messages on both sides of `place` are loaded, as far as there are any. */
export function isLoadedAround(held: InternalTimeline, place: number): boolean {
  return runAt(held.runs, place) !== undefined;
}

/** The newest place that is known; where nothing is, the one before the first that could be. */
export const lastShown = (held: InternalTimeline) => held.messages.at(-1)?.seq ?? held.floor;

/** Whether messages wait unseen because one before them is missing. */
export function hasGap(held: InternalTimeline): boolean {
  const highest = held.runs.at(-1);
  return highest !== undefined && lastOf(highest) > lastShown(held);
}

function shownRun(runs: readonly Run[], floor: number): Run | undefined {
  return runs.findLast((run) => run.paged || firstOf(run) === floor + 1);
}

/** The run that goes on both sides of `place`, or begins behind it where this reader sees nothing earlier. */
function runAt(runs: readonly Run[], place: number): Run | undefined {
  return runs.find((run) => {
    const begins = firstOf(run) <= place || !run.hasBefore;
    return run.paged && begins && place < lastOf(run);
  });
}

function withStart(runs: readonly Run[], first: number, hasBefore: boolean): readonly Run[] {
  return runs.map((run) => (firstOf(run) === first ? { ...run, hasBefore } : run));
}

/** Derives what is shown; parts that come out as they were stay the objects that they were. */
function settled(next: InternalTimeline, before: InternalTimeline): InternalTimeline {
  const run = shownRun(next.runs, next.floor);
  const messages = run?.messages ?? (before.messages.length === 0 ? before.messages : []);
  const hasBefore = run !== undefined && goesOnBefore(run, next.floor);
  const far = next.place === null ? undefined : runAt(next.runs, next.place);
  // Where it has met the newest ones, there is one stretch.
  const around = far === undefined || far === run ? null : stretchOf(far, next.floor, before.around);
  const place = around === null ? null : next.place;
  const last = messages.at(-1)?.seq ?? next.floor;
  const waiting = next.pending.filter(({ storedSeq }) => storedSeq === null || storedSeq > last);
  const pending = sameList(waiting, before.pending) ? before.pending : waiting;
  const result = { ...next, messages, hasBefore, around, place, pending };
  return isSame(result, before) ? before : Object.freeze(result);
}

function goesOnBefore(run: Run, floor: number): boolean {
  return firstOf(run) > floor + 1 && run.hasBefore;
}

function stretchOf(run: Run, floor: number, before: Stretch | null): Stretch {
  const hasBefore = goesOnBefore(run, floor);
  if (before?.messages === run.messages && before.hasBefore === hasBefore) return before;
  return { messages: run.messages, hasBefore };
}

function isSame(next: InternalTimeline, before: InternalTimeline): boolean {
  return (Object.keys(next) as (keyof InternalTimeline)[]).every((key) => next[key] === before[key]);
}

function sameList<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item, place) => item === other[place]);
}
