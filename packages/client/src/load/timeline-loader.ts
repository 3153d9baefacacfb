import type { ConversationId, HistoryPage, HistoryQuery } from '@tieline/protocol';
import { floorOf } from '../state/conversations.ts';
import { hasCode, isRetryable, ownFault, WireFault } from '../connection/fault.ts';
import { createJobs } from './jobs.ts';
import type { Rest } from '../connection/rest.ts';
import { type HeldState, withoutMessages } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import {
  hasGap,
  type HeldTimeline,
  isLoadedAround,
  lastShown,
  mergePage,
  newTimeline,
  raiseFloor,
  withPlace,
} from '../state/timeline.ts';
import { backOff, pause, type Timing } from '../timing.ts';
import { historyPage } from '../connection/wire.ts';

export interface TimelineLoaderOptions {
  readonly store: Store<HeldState>;
  /** Answers on the line that it was asked on: what happens after the question is heard there. */
  readonly rest: Rest;
  readonly timing: Timing;
  /**
   * Resolves when the line is up and no message of ours in this conversation waits for its answer. A page that came
   * in before would show such a message a second time, beside the pending one.
   */
  readonly whenSettled: (conversation: ConversationId) => Promise<void>;
  readonly loadConversation: (conversation: ConversationId) => Promise<unknown>;
  /** Puts a timeline into the state. */
  readonly put: (conversation: ConversationId, timeline: HeldTimeline) => void;
}

/** What a page was asked for: what comes after a place, of a timeline that was emptied so often. */
export interface AskedPlace {
  readonly after: number;
  readonly emptyings: number;
}

export interface TimelineLoader {
  /** Opens a timeline with its newest page, or brings one that is held up to date. */
  open(conversation: ConversationId): Promise<void>;
  older(conversation: ConversationId): Promise<void>;
  newer(conversation: ConversationId): Promise<void>;
  around(conversation: ConversationId, seq: number): Promise<void>;
  showNewest(conversation: ConversationId): void;
  /** Fetches what is missing at the end of a timeline that is held. Asked while it runs, it looks once more. */
  repair(conversation: ConversationId): Promise<void>;
  /** The same, where the list knows of more than is shown. */
  keepUp(conversation: ConversationId): Promise<void>;
  /** Lays in the page after `after` that a resume brought, and fetches what is missing behind it. */
  takeIn(conversation: ConversationId, page: HistoryPage | null, asked: AskedPlace): Promise<void>;
}

const mostAttempts = 5;
/** How often a gap is looked into that the history of the server does not fill. */
const mostLooks = 3;

