import type { ConversationId, HistoryPage, HistoryQuery, MessageView } from '@tieline/protocol';
import type { Rest } from '../connection/rest.ts';
import { historyPage } from '../connection/wire.ts';
import type { InternalState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { type InternalTimeline, mergePage, unloadTimeline } from '../state/timeline.ts';

export interface TimelinePagesOptions {
  readonly store: Store<InternalState>;
  /** Repeats a request whose line was lost: its answer may be older than what the resume brought. */
  readonly rest: Rest;
  /** Own messages among these are stored, and wait no longer. */
  readonly confirm: (conversation: ConversationId, messages: readonly MessageView[]) => void;
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
    const emptyings = store.get().timelines.get(conversation)?.emptyings ?? 0;
    const page = await rest('load-history', { params, query: { ...query, limit: historyPage } });
    return this.merge(conversation, page, query, emptyings) ? page : null;
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

  /** False where the timeline was emptied after the request: the page may hold what is gone (HIST-5). */
  merge(conversation: ConversationId, page: HistoryPage, query: HistoryQuery, emptyings: number): boolean {
    const { store, confirm, put } = this.#options;
    const timeline = store.get().timelines.get(conversation);
    if (timeline === undefined) return true;
    if (timeline.emptyings !== emptyings) return false;
    confirm(conversation, page.messages);
    // So much has changed since that all of it is loaded anew.
    put(conversation, page.changed === null ? unloadTimeline(timeline) : mergePage(timeline, page, query));
    return true;
  }
}
