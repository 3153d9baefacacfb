import type { HistoryPage, HistoryQuery, MessageView } from '@tieline/protocol';
import { firstOf, joinRun, lastOf, type Run, runsAbove, runsOfPage, withChange } from './runs.ts';
import type { PendingMessage, Stretch, Timeline } from '../types.ts';

/** `storedSeq`: the place that the server gave it; it is shown as pending until that place is in the timeline. */
export interface OutboxMessage extends PendingMessage {
  readonly storedSeq: number | null;
  /** Number of the interaction that it was written in, and begins no other than; null where none ran. */
  readonly interaction: number | null;
}

/**
 * A timeline with what it is made from. Pages and live messages are merged into `runs` in any order;
 * shown is the newest run without a gap before it. `floor`: the reader sees nothing up to this place
 * any more (HIST-5), even if a late page brings it. `place`: the place for which `around` was loaded.
 */
export interface InternalTimeline extends Timeline {
  readonly pending: readonly OutboxMessage[];
  readonly runs: readonly Run[];
  readonly floor: number;
  readonly place: number | null;
  /** All changes up to this number are in what is loaded. */
  readonly rev: number;
  /** Changes above it that are, while others are missing before them; ascending. */
  readonly ahead: readonly number[];
  /** How often everything was removed: a page that was requested before the last time is out of date. */
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
    rev: 0,
    ahead: [],
    emptyings: 0,
  };
}

/** Merges a page of history, as requested by `query`. */
export function mergePage(
  current: InternalTimeline,
  page: HistoryPage,
  query: HistoryQuery,
): InternalTimeline {
  const seen = page.messages.filter(({ seq }) => seq > current.floor);
  const hasBefore = seen.length === page.messages.length && page.hasBefore;
  let runs = runsOfPage(seen, hasBefore).reduce(joinRun, current.runs);
  if (page.messages.length === 0 && query.before !== undefined) {
    runs = withStart(runs, query.before, page.hasBefore);
  }
  runs = (page.changed ?? []).reduce(withChange, runs);
  // Of what the reader may not read any more no change would be told.
  if (query.since !== undefined && page.from !== null) runs = runsAbove(runs, page.from - 1);
  const state = query.before === undefined ? 'ready' : current.state;
  return withShown({ ...current, state, runs, ...revsAfter(current, page, query) }, current);
}

/** What is known of changes after a page. */
function revsAfter(
  { state, rev, ahead }: InternalTimeline,
  page: HistoryPage,
  { before, after, since }: HistoryQuery,
): Pick<InternalTimeline, 'rev' | 'ahead'> {
  const isNewest = before === undefined && after === undefined;
  if (isNewest && state !== 'ready') return advanceRev(page.rev, ahead);
  // What was changed after the page was read, and was not loaded then, is missing in it.
  if (since === undefined) return { rev: Math.min(rev, page.rev), ahead };
  return since <= rev && !page.hasAfter ? advanceRev(Math.max(rev, page.rev), ahead) : { rev, ahead };
}

/** All changes up to `rev` are there, and these above it. */
function advanceRev(rev: number, heard: readonly number[]): Pick<InternalTimeline, 'rev' | 'ahead'> {
  let last = rev;
  const above = heard.filter((one) => {
    if (one === last + 1) last = one;
    return one > last;
  });
  return { rev: last, ahead: above };
}

/** A change of the conversation has arrived, whichever it was. */
export function noteChange(current: InternalTimeline, rev: number): InternalTimeline {
  if (current.state !== 'ready' || rev <= current.rev || current.ahead.includes(rev)) return current;
  const ahead = [...current.ahead, rev].toSorted((one, other) => one - other);
  return withShown({ ...current, ...advanceRev(current.rev, ahead) }, current);
}

/**
 * Something was changed that the reader may not read (MSG-9): of the newest `places` nothing, so all before them goes.
 *
 * @param lastSeq the place of the newest message
 */