export function createTimelineLoader(options: TimelineLoaderOptions): TimelineLoader {
  const { store, rest, timing, whenSettled, put } = options;
  const runJob = createJobs<ConversationId>();
  const pageJobs = new Map<string, Promise<void>>();

  const held = (conversation: ConversationId) => store.get().timelines.get(conversation);

  async function open(conversation: ConversationId): Promise<void> {
    put(conversation, reopened(store.get(), conversation));
    if (!store.get().conversations.has(conversation)) {
      try {
        await options.loadConversation(conversation);
      } catch (fault) {
        fail(conversation, fault);
        throw fault;
      }
      if (held(conversation)) put(conversation, reopened(store.get(), conversation));
    }
    const lastSeq = store.get().conversations.get(conversation)?.lastSeq ?? 0;
    const timeline = held(conversation);
    if (timeline && (timeline.state !== 'ready' || lastShown(timeline) < lastSeq)) await repair(conversation);
  }

  function repair(conversation: ConversationId): Promise<void> {
    return runJob(conversation, () => makeWhole(conversation));
  }

  async function makeWhole(conversation: ConversationId): Promise<void> {
    for (let failures = 0, looks = 0; ;) {
      try {
        await catchUp(conversation);
        if (!isBehind(conversation) || ++looks >= mostLooks) return;
        await pause(backOff(timing, looks));
      } catch (fault) {
        failures += 1;
        // What is shown already is not given up; whoever opens a timeline wants to know.
        const isShown = held(conversation)?.state === 'ready';
        if (!isRetryable(fault) || (failures >= mostAttempts && !isShown)) {
          fail(conversation, fault);
          throw fault;
        }
        await pause(backOff(timing, failures));
      }
    }
  }

  async function takeIn(
    conversation: ConversationId,
    page: HistoryPage | null,
    { after, emptyings }: AskedPlace,
  ): Promise<void> {
    if (page === null) return fail(conversation, new WireFault(ownFault('not-found')));
    const isLaid = await lay(conversation, page, { after }, emptyings);
    await (page.hasAfter || !isLaid ? repair(conversation) : keepUp(conversation));
  }

  /** Whether something is missing at the end: before a message that came, or up to the place that the list tells. */
  function isBehind(conversation: ConversationId): boolean {
    const timeline = held(conversation);
    if (timeline?.state !== 'ready') return false;
    const { lastSeq = 0 } = store.get().conversations.get(conversation) ?? {};
    return hasGap(timeline) || lastShown(timeline) < lastSeq;
  }

  function keepUp(conversation: ConversationId): Promise<void> {
    return isBehind(conversation) ? repair(conversation) : Promise.resolve();
  }

  async function catchUp(conversation: ConversationId): Promise<void> {
    for (let hasAfter = true; hasAfter;) {
      await whenSettled(conversation);
      const timeline = held(conversation);
      if (timeline === undefined) return;
      const query = timeline.state === 'ready' ? { after: lastShown(timeline) } : {};
      const page = await take(conversation, query);
      hasAfter = page === null || (page.hasAfter && page.messages.length > 0);
    }
  }

  /** Null where the page was out of date when it came. */
  async function take(conversation: ConversationId, query: HistoryQuery): Promise<HistoryPage | null> {
    const params = { conversation };
    const emptyings = held(conversation)?.emptyings ?? 0;
    const page = await rest('load-history', { params, query: { ...query, limit: historyPage } });
    return (await lay(conversation, page, query, emptyings)) ? page : null;
  }

  /** False where the page was asked for before everything was taken away: it may hold what is gone (HIST-5). */
  async function lay(
    conversation: ConversationId,
    page: HistoryPage,
    query: HistoryQuery,
    emptyings: number,
  ): Promise<boolean> {
    await whenSettled(conversation);
    const timeline = held(conversation);
    if (timeline === undefined) return true;
    if (timeline.emptyings !== emptyings) return false;
    put(conversation, mergePage(timeline, page, query));
    return true;
  }

  function older(conversation: ConversationId): Promise<void> {
    const timeline = held(conversation);
    const shown = timeline?.around ?? timeline;
    const first = shown?.messages[0]?.seq;
    if (first === undefined || !shown?.hasBefore) return Promise.resolve();
    return onePage(conversation, { before: first });
  }

  function newer(conversation: ConversationId): Promise<void> {
    const last = held(conversation)?.around?.messages.at(-1)?.seq;
    return last === undefined ? Promise.resolve() : onePage(conversation, { after: last });
  }

  /** Whoever scrolls asks many times for a page that is under way. */
  function onePage(conversation: ConversationId, query: HistoryQuery): Promise<void> {
    const key = `${conversation} ${JSON.stringify(query)}`;
    const running = pageJobs.get(key);
    if (running !== undefined) return running;
    const job = take(conversation, query)
      .then(() => undefined)
      .finally(() => pageJobs.delete(key));
    pageJobs.set(key, job);
    return job;
  }

  async function around(conversation: ConversationId, seq: number): Promise<void> {
    const before = held(conversation);
    if (before === undefined) return;
    if (!isLoadedAround(before, seq)) {
      const pages = [onePage(conversation, { after: seq })];
      if (seq > 0) pages.push(onePage(conversation, { before: seq + 1 }));
      await Promise.all(pages);
    }
    const after = held(conversation);
    if (after !== undefined) put(conversation, withPlace(after, seq));
  }

  function showNewest(conversation: ConversationId): void {
    const timeline = held(conversation);
    if (timeline !== undefined) put(conversation, withPlace(timeline, null));
  }

  function fail(conversation: ConversationId, fault: unknown) {
    const timeline = held(conversation);
    if (timeline === undefined) return;
    const emptyOne = () => withoutMessages(store.get(), conversation, timeline);
    if (hasCode(fault, 'not-found')) put(conversation, { ...emptyOne(), state: 'failed' });
    else if (timeline.state !== 'ready') put(conversation, { ...timeline, state: 'failed' });
  }

  return { open, older, newer, around, showNewest, repair, keepUp, takeIn };
}

/** A timeline that is looked at from now on: the unread line stands where the reader is now. */
function reopened(state: HeldState, id: ConversationId): HeldTimeline {
  const conversation = state.conversations.get(id);
  const openedAtReadSeq = conversation?.readSeq ?? 0;
  const timeline = state.timelines.get(id) ?? newTimeline(openedAtReadSeq);
  // Without an interaction nothing is known here: the first message of the next one may have come before the news.
  const floor = conversation?.interaction ? floorOf(conversation, undefined, state.self) : 0;
  const reset = timeline.state === 'failed' ? 'loading' : timeline.state;
  return raiseFloor({ ...timeline, openedAtReadSeq, state: reset }, floor);
}
