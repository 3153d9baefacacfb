import type { ConversationId, ConversationView } from '@tieline/protocol';
import { type Conversations, endsWithInteraction } from './conversations.ts';
import { hasCode, isRetryable } from './fault.ts';
import type { Rest } from './rest.ts';
import { type HeldState, withAnswer, withoutConversation } from './state.ts';
import type { Store } from './store.ts';
import { backOff, pause, type Timing } from './timing.ts';
import { conversationPage } from './wire.ts';

export interface ConversationLoaderOptions {
  readonly store: Store<HeldState>;
  readonly rest: Rest;
  readonly timing: Timing;
}

export interface ConversationLoader {
  /** Loads the own list, and that of the archive where there is one. A later call takes over from a running one. */
  reload(): Promise<void>;
  /** Loads one conversation into the list. Asked twice at once, it asks the server once. */
  load(id: ConversationId): Promise<ConversationView>;
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
  let turn = 0;

  async function reload(): Promise<void> {
    const own = ++turn;
    for (let failures = 0; own === turn;) {
      try {
        await loadLists(() => own === turn);
        return;
      } catch (fault) {
        if (own !== turn) return;
        failures += 1;
        const final = !isRetryable(fault);
        if (final || failures >= attemptsUntilFailed) setListState('failed');
        if (final) throw fault;
        await pause(backOff(timing, failures));
      }
    }
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
        store.set(page.conversations.reduce((state, told) => withAnswer(state, told, asked), store.get()));
        for (const { id } of page.conversations) seen.add(id);
        next = page.next;
      } while (next !== null);
    }
    await dropAbsent(before, seen, isCurrent);
    if (isCurrent()) setListState('ready');
  }

  /** What was held before and is in no list any more, while no event has touched it since, is gone. */
  async function dropAbsent(
    before: Conversations,
    seen: ReadonlySet<ConversationId>,
    isCurrent: () => boolean,
  ) {
    for (const [id, held] of before) {
      if (seen.has(id) || store.get().conversations.get(id) !== held) continue;
      // An open one may be in no list because nothing was written in it so far: that one is asked for by itself.
      const gone = !store.get().timelines.has(id) || (await isGone(id));
      if (!isCurrent()) return;
      if (gone) store.set(withoutConversation(store.get(), id));
    }
  }

  async function isGone(id: ConversationId): Promise<boolean> {
    const { conversations, self } = store.get();
    const had = conversations.get(id)?.interaction ?? null;
    try {
      const told = await load(id);
      return endsWithInteraction(told, self) && had !== null && told.interaction === null;
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
    const running = loading.get(id);
    if (running !== undefined) return running;
    const asked = store.get().conversations;
    const started: Promise<ConversationView> = rest('load-conversation', { params: { conversation: id } })
      .then((told) => {
        if (loading.get(id) === started) store.set(withAnswer(store.get(), told, asked));
        return told;
      })
      .finally(() => {
        if (loading.get(id) === started) loading.delete(id);
      });
    loading.set(id, started);
    return started;
  }

  return {
    reload,
    load,
    forget: (id) => void loading.delete(id),
    stop() {
      turn += 1;
      loading.clear();
    },
  };
}