export function withoutUnreadable(
  current: InternalTimeline,
  {
    rev,
    places,
    lastSeq,
  }: { readonly rev: number; readonly places: number | null; readonly lastSeq: number },
): InternalTimeline {
  const runs = places === null ? current.runs : runsAbove(current.runs, lastSeq - places);
  const next = runs === current.runs ? current : withShown({ ...current, runs }, current);
  return noteChange(next, rev);
}

/** Merges the new state of a message, where that is loaded; it may come before the message itself. */
export function mergeChange(current: InternalTimeline, message: MessageView): InternalTimeline {
  const highest = current.runs.at(-1);
  if (message.seq > (highest ? lastOf(highest) : current.floor)) return mergeLive(current, message);
  const runs = withChange(current.runs, message);
  const next = runs === current.runs ? current : withShown({ ...current, runs }, current);
  return noteChange(next, message.rev);
}

/** Merges a message that arrived live. Behind a gap it is not shown until {@link mergePage} closes the gap. */
export function mergeLive(current: InternalTimeline, message: MessageView): InternalTimeline {
  if (message.seq <= current.floor) return current;
  const runs = joinRun(current.runs, { messages: [message], paged: false, hasBefore: true });
  const next = runs === current.runs ? current : withShown({ ...current, runs }, current);
  return noteChange(next, message.rev);
}

/**
 * Removes everything up to and including `floor`. `exact`: the running interaction begins behind it, so the floor may
 * also be lowered: the end of the one before may have set it too high, as a page had brought messages of this one.
 */
export function raiseFloor(current: InternalTimeline, floor: number, exact = false): InternalTimeline {
  if (floor === current.floor || (floor < current.floor && !exact)) return current;
  return withShown({ ...current, floor, runs: runsAbove(current.runs, floor) }, current);
}

/** Removes everything that has come so far, for good. */
export function emptyTimeline(current: InternalTimeline, lastKnown: number): InternalTimeline {
  const highest = current.runs.at(-1);
  const floor = Math.max(lastKnown, highest ? lastOf(highest) : 0);
  return { ...raiseFloor(current, floor), emptyings: current.emptyings + 1, notice: null };
}

/** Removes everything, and loads it anew if the reader may see it again, as after a change of the company. */
export function unloadTimeline(current: InternalTimeline): InternalTimeline {
  const bare = { ...current, runs: [], floor: 0, rev: 0, ahead: [], state: 'loading', notice: null } as const;
  return withShown({ ...bare, emptyings: current.emptyings + 1 }, current);
}

export function withPending(current: InternalTimeline, pending: readonly OutboxMessage[]): InternalTimeline {
  return withShown({ ...current, pending }, current);
}

/** Shows the messages around `place`, which are loaded; null: the newest ones. */
export function withPlace(current: InternalTimeline, place: number | null): InternalTimeline {
  return withShown({ ...current, place }, current);
}

/** Whether the messages on both sides of `place` are loaded, as far as there are any. */
export function isLoadedAround(current: InternalTimeline, place: number): boolean {
  return runAt(current.runs, place) !== undefined;
}

/** The place of the newest message that is shown; the floor where there is none. */
export const lastShown = (current: InternalTimeline) => current.messages.at(-1)?.seq ?? current.floor;

/** Whether a message or a change is missing before what is there. */
export const isIncomplete = (current: InternalTimeline) => hasGap(current) || current.ahead.length > 0;

/** Whether messages wait unseen because one before them is missing. */
export function hasGap(current: InternalTimeline): boolean {
  const highest = current.runs.at(-1);
  return highest !== undefined && lastOf(highest) > lastShown(current);
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

/** Derives what is shown from `runs`; parts that do not change stay the same objects. */
function withShown(next: InternalTimeline, before: InternalTimeline): InternalTimeline {
  const run = shownRun(next.runs, next.floor);
  const messages = run?.messages ?? (before.messages.length === 0 ? before.messages : []);
  const hasBefore = run !== undefined && goesOnBefore(run, next.floor);
  const far = next.place === null ? undefined : runAt(next.runs, next.place);
  // Once it has joined the newest run, that one shows its messages.
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
