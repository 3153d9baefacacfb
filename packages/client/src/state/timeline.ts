import type { HistoryPage, HistoryQuery, MessageView } from '@tieline/protocol';
import { firstOf, joinRun, lastOf, type Run, runsAbove, runsOfPage, withChange } from './runs.ts';
import type { PendingMessage, Stretch, Timeline } from '../types.ts';

/**
 * `storedSeq`: the place that the server gave it, in the interaction `storedIn`; it is shown as pending until that place is
 * in the timeline.
 */
export interface OutboxMessage extends PendingMessage {
  readonly storedSeq: number | null;
  readonly storedIn: number | null;
  /** Number of the interaction that it was written in, and begins no other than; null where none ran. */
  readonly interaction: number | null;
}

/**
 * A timeline with what it is made from. Pages and live messages are merged into `runs` in any order;
 * shown is the newest run without a gap before it. `place`: the place for which `around` was loaded.
 */
export interface InternalTimeline extends Timeline {
  readonly pending: readonly OutboxMessage[];
  readonly runs: readonly Run[];
  readonly place: number | null;
  /** All changes up to this number are in what is loaded. */
  readonly rev: number;
  /** Changes above it that are, while others are missing before them; ascending. */
  readonly ahead: readonly number[];
  /** How often everything was unloaded: a page that was requested before the last time is out of date. */
  readonly unloads: number;
}

/** Of a conversation of which nothing is loaded. */
const nothing = { runs: [], place: null, rev: 0, ahead: [], notice: null } as const;

export function newTimeline(openedAtReadSeq: number): InternalTimeline {
  return {
    messages: [],
    pending: [],
    hasBefore: false,
    around: null,
    state: 'loading',
    openedAtReadSeq,
    ...nothing,
    interaction: null,
    unloads: 0,
  };
}

/**
 * The timeline for what belongs to an interaction: empty where another one ran before (HIST-5). Null: a later one runs, so
 * that what belongs to this one is late.
 */
export function inInteraction(
  current: InternalTimeline,
  interaction: number | null,
): InternalTimeline | null {
  if (interaction === current.interaction) return current;
  if (interaction === null || interaction < (current.interaction ?? 0)) return null;
  return withShown({ ...current, ...nothing, interaction, openedAtReadSeq: 0 }, current);
}

/** Interaction `number` is over: everything of it goes for good, and nothing of a later one. */
export function endTimeline(current: InternalTimeline, number = Infinity): InternalTimeline {
  return (current.interaction ?? 0) > number ? current : withShown({ ...current, ...nothing }, current);
}

/** Merges a page of history, as requested by `query`. */
export function mergePage(
  current: InternalTimeline,
  page: HistoryPage,
  query: HistoryQuery,
): InternalTimeline {
  let runs = runsOfPage(page.messages, page.hasBefore).reduce(joinRun, current.runs);
  if (page.messages.length === 0 && query.before !== undefined) {
    runs = withStart(runs, query.before, page.hasBefore);
  }
  runs = (page.changed ?? []).reduce(withChange, runs);
  // Of what the reader may not read any more no change would be told.
  if (query.since !== undefined && page.from !== null) runs = runsAbove(runs, page.from - 1);
  const state = query.before === undefined ? 'ready' : current.state;
  return withShown({ ...current, state, runs, ...revsAfter(current, page, query) }, current);
}

