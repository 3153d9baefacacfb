import type { ConversationId, HistoryPage } from '@tieline/protocol';
import { hasCode, isRetryable, ownFault, WireFault } from '../connection/fault.ts';
import { interactionOf } from '../state/conversations.ts';
import { type InternalState, withoutMessages } from '../state/state.ts';
import {
  inInteraction,
  isIncomplete,
  type InternalTimeline,
  isLoadedAround,
  lastShown,
  newTimeline,
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

/** What a resume was asked for: the messages after a place, of a timeline that was unloaded so often until then. */
export interface ResumedPlace {
  readonly interaction: number | null;
  readonly after: number;
  /** The change up to which all were there. */
  readonly since: number;
  readonly unloads: number;
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
    const timeline = this.#timelineOf(conversation);
    if (timeline && (timeline.state !== 'ready' || this.#isBehind(conversation)))
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
    { interaction, after, since, unloads }: ResumedPlace,
  ): Promise<void> {
    if (page === null) return this.#fail(conversation, new WireFault(ownFault('not-found')));
    const query = { after, since, ...(interaction === null ? {} : { interaction }) };
    const isMerged = this.#pages.merge(conversation, page, query, unloads);
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
    for (let hasAfter = true, late = 0; hasAfter;) {
      await this.#options.whenOnline();
      const timeline = this.#timelineOf(conversation);
      if (timeline === undefined) return;
      const query = timeline.state === 'ready' ? { after: lastShown(timeline), since: timeline.rev } : {};
      const page = await this.#pages.load(conversation, query);
      // An answer of before the end of an interaction may come after it, from another node even to the next question.
      if (page === null) await pause(backOff(this.#options.timing, late++));
      hasAfter = page === null || (page.hasAfter && page.messages.length > 0);
    }
  }

  /** Whether messages are missing at the end: before one that came live, or up to the last one of the list. */
  #isBehind(conversation: ConversationId): boolean {
    const timeline = this.#timelineOf(conversation);
    if (timeline?.state !== 'ready') return false;
    const view = this.#options.store.get().conversations.get(conversation);
    const interaction = interactionOf(view);
    if (interaction !== timeline.interaction) return (interaction ?? 0) > (timeline.interaction ?? 0);
    const { lastSeq = 0, rev = 0 } = view ?? {};
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
  const current = inInteraction(timeline, interactionOf(conversation)) ?? timeline;
  const reset = timeline.state === 'failed' ? 'loading' : timeline.state;
  return { ...current, openedAtReadSeq, state: reset };
}
