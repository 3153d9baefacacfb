import type { ConversationId, ConversationView, Resumed } from '@tieline/protocol';
import { type Conversations, endsWithInteraction, isCrossed } from '../state/conversations.ts';
import { hasCode, inBackground, isRetryable } from '../connection/fault.ts';
import { createJobs } from './jobs.ts';
import type { Rest } from '../connection/rest.ts';
import { type HeldState, withAnswer, withoutConversation } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { backOff, pause, type Timing } from '../timing.ts';
import { conversationPage } from '../connection/wire.ts';

export interface ConversationLoaderOptions {
  readonly store: Store<HeldState>;
  /** Answers on the line that it was asked on: what happens after the question is heard there. */
  readonly rest: Rest;
  readonly timing: Timing;
}

export interface ConversationLoader {
  /**
   * Loads the own list, and that of the archive where there is one. A later call takes over from a running one,
   * which is then false.
   */
  reload(): Promise<boolean>;
  /** Loads one conversation into the list. Asked twice at once, it asks the server once. */
  load(id: ConversationId): Promise<ConversationView>;
  /**
   * Brings one conversation up to date, or takes it away where it is gone, however often that has to be tried. Asked
   * while it runs, it looks once more.
   */
  renew(id: ConversationId): Promise<void>;
  /** Takes in an answer: what it told of, and what has left the lists, as it was while the list was `asked`. */
  takeIn(answer: Pick<Resumed, 'conversations' | 'gone'>, asked: Conversations): void;
  /** An answer that is under way is out of date: it will not be taken in. */
  forget(id: ConversationId): void;
  /** Nothing that is under way will be taken in. */
  stop(): void;
}

const attemptsUntilFailed = 3;

export function createConversationLoader({
  store,
  rest,
  timing,
}: ConversationLoaderOptions): ConversationLoader {
  const loading = new Map<ConversationId, Promise<ConversationView>>();
  const runJob = createJobs<ConversationId>();
  let turn = 0;
  let life = 0;

  function take(answers: readonly ConversationView[], asked: Conversations) {
    const held = store.get().conversations;
    store.set(answers.reduce((state, told) => withAnswer(state, told, asked), store.get()));
    for (const told of answers) {
      if (isCrossed(held.get(told.id), told, asked.get(told.id))) inBackground(renew(told.id));
    }
  }

  async function reload(): Promise<boolean> {
    const own = ++turn;
    for (let failures = 0; own === turn;) {
      try {
        await loadLists(() => own === turn);
        return own === turn;
      } catch (fault) {
        if (own !== turn) return false;
        failures += 1;
        const final = !isRetryable(fault);
        if (final || failures >= attemptsUntilFailed) setListState('failed');
        if (final) throw fault;
        await pause(backOff(timing, failures));
      }
    }
    return false;
  }

  async function loadLists(isCurrent: () => boolean): Promise<void> {
    const before = store.get().conversations;
    const seen = new Set<ConversationId>();
    const lists = store.get().self?.hasArchive ? (['own', 'archive'] as const) : (['own'] as const);
    for (const list of lists) {
      let next: string | null | undefined;
      do {
        const asked = store.get().conversations;
        const query = { list, limit: conversationPage, ...(next ? { after: next } : {}) };
        const page = await rest('load-conversations', { query });
        if (!isCurrent()) return;
        take(page.conversations, asked);
        for (const { id } of page.conversations) seen.add(id);
        next = page.next;
      } while (next !== null);
    }
    for (const id of before.keys()) if (!seen.has(id)) letGo(id, before);
    setListState('ready');
  }

  /** What is in no list any more is gone, unless there is reason to doubt it: then that one is asked for. */
  function letGo(id: ConversationId, asked: Conversations) {
    const { conversations, timelines } = store.get();
    const held = conversations.get(id);
    if (held === undefined) return;
    // An event may be newer than the list; an open one may be in none because nothing was written in it so far.
    const isUnlisted = held.lastSeq === 0 && timelines.has(id);
    if (held !== asked.get(id) || isUnlisted) inBackground(renew(id));
    else drop(id);
  }

  async function isGone(id: ConversationId, asked: Promise<ConversationView>): Promise<boolean> {
    const { conversations, self } = store.get();
    const had = conversations.get(id);
    const hadMessages = had !== undefined && (had.interaction !== null || had.lastSeq > 0);
    try {
      const told = await asked;
      const isOver = endsWithInteraction(told, self) && told.interaction === null;
      // One that has not begun is held only while somebody looks at it.
      return isOver && (hadMessages || !store.get().timelines.has(id));
    } catch (fault) {
      if (hasCode(fault, 'not-found')) return true;
      throw fault;
    }
  }

  function setListState(conversationsState: HeldState['conversationsState']) {
    const state = store.get();
    // Once there is a list, one that could not be renewed is still better than none.
    if (conversationsState === 'failed' && state.conversationsState === 'ready') return;
    if (state.conversationsState !== conversationsState) store.set({ ...state, conversationsState });
  }

  function load(id: ConversationId): Promise<ConversationView> {
    return loading.get(id) ?? loadAnew(id);
  }

  function loadAnew(id: ConversationId): Promise<ConversationView> {
    const asked = store.get().conversations;
    const started: Promise<ConversationView> = rest('load-conversation', { params: { conversation: id } })
      .then((told) => {
        if (loading.get(id) === started) take([told], asked);
        return told;
      })
      .finally(() => {
        if (loading.get(id) === started) loading.delete(id);
      });
    loading.set(id, started);
    return started;
  }

  function renew(id: ConversationId): Promise<void> {
    return runJob(id, async () => {
      const own = life;
      for (let failures = 0; own === life; failures += 1) {
        try {
          const before = store.get().conversations.get(id);
          // One that is under way may be older than what this was asked for.
          const answer = loadAnew(id);
          const gone = await isGone(id, answer);
          const held = store.get().conversations.get(id);
          if (held === undefined || own !== life) return;
          if (!gone && (await answer).lastSeq >= held.lastSeq) return;
          if (gone && (held === before || held.interaction === null)) return drop(id);
          // An event is newer than the answer: once more.
        } catch (fault) {
          if (!isRetryable(fault)) throw fault;
        }
        await pause(backOff(timing, failures));
      }
    });
  }

  function drop(id: ConversationId) {
    store.set(withoutConversation(store.get(), id));
  }

  return {
    reload,
    load,
    renew,
    takeIn({ conversations, gone }, asked) {
      take(conversations, asked);
      for (const id of gone) letGo(id, asked);
    },
    forget: (id) => void loading.delete(id),
    stop() {
      turn += 1;
      life += 1;
      loading.clear();
    },
  };
}
