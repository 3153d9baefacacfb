import type { ConversationId, HistoryPage } from '@tieline/protocol';
import { hasCode, isRetryable, ownFault, WireFault } from '../connection/fault.ts';
import { floorOf } from '../state/conversations.ts';
import { type InternalState, withoutMessages } from '../state/state.ts';
import {
  isIncomplete,
  type InternalTimeline,
  isLoadedAround,
  lastShown,
  newTimeline,
  raiseFloor,
  withPlace,
} from '../state/timeline.ts';
import { backOff, pause, type Timing } from '../timing.ts';
import { createJobs } from './jobs.ts';
import { TimelinePages, type TimelinePagesOptions } from './timeline-pages.ts';

export interface TimelineLoaderOptions extends TimelinePagesOptions {
  readonly timing: Timing;
  readonly loadConversation: (conversation: ConversationId) => Promise<unknown>;
  /** Resolves when the line is up. */
  readonly whenOnline: () => Promise<void>;
}

/** What a resume was asked for: the messages after a place, of a timeline that was emptied so often until then. */
export interface ResumedPlace {
  readonly after: number;
  /** The change up to which all were there. */
  readonly since: number;
  readonly emptyings: number;
}

const mostAttempts = 5;
/** How often a gap is requested that the history of the server does not fill. */
const mostGapRequests = 3;

/** Opens timelines, extends them, and keeps them without a gap up to the newest message. */
export class TimelineLoader {
  readonly #options: TimelineLoaderOptions;
  readonly #pages: TimelinePages;
  readonly #runJob = createJobs<ConversationId>();

  constructor(options: TimelineLoaderOptions) {
    this.#options = options;
    this.#pages = new TimelinePages(options);
  }

