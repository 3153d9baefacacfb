import type { HistoryPage, HistoryQuery, MessageView } from '@tieline/protocol';
import { firstOf, joinRun, lastOf, type Run, runsAbove, runsOfPage } from './runs.ts';
import type { PendingMessage, Timeline } from './types.ts';

/** `storedSeq`: the place that the server gave it; it is shown as pending until that place is in the timeline. */
export interface HeldPending extends PendingMessage {
  readonly storedSeq: number | null;
}

/**
 * A timeline with what it is made from. Pages and live messages are laid into `runs` in whatever order they come;
 * shown is the newest run that is known to begin where it should. `floor`: the reader sees nothing up to this place
 * any more (HIST-5), whatever late page still brings it.
 */
export interface HeldTimeline extends Timeline {
  readonly pending: readonly HeldPending[];
  readonly runs: readonly Run[];
  readonly floor: number;
  /** How often everything was taken away: a page that was asked for before the last time is out of date. */
  readonly emptyings: number;
}

export function newTimeline(openedAtReadSeq: number): HeldTimeline {
  return {
    messages: [],
    pending: [],
    hasBefore: false,
    state: 'loading',
    openedAtReadSeq,
    notice: null,
    runs: [],
    floor: 0,
    emptyings: 0,
  };
}

/** Lays in a page of history that `query` asked for. A page that does not join what is held takes its place. */
export function mergePage(held: HeldTimeline, page: HistoryPage, query: HistoryQuery): HeldTimeline {
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
export function mergeLive(held: HeldTimeline, message: MessageView): HeldTimeline {
  if (message.seq <= held.floor) return held;
  const runs = joinRun(held.runs, { messages: [message], paged: false, hasBefore: true });
  return runs === held.runs ? held : settled({ ...held, runs }, held);
}

/**
 * Takes away everything up to and including `floor`. `exact`: the interaction that runs begins behind it; when the one
 * before ended, the floor may have been set too high, as a page may have brought messages of this one already.
 */
export function raiseFloor(held: HeldTimeline, floor: number, exact = false): HeldTimeline {
  if (floor === held.floor || (floor < held.floor && !exact)) return held;
  return settled({ ...held, floor, runs: runsAbove(held.runs, floor) }, held);
}

/** Takes away everything that has come so far. */
export function emptied(held: HeldTimeline, lastKnown: number): HeldTimeline {
  const highest = held.runs.at(-1);
  const floor = Math.max(lastKnown, highest ? lastOf(highest) : 0);
  return { ...raiseFloor(held, floor), emptyings: held.emptyings + 1, notice: null };
}

/** The same where all of it may come back, as the company may change again: then it is loaded anew. */
export function unloaded(held: HeldTimeline): HeldTimeline {
  const bare = { ...held, runs: [], floor: 0, state: 'loading', notice: null } as const;
  return settled({ ...bare, emptyings: held.emptyings + 1 }, held);
}

export function withPending(held: HeldTimeline, pending: readonly HeldPending[]): HeldTimeline {
  return settled({ ...held, pending }, held);
}

/** The newest place that is shown; where nothing is, the one before the first that could be. */
export const lastShown = (held: HeldTimeline) => held.messages.at(-1)?.seq ?? held.floor;

/** Whether messages wait unseen because one before them is missing. */
export function hasGap(held: HeldTimeline): boolean {
  const highest = held.runs.at(-1);
  return highest !== undefined && lastOf(highest) > lastShown(held);
}

function shownRun(runs: readonly Run[], floor: number): Run | undefined {
  return runs.findLast((run) => run.paged || firstOf(run) === floor + 1);
}

function withStart(runs: readonly Run[], first: number, hasBefore: boolean): readonly Run[] {
  return runs.map((run) => (firstOf(run) === first ? { ...run, hasBefore } : run));
}

/** Derives what is shown; parts that come out as they were stay the objects that they were. */
function settled(next: HeldTimeline, before: HeldTimeline): HeldTimeline {
  const run = shownRun(next.runs, next.floor);
  const messages = run?.messages ?? (before.messages.length === 0 ? before.messages : []);
  const hasBefore = run !== undefined && firstOf(run) > next.floor + 1 && run.hasBefore;
  const last = messages.at(-1)?.seq ?? next.floor;
  const waiting = next.pending.filter(({ storedSeq }) => storedSeq === null || storedSeq > last);
  const pending = sameList(waiting, before.pending) ? before.pending : waiting;
  const result = { ...next, messages, hasBefore, pending };
  return isSame(result, before) ? before : Object.freeze(result);
}

function isSame(next: HeldTimeline, before: HeldTimeline): boolean {
  return (Object.keys(next) as (keyof HeldTimeline)[]).every((key) => next[key] === before[key]);
}

function sameList<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item, place) => item === other[place]);
}