/** Merges a page that was asked for some time ago. Null: it is late, as another interaction runs. */
export function mergeAnsweredPage(
  current: InternalTimeline,
  page: HistoryPage,
  query: HistoryQuery,
): InternalTimeline | null {
  const timeline = inInteraction(current, page.interaction);
  // None ran when the page was read: it holds nothing, and whether one runs now the conversation says.
  if (timeline === null && page.interaction === null)
    return withShown({ ...current, state: 'ready' }, current);
  if (timeline === null) return null;
  // So much has changed since that all of it is loaded anew.
  if (page.changed === null) return unloadTimeline(timeline);
  if (page.interaction === (query.interaction ?? page.interaction)) return mergePage(timeline, page, query);
  // Places of an interaction that is over are none of the one that runs, which is read from its beginning.
  if (query.after !== undefined) return mergePage(timeline, page, { after: 0, since: 0 });
  return mergePage({ ...timeline, state: 'loading' }, page, {});
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
  if (message.seq > (highest ? lastOf(highest) : 0)) return mergeLive(current, message);
  const runs = withChange(current.runs, message);
  const next = runs === current.runs ? current : withShown({ ...current, runs }, current);
  return noteChange(next, message.rev);
}

/** Merges a message that arrived live. Behind a gap it is not shown until {@link mergePage} closes the gap. */
export function mergeLive(current: InternalTimeline, message: MessageView): InternalTimeline {
  const runs = joinRun(current.runs, { messages: [message], paged: false, hasBefore: true });
  const next = runs === current.runs ? current : withShown({ ...current, runs }, current);
  return noteChange(next, message.rev);
}

/** Removes everything, and loads it anew if the reader may see it again, as after a change of the company. */
export function unloadTimeline(current: InternalTimeline): InternalTimeline {
  return withShown({ ...current, ...nothing, state: 'loading', unloads: current.unloads + 1 }, current);
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

/** The place of the newest message that is shown; 0 where there is none. */
export const lastShown = (current: Pick<InternalTimeline, 'messages'>) => current.messages.at(-1)?.seq ?? 0;

/** Whether a message or a change is missing before what is there. */
export const isIncomplete = (current: InternalTimeline) => hasGap(current) || current.ahead.length > 0;

/** Whether messages wait unseen because one before them is missing. */
export function hasGap(current: InternalTimeline): boolean {
  const highest = current.runs.at(-1);
  return highest !== undefined && lastOf(highest) > lastShown(current);
}

function shownRun(runs: readonly Run[]): Run | undefined {
  return runs.findLast((run) => run.paged || firstOf(run) === 1);
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
  const run = shownRun(next.runs);
  const messages = run?.messages ?? (before.messages.length === 0 ? before.messages : []);
  const hasBefore = run !== undefined && goesOnBefore(run);
  const far = next.place === null ? undefined : runAt(next.runs, next.place);
  // Once it has joined the newest run, that one shows its messages.
  const around = far === undefined || far === run ? null : stretchOf(far, before.around);
  const place = around === null ? null : next.place;
  const shown = { interaction: next.interaction, messages };
  const waiting = next.pending.filter((message) => !isSettled(message, shown));
  const pending = sameList(waiting, before.pending) ? before.pending : waiting;
  const result = { ...next, messages, hasBefore, around, place, pending };
  return isSame(result, before) ? before : Object.freeze(result);
}

/** Whether a message of the outbox need not be shown as pending: the timeline shows it, or has gone on to another interaction. */
export function isSettled(
  { storedSeq, storedIn }: OutboxMessage,
  timeline: Pick<InternalTimeline, 'interaction' | 'messages'>,
): boolean {
  if (storedSeq === null) return false;
  if (storedIn === timeline.interaction) return storedSeq <= lastShown(timeline);
  return storedIn !== null && storedIn < (timeline.interaction ?? 0);
}

function goesOnBefore(run: Run): boolean {
  return firstOf(run) > 1 && run.hasBefore;
}

function stretchOf(run: Run, before: Stretch | null): Stretch {
  const hasBefore = goesOnBefore(run);
  if (before?.messages === run.messages && before.hasBefore === hasBefore) return before;
  return { messages: run.messages, hasBefore };
}

function isSame(next: InternalTimeline, before: InternalTimeline): boolean {
  return (Object.keys(next) as (keyof InternalTimeline)[]).every((key) => next[key] === before[key]);
}

function sameList<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item, place) => item === other[place]);
}
