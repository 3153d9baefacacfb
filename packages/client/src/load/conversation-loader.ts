import type { ConversationId, ConversationView, Resumed } from '@tieline/protocol';
import { hasCode, inBackground, isRetryable } from '../connection/fault.ts';
import type { Rest } from '../connection/rest.ts';
import { conversationPage } from '../connection/wire.ts';
import { type Conversations, endsWithInteraction, isCrossed } from '../state/conversations.ts';
import { type InternalState, withAnswer, withoutConversation } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { backOff, pause, type Timing } from '../timing.ts';
import { createJobs } from './jobs.ts';

export interface ConversationLoaderOptions {
  readonly store: Store<InternalState>;
  /** Repeats a request whose line was lost: its answer may be older than what the resume brought. */
  readonly rest: Rest;
  readonly timing: Timing;
}

const attemptsUntilFailed = 3;

/** Loads the lists of conversations, or single ones, and removes those that are gone. */
export class ConversationLoader {
  readonly #options: ConversationLoaderOptions;
  readonly #requests = new Map<ConversationId, Promise<ConversationView>>();
  readonly #runJob = createJobs<ConversationId>();
  /** Raised by each reload, which ends the one before. */
  #reloadNumber = 0;
  /** Raised by `stop`, which ends every renewal. */
  #stops = 0;

  constructor(options: ConversationLoaderOptions) {
    this.#options = options;
  }

  /**
   * Loads the own list, and that of the archive where there is one. A later call takes over from a running one,
   * which is then false.
   */
  async reload(): Promise<boolean> {
    const number = ++this.#reloadNumber;
    for (let failures = 0; number === this.#reloadNumber;) {
      try {
        await this.#loadLists(number);
        return number === this.#reloadNumber;
      } catch (fault) {
        if (number !== this.#reloadNumber) return false;
        failures += 1;
        const isFinal = !isRetryable(fault);
        if (isFinal || failures >= attemptsUntilFailed) this.#setListState('failed');
        if (isFinal) throw fault;
        await pause(backOff(this.#options.timing, failures));
      }
    }
    return false;
  }

  /** Loads one conversation into the list. Two calls at once share one request. */
  load(id: ConversationId): Promise<ConversationView> {
    return this.#requests.get(id) ?? this.#request(id);
  }

  /**
   * Brings one conversation up to date, or removes it where it is gone, with as many tries as that takes. A call
   * while it runs makes it run once more.
   */
  renew(id: ConversationId): Promise<void> {
    return this.#runJob(id, () => this.#renewUntilCurrent(id));
  }

  /** Merges a resume: conversations that changed since `atRequest`, and those that have left the lists. */
  mergeResumed({ conversations, gone }: Pick<Resumed, 'conversations' | 'gone'>, atRequest: Conversations) {
    this.merge(conversations, atRequest);
    for (const id of gone) this.#removeUnlisted(id, atRequest);
  }

  /** Merges answers to a request that was made while the list was `atRequest`. */
  merge(answers: readonly ConversationView[], atRequest: Conversations): void {
    const { store } = this.#options;
    const before = store.get().conversations;
    store.set(answers.reduce((state, view) => withAnswer(state, view, atRequest), store.get()));
    for (const view of answers) {
      if (isCrossed(before.get(view.id), view, atRequest.get(view.id))) inBackground(this.renew(view.id));
    }
  }

  /** Drops the answer to a request for `id` that is under way: it is out of date. */
  forget(id: ConversationId): void {
    this.#requests.delete(id);
  }

  /** Drops the answers to all requests that are under way. */
  stop(): void {
    this.#reloadNumber += 1;
    this.#stops += 1;
    this.#requests.clear();
  }

  async #loadLists(number: number): Promise<void> {
    const { store } = this.#options;
    const before = store.get().conversations;
    const listed = new Set<ConversationId>();
    const lists = store.get().self?.hasArchive ? (['own', 'archive'] as const) : (['own'] as const);
    for (const list of lists) {
      let next: string | null | undefined;
      do {
        const atRequest = store.get().conversations;
        const query = { list, limit: conversationPage, ...(next ? { after: next } : {}) };
        const page = await this.#options.rest('load-conversations', { query });
        if (number !== this.#reloadNumber) return;
        this.merge(page.conversations, atRequest);
        for (const { id } of page.conversations) listed.add(id);
        next = page.next;
      } while (next !== null);
    }
    for (const id of before.keys()) if (!listed.has(id)) this.#removeUnlisted(id, before);
    this.#setListState('ready');
  }

  #removeUnlisted(id: ConversationId, atRequest: Conversations) {
    const { conversations, timelines } = this.#options.store.get();
    const current = conversations.get(id);
    if (current === undefined) return;
    // An open conversation without a message is in no list, and an event may be newer than the list.
    const isOpenAndEmpty = current.lastSeq === 0 && timelines.has(id);
    if (current !== atRequest.get(id) || isOpenAndEmpty) inBackground(this.renew(id));
    else this.#remove(id);
  }

  async #renewUntilCurrent(id: ConversationId): Promise<void> {
    const { store, timing } = this.#options;
    const stops = this.#stops;
    for (let failures = 0; stops === this.#stops; failures += 1) {
      try {
        const before = store.get().conversations.get(id);
        // Not `load`: an answer that is under way may be older than the reason for this renewal.
        const answer = this.#request(id);
        const isGone = await this.#isGone(id, answer);
        const current = store.get().conversations.get(id);
        if (current === undefined || stops !== this.#stops) return;
        if (!isGone && (await answer).lastSeq >= current.lastSeq) return;
        if (isGone && (current === before || current.interaction === null)) return this.#remove(id);
        // An event is newer than the answer: once more.
      } catch (fault) {
        if (!isRetryable(fault)) throw fault;
      }
      await pause(backOff(timing, failures));
    }
  }

  async #isGone(id: ConversationId, answer: Promise<ConversationView>): Promise<boolean> {
    const { store } = this.#options;
    const { conversations, self } = store.get();
    const before = conversations.get(id);
    const hadMessages = before !== undefined && (before.interaction !== null || before.lastSeq > 0);
    try {
      const view = await answer;
      const isOver = endsWithInteraction(view, self) && view.interaction === null;
      // A chat that has not begun stays only while its timeline is open.
      return isOver && (hadMessages || !store.get().timelines.has(id));
    } catch (fault) {
      if (hasCode(fault, 'not-found')) return true;
      throw fault;
    }
  }

  #request(id: ConversationId): Promise<ConversationView> {
    const { store, rest } = this.#options;
    const atRequest = store.get().conversations;
    const request: Promise<ConversationView> = rest('load-conversation', { params: { conversation: id } })
      .then((view) => {
        if (this.#requests.get(id) === request) this.merge([view], atRequest);
        return view;
      })
      .finally(() => {
        if (this.#requests.get(id) === request) this.#requests.delete(id);
      });
    this.#requests.set(id, request);
    return request;
  }

  #remove(id: ConversationId) {
    const { store } = this.#options;
    store.set(withoutConversation(store.get(), id));
  }

  #setListState(conversationsState: InternalState['conversationsState']) {
    const { store } = this.#options;
    const state = store.get();
    // A list that could not be reloaded is still better than none.
    if (conversationsState === 'failed' && state.conversationsState === 'ready') return;
    if (state.conversationsState !== conversationsState) store.set({ ...state, conversationsState });
  }
}
