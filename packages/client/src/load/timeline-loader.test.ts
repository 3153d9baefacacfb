import type { HistoryPage } from '@tieline/protocol';
import { expect, it } from 'vitest';
import { expectEventually } from '../../test/expect-eventually.ts';
import { conversationOf, messageView, range, seqsOf } from '../../test/cast.ts';
import { fastTiming } from '../../test/fast-timing.ts';
import type { Rest } from '../connection/rest.ts';
import { emptyState } from '../state/state.ts';
import { createStore } from '../state/store.ts';
import { newTimeline } from '../state/timeline.ts';
import { TimelineLoader } from './timeline-loader.ts';

const chat = conversationOf(1);

function pageUpTo(last: number): HistoryPage {
  const messages = range(1, last).map((seq) => messageView(chat, seq));
  return {
    interaction: null,
    messages,
    hasBefore: false,
    hasAfter: false,
    rev: last,
    from: 1,
    changed: [],
    rule: 'HIST-1',
  };
}

it('[DEL-7] looks once more when it is asked while a page that may be too old is under way', async () => {
  const answers: ((page: HistoryPage) => void)[] = [];
  const store = createStore({ ...emptyState(), timelines: new Map([[chat, newTimeline(0)]]) });
  const loader = new TimelineLoader({
    store,
    rest: (() => new Promise((resolve) => void answers.push(resolve))) as unknown as Rest,
    timing: fastTiming,
    whenOnline: () => Promise.resolve(),
    confirm: () => undefined,
    loadConversation: () => Promise.resolve(),
    put: (id, timeline) => store.set({ ...store.get(), timelines: new Map([[id, timeline]]) }),
  });
  const first = loader.repair(chat);
  await expectEventually(() => answers.length === 1, 'a page is asked for');
  const second = loader.repair(chat);
  answers[0]?.(pageUpTo(2));
  await expectEventually(() => answers.length === 2, 'another one is asked for');
  answers[1]?.(pageUpTo(3));
  await Promise.all([first, second]);
  expect(seqsOf(store.get().timelines.get(chat)?.messages ?? [])).toEqual([1, 2, 3]);
});

it('loads around a place by range: one page after it, one before it, and what follows when it is asked for', async () => {
  const asked: object[] = [];
  const last = 1000;
  const store = createStore({ ...emptyState(), timelines: new Map([[chat, newTimeline(0)]]) });
  const answer = ({ query }: { query: { before?: number; after?: number } }): HistoryPage => {
    asked.push(query);
    const { before = last + 1, after } = query;
    const first = after === undefined ? Math.max(1, before - 100) : after + 1;
    const end = after === undefined ? before - 1 : Math.min(last, after + 100);
    const messages = range(first, end).map((seq) => messageView(chat, seq));
    return {
      interaction: null,
      messages,
      hasBefore: first > 1,
      hasAfter: end < last,
      rev: last,
      from: 1,
      changed: [],
      rule: 'HIST-1',
    };
  };
  const loader = new TimelineLoader({
    store,
    rest: ((_: string, input: never) => Promise.resolve(answer(input))) as unknown as Rest,
    timing: fastTiming,
    whenOnline: () => Promise.resolve(),
    confirm: () => undefined,
    loadConversation: () => Promise.resolve(),
    put: (id, timeline) => store.set({ ...store.get(), timelines: new Map([[id, timeline]]) }),
  });
  const around = () => seqsOf(store.get().timelines.get(chat)?.around?.messages ?? []);
  await loader.repair(chat);
  await loader.around(chat, 300);
  expect(asked).toEqual([{ limit: 100 }, { after: 300, limit: 100 }, { before: 301, limit: 100 }]);
  expect(around()).toEqual(range(201, 400));
  await Promise.all([loader.newer(chat), loader.newer(chat), loader.older(chat)]);
  expect(around()).toEqual(range(101, 500));
  expect(asked).toHaveLength(5);
  await loader.around(chat, 250);
  expect(asked).toHaveLength(5);
  loader.showNewest(chat);
  expect(around()).toEqual([]);
  expect(seqsOf(store.get().timelines.get(chat)?.messages ?? [])).toEqual(range(901, 1000));
});