  /** Opens a timeline with its newest page, or brings one that is loaded up to date. */
  async open(conversation: ConversationId): Promise<void> {
    const { store, put, loadConversation } = this.#options;
    put(conversation, reopened(store.get(), conversation));
    if (!store.get().conversations.has(conversation)) {
      try {
        await loadConversation(conversation);
      } catch (fault) {
        this.#fail(conversation, fault);
        throw fault;
      }
      if (this.#timelineOf(conversation)) put(conversation, reopened(store.get(), conversation));
    }
    const lastSeq = store.get().conversations.get(conversation)?.lastSeq ?? 0;
    const timeline = this.#timelineOf(conversation);
    if (timeline && (timeline.state !== 'ready' || lastShown(timeline) < lastSeq))
      await this.repair(conversation);
  }

  older(conversation: ConversationId): Promise<void> {
    const timeline = this.#timelineOf(conversation);
    const shown = timeline?.around ?? timeline;
    const first = shown?.messages[0]?.seq;
    if (first === undefined || !shown?.hasBefore) return Promise.resolve();
    return this.#pages.loadOnce(conversation, { before: first });
  }

  newer(conversation: ConversationId): Promise<void> {
    const last = this.#timelineOf(conversation)?.around?.messages.at(-1)?.seq;
    return last === undefined ? Promise.resolve() : this.#pages.loadOnce(conversation, { after: last });
  }

  async around(conversation: ConversationId, seq: number): Promise<void> {
    const before = this.#timelineOf(conversation);
    if (before === undefined) return;
    if (!isLoadedAround(before, seq)) {
      const pages = [this.#pages.loadOnce(conversation, { after: seq })];
      if (seq > 0) pages.push(this.#pages.loadOnce(conversation, { before: seq + 1 }));
      await Promise.all(pages);
    }
    const after = this.#timelineOf(conversation);
    if (after !== undefined) this.#options.put(conversation, withPlace(after, seq));
  }

  showNewest(conversation: ConversationId): void {
    const timeline = this.#timelineOf(conversation);
    if (timeline !== undefined) this.#options.put(conversation, withPlace(timeline, null));
  }

  /** Loads what is missing at the end of a timeline. A call while it runs makes it run once more. */
  repair(conversation: ConversationId): Promise<void> {
    return this.#runJob(conversation, () => this.#loadMissing(conversation));
  }

  /** The same, only where the list knows of more than is shown. */
  keepUp(conversation: ConversationId): Promise<void> {
    return this.#isBehind(conversation) ? this.repair(conversation) : Promise.resolve();
  }

  /** Merges the page after `after` that a resume brought, and loads what is missing behind it. */
  async mergeResumed(
    conversation: ConversationId,
    page: HistoryPage | null,
    { after, since, emptyings }: ResumedPlace,
  ): Promise<void> {
    if (page === null) return this.#fail(conversation, new WireFault(ownFault('not-found')));
    const isMerged = this.#pages.merge(conversation, page, { after, since }, emptyings);
    await (page.hasAfter || !isMerged ? this.repair(conversation) : this.keepUp(conversation));
  }

  async #loadMissing(conversation: ConversationId): Promise<void> {
    const { timing } = this.#options;
    for (let failures = 0, gapRequests = 0; ;) {
      try {
        await this.#loadToEnd(conversation);
        if (!this.#isBehind(conversation) || ++gapRequests >= mostGapRequests) return;
        await pause(backOff(timing, gapRequests));
      } catch (fault) {
        failures += 1;
        // A timeline that is shown is retried without end; one that is being opened reports its failure.
        const isShown = this.#timelineOf(conversation)?.state === 'ready';
        if (!isRetryable(fault) || (failures >= mostAttempts && !isShown)) {
          this.#fail(conversation, fault);
          throw fault;
        }
        await pause(backOff(timing, failures));
      }
    }
  }

  async #loadToEnd(conversation: ConversationId): Promise<void> {
    for (let hasAfter = true; hasAfter;) {
      await this.#options.whenOnline();
      const timeline = this.#timelineOf(conversation);
      if (timeline === undefined) return;
      const query = timeline.state === 'ready' ? { after: lastShown(timeline), since: timeline.rev } : {};
      const page = await this.#pages.load(conversation, query);
      hasAfter = page === null || (page.hasAfter && page.messages.length > 0);
    }
  }

  /** Whether messages are missing at the end: before one that came live, or up to the last one of the list. */
  #isBehind(conversation: ConversationId): boolean {
    const timeline = this.#timelineOf(conversation);
    if (timeline?.state !== 'ready') return false;
    const { lastSeq = 0, rev = 0 } = this.#options.store.get().conversations.get(conversation) ?? {};
    return isIncomplete(timeline) || lastShown(timeline) < lastSeq || timeline.rev < rev;
  }

  #fail(conversation: ConversationId, fault: unknown): void {
    const { store, put } = this.#options;
    const timeline = this.#timelineOf(conversation);
    if (timeline === undefined) return;
    if (hasCode(fault, 'not-found'))
      put(conversation, { ...withoutMessages(store.get(), conversation, timeline), state: 'failed' });
    else if (timeline.state !== 'ready') put(conversation, { ...timeline, state: 'failed' });
  }

  #timelineOf(conversation: ConversationId): InternalTimeline | undefined {
    return this.#options.store.get().timelines.get(conversation);
  }
}

/** A timeline as it is opened now: the unread line stands where the reader is. */
function reopened(state: InternalState, id: ConversationId): InternalTimeline {
  const conversation = state.conversations.get(id);
  const openedAtReadSeq = conversation?.readSeq ?? 0;
  const timeline = state.timelines.get(id) ?? newTimeline(openedAtReadSeq);
  // Without an interaction no floor is known: the first message of the next one may come before its conversation.
  const floor = conversation?.interaction ? floorOf(conversation, undefined, state.self) : 0;
  const reset = timeline.state === 'failed' ? 'loading' : timeline.state;
  return raiseFloor({ ...timeline, openedAtReadSeq, state: reset }, floor);
}
