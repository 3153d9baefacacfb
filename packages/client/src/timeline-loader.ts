import type { ConversationId, HistoryPage, HistoryQuery } from '@tieline/protocol';
import { floorOf } from './conversations.ts';
import { hasCode, isRetryable } from './fault.ts';
import type { Rest } from './rest.ts';
import type { HeldState } from './state.ts';
import type { Store } from './store.ts';
import {
  emptied,
  hasGap,
  type HeldTimeline,
  lastShown,
  mergePage,
  newTimeline,
  raiseFloor,
} from './timeline.ts';
import { backOff, pause, type Timing } from './timing.ts';
import { historyPage } from './wire.ts';

export interface TimelineLoaderOptions {
  readonly store: Store<HeldState>;
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

export interface TimelineLoader {
  /** Opens a timeline with its newest page, or brings one that is held up to date. */
  open(conversation: ConversationId): Promise<void>;
  older(conversation: ConversationId): Promise<void>;
  /** Fetches what is missing at the end of a timeline that is held. Asked while it runs, it looks once more. */
  repair(conversation: ConversationId): Promise<void>;
}

interface Job {
  again: boolean;
  done: Promise<void>;
}

const mostAttempts = 5;
/** How often a gap is looked into that the history of the server does not fill. */
const mostLooks = 3;

export function createTimelineLoader(options: TimelineLoaderOptions): TimelineLoader {
  const { store, rest, timing, whenSettled, put } = options;
  const jobs = new Map<ConversationId, Job>();
  const olderJobs = new Map<ConversationId, Promise<void>>();

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
    const running = jobs.get(conversation);
    if (running !== undefined) {
      running.again = true;
      return running.done;
    }
    const job: Job = { again: true, done: Promise.resolve() };
    jobs.set(conversation, job);
    job.done = work(conversation, job).finally(() => jobs.delete(conversation));
    return job.done;
  }

  async function work(conversation: ConversationId, job: Job): Promise<void> {
    for (let failures = 0, looks = 0; job.again;) {
      job.again = false;
      try {
        await catchUp(conversation);
        const timeline = held(conversation);
        if (timeline && hasGap(timeline) && ++looks < mostLooks) {
          job.again = true;
          await pause(backOff(timing, looks));
        }
      } catch (fault) {
        failures += 1;
        if (!isRetryable(fault) || failures >= mostAttempts) {
          fail(conversation, fault);
          throw fault;
        }
        job.again = true;
        await pause(backOff(timing, failures));
      }
    }
  }

  async function catchUp(conversation: ConversationId): Promise<void> {
    for (let hasAfter = true; hasAfter;) {
      await whenSettled(conversation);
      const timeline = held(conversation);
      if (timeline === undefined) return;
      const query = timeline.state === 'ready' ? { after: lastShown(timeline) } : {};
      const page = await take(conversation, query);
      hasAfter = page.hasAfter && page.messages.length > 0;
    }
  }

  async function take(conversation: ConversationId, query: HistoryQuery): Promise<HistoryPage> {
    const params = { conversation };
    const page = await rest('load-history', { params, query: { ...query, limit: historyPage } });
    await whenSettled(conversation);
    const timeline = held(conversation);
    if (timeline !== undefined) put(conversation, mergePage(timeline, page, query));
    return page;
  }

  function older(conversation: ConversationId): Promise<void> {
    const running = olderJobs.get(conversation);
    if (running !== undefined) return running;
    const timeline = held(conversation);
    const first = timeline?.messages[0]?.seq;
    if (first === undefined || !timeline?.hasBefore) return Promise.resolve();
    const job = take(conversation, { before: first })
      .then(() => undefined)
      .finally(() => olderJobs.delete(conversation));
    olderJobs.set(conversation, job);
    return job;
  }

  function fail(conversation: ConversationId, fault: unknown) {
    const timeline = held(conversation);
    if (timeline === undefined) return;
    const lastKnown = store.get().conversations.get(conversation)?.lastSeq ?? 0;
    if (hasCode(fault, 'not-found')) put(conversation, { ...emptied(timeline, lastKnown), state: 'failed' });
    else if (timeline.state !== 'ready') put(conversation, { ...timeline, state: 'failed' });
  }

  return { open, older, repair };
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
