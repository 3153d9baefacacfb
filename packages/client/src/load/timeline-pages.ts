import type { ConversationId, HistoryPage, HistoryQuery, MessageView } from '@tieline/protocol';
import type { Rest } from '../connection/rest.ts';
import { historyPage } from '../connection/wire.ts';
import { type InternalState, isLate, type Numbered } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { type InternalTimeline, mergeAnsweredPage } from '../state/timeline.ts';

export interface TimelinePagesOptions {
  readonly store: Store<InternalState>;
  /** Repeats a request whose line was lost: its answer may be older than what the resume brought. */
  readonly rest: Rest;
  /** Own messages among these are stored, and wait no longer. */
  readonly confirm: (place: Numbered, messages: readonly MessageView[]) => void;
  /** Puts a timeline into the state. */
  readonly put: (conversation: ConversationId, timeline: InternalTimeline) => void;
}

/** Loads pages of history and merges them into the timelines. */
export class TimelinePages {
  readonly #options: TimelinePagesOptions;
  readonly #requests = new Map<string, Promise<void>>();

  constructor(options: TimelinePagesOptions) {
    this.#options = options;
  }

  /** Null where the page was out of date when it came. */
  async load(conversation: ConversationId, query: HistoryQuery): Promise<HistoryPage | null> {
    const { store, rest } = this.#options;
    const params = { conversation };
    const { interaction = null, unloads = 0 } = store.get().timelines.get(conversation) ?? {};
    const places = interaction === null ? query : { ...query, interaction };
    const page = await rest('load-history', { params, query: { ...places, limit: historyPage } });
    return this.merge(conversation, page, places, unloads) ? page : null;
  }

  /** Requests a page once, however often scrolling asks for it meanwhile. */
  loadOnce(conversation: ConversationId, query: HistoryQuery): Promise<void> {
    const key = `${conversation} ${JSON.stringify(query)}`;
    const running = this.#requests.get(key);
    if (running !== undefined) return running;
    const request = this.load(conversation, query)
      .then(() => undefined)
      .finally(() => this.#requests.delete(key));
    this.#requests.set(key, request);
    return request;
  }

  /** False where the page is out of date: the timeline was unloaded after the request, or its interaction is over (HIST-5). */
  merge(conversation: ConversationId, page: HistoryPage, query: HistoryQuery, unloads: number): boolean {
    const { store, confirm, put } = this.#options;
    const current = store.get().timelines.get(conversation);
    if (current === undefined) return true;
    const place = { conversation, interaction: page.interaction };
    if (current.unloads !== unloads || isLate(store.get(), place)) return false;
    const next = mergeAnsweredPage(current, page, query);
    if (next === null) return false;
    confirm(place, page.messages);
    put(conversation, next);
    return true;
  }
}
