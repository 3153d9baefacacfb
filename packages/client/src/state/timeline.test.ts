import type { HistoryPage, HistoryQuery } from '@tieline/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversationOf, messageView, range, seqsOf, textsOf } from '../../test/cast.ts';
import {
  endTimeline,
  hasGap,
  inInteraction,
  isLoadedAround,
  type OutboxMessage,
  type InternalTimeline,
  lastShown,
  mergeAnsweredPage,
  mergeLive,
  mergePage,
  newTimeline,
  withPending,
  withPlace,
} from './timeline.ts';

const chat = conversationOf(1);
const message = (seq: number) => messageView(chat, seq);

function pageOf(first: number, last: number, more: { before?: boolean; after?: boolean } = {}): HistoryPage {
  const { before = first > 1, after = false } = more;
  const messages = range(first, last).map(message);
  return {
    interaction: null,
    messages,
    hasBefore: before,
    hasAfter: after,
    rev: last,
    from: 1,
    changed: [],
    rule: 'HIST-1',
  };
}

const opened = (first: number, last: number) => mergePage(newTimeline(0), pageOf(first, last), {});
const live = (timeline: InternalTimeline, ...seqs: number[]) => seqs.map(message).reduce(mergeLive, timeline);
const pending = (storedSeq: number | null): OutboxMessage => ({
  clientId: 'client-0001' as OutboxMessage['clientId'],
  body: { kind: 'plain', text: 'hello' },
  at: '2026-01-01T00:00:00.000Z',
  state: 'sending',
  refusal: null,
  problem: null,
  storedSeq,
  storedIn: null,
  interaction: null,
  fileName: null,
});

function expectWhole(timeline: InternalTimeline) {
  const seqs = seqsOf(timeline.messages);
  expect(seqs).toEqual(range(seqs[0] ?? 1, seqs.at(-1) ?? 0));
}

describe('what comes in order', () => {
  it('shows the newest page and knows whether there is more before it', () => {
    const timeline = opened(11, 20);
    expect(timeline.state).toBe('ready');
    expect(seqsOf(timeline.messages)).toEqual(range(11, 20));
    expect(timeline.hasBefore).toBe(true);
    expect(opened(1, 20).hasBefore).toBe(false);
  });

  it('appends a live message and keeps the objects that it holds', () => {
    const before = opened(1, 3);
    const after = live(before, 4);
    expect(seqsOf(after.messages)).toEqual([1, 2, 3, 4]);
    expect(after.messages[0]).toBe(before.messages[0]);
    expect(after.pending).toBe(before.pending);
  });

  it('shows the very first message of an empty conversation without asking for history', () => {
    const timeline = live(mergePage(newTimeline(0), pageOf(1, 0), {}), 1);
    expect(seqsOf(timeline.messages)).toEqual([1]);
    expect(hasGap(timeline)).toBe(false);
  });

  it('puts older pages in front and knows when the beginning is reached', () => {
    const older = mergePage(opened(11, 20), pageOf(6, 10), { before: 11 });
    expect([seqsOf(older.messages), older.hasBefore]).toEqual([range(6, 20), true]);
    const all = mergePage(older, pageOf(1, 5), { before: 6 });
    expect([seqsOf(all.messages), all.hasBefore]).toEqual([range(1, 20), false]);
  });

  it('learns from an empty older page that there is nothing before', () => {
    const window = mergePage(newTimeline(0), pageOf(11, 20, { before: true }), {});
    expect(window.hasBefore).toBe(true);
    const none: HistoryPage = {
      interaction: null,
      messages: [],
      hasBefore: false,
      hasAfter: false,
      rev: 20,
      from: 1,
      changed: [],
      rule: 'HIST-4',
    };
    expect(mergePage(window, none, { before: 11 }).hasBefore).toBe(false);
  });
});

describe('what comes twice, late or not at all', () => {
  it('[DEL-7] a message that arrives twice is there once, and nothing changes', () => {
    const timeline = live(opened(1, 3), 4);
    expect(live(timeline, 4, 2)).toBe(timeline);
  });

  it('[DEL-7] a message after a gap is not shown until the gap is closed', () => {
    const gap = live(opened(1, 3), 6, 5);
    expect(seqsOf(gap.messages)).toEqual([1, 2, 3]);
    expect([hasGap(gap), lastShown(gap)]).toEqual([true, 3]);
    const closed = mergePage(gap, pageOf(4, 4), { after: 3 });
    expect(seqsOf(closed.messages)).toEqual(range(1, 6));
    expect(hasGap(closed)).toBe(false);
  });

  it('[HIST-4] a page with a gap to what is held takes its place', () => {
    const moved = mergePage(opened(1, 10), pageOf(41, 70, { before: false }), { after: 10 });
    expect(seqsOf(moved.messages)).toEqual(range(41, 70));
    expect(moved.hasBefore).toBe(false);
  });
});

describe('an agent chat', () => {
  const of = (interaction: number, first: number, last: number): HistoryPage => ({
    ...pageOf(first, last),
    interaction,
  });
  const running = (interaction: number, last: number) =>
    mergeAnsweredPage(newTimeline(0), of(interaction, 1, last), {}) ?? newTimeline(0);

  it('[HIST-5] shows nothing of an interaction that is over, whichever late page still brings it', () => {
    const ended = endTimeline(running(7, 10));
    expect([ended.messages, ended.hasBefore]).toEqual([[], false]);
    const next = inInteraction(ended, 8);
    expect(next && seqsOf(live(next, 1).messages)).toEqual([1]);
    expect(next && mergeAnsweredPage(next, of(7, 1, 10), { after: 0, interaction: 7 })).toBeNull();
    expect(next && inInteraction(next, 7)).toBeNull();
    expect(next && inInteraction(next, null)).toBeNull();
    const none = { ...pageOf(1, 0), interaction: null };
    expect(mergeAnsweredPage(running(8, 2), none, {})).toEqual(running(8, 2));
  });

  it('[HIST-5] begins anew with a page of the next interaction, wherever the reader was in the one before', () => {
    const before = running(7, 10);
    const after = mergeAnsweredPage(before, of(8, 1, 2), { after: 10, since: 10, interaction: 7 });
    expect(after).toMatchObject({ interaction: 8, rev: 2, openedAtReadSeq: 0 });
    expect(after && textsOf(after.messages)).toEqual(['text 1', 'text 2']);
    expect(mergeAnsweredPage(before, of(8, 1, 2), { before: 3, interaction: 7 })).toEqual(after);
  });

  it('[HIST-5] shows what was stored in one that is over as pending no more', () => {
    const stored = (storedIn: number): OutboxMessage => ({ ...pending(2), storedIn });
    const waiting = withPending(running(8, 1), [stored(7), stored(8), stored(9)]);
    expect(waiting.pending.map(({ storedIn }) => storedIn)).toEqual([8, 9]);
    expect(live(waiting, 2).pending.map(({ storedIn }) => storedIn)).toEqual([9]);
  });
});

describe('messages of ours that wait', () => {
  it('[DEL-7] a stored message waits until its place is there, and goes in the same step', () => {
    const waiting = withPending(opened(1, 3), [pending(5)]);
    expect(waiting.pending).toHaveLength(1);
    const gap = live(waiting, 5);
    expect([gap.pending.length, gap.messages.length]).toEqual([1, 3]);
    const there = live(gap, 4);
    expect([there.pending.length, there.messages.length]).toEqual([0, 5]);
  });

  it('[DEL-7] a stored message whose place is there already is not added beside it', () => {
    expect(withPending(opened(1, 3), [pending(3)]).pending).toEqual([]);
    expect(withPending(opened(1, 3), [pending(null)]).pending).toHaveLength(1);
  });
});

type Step = { kind: 'live'; seq: number } | { kind: 'page'; first: number; last: number };

/** A conversation of `length` messages, and pages and live messages that bring all of it, many times over. */
const deliveries = fc
  .record({ length: fc.integer({ min: 1, max: 40 }), start: fc.integer({ min: 1, max: 40 }) })
  .chain(({ length, start }) => {
    const first = Math.min(start, length);
    const seq = fc.integer({ min: first, max: length });
    const page = fc.tuple(seq, seq).map(([one, other]): Step => ({
      kind: 'page',
      first: Math.min(one, other),
      last: Math.max(one, other),
    }));
    const each = seq.map((place): Step => ({ kind: 'live', seq: place }));
    const cut = fc.integer({ min: first, max: length });
    return fc.tuple(cut, fc.array(fc.oneof(page, each), { maxLength: 30 })).chain(([last, extra]) => {
      const needed: Step[] = [
        { kind: 'page', first, last },
        ...range(last + 1, length).map((place): Step => ({ kind: 'live', seq: place })),
      ];
      const all = [...needed, ...extra];
      const steps = fc.shuffledSubarray(all, { minLength: all.length });
      return fc.record({ first: fc.constant(first), length: fc.constant(length), steps });
    });
  });

describe('any interleaving', () => {
  it('[DEL-7] pages and live messages in any order, with duplicates, give the same list', () => {
    fc.assert(
      fc.property(deliveries, ({ first, length, steps }) => {
        let timeline = newTimeline(0);
        for (const step of steps) {
          timeline =
            step.kind === 'live'
              ? live(timeline, step.seq)
              : mergePage(timeline, pageOf(step.first, step.last), { after: step.first - 1 });
          expectWhole(timeline);
        }
        expect(seqsOf(timeline.messages)).toEqual(range(first, length));
        expect(timeline.hasBefore).toBe(first > 1);
        expect(hasGap(timeline)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('[DEL-7] whatever events are lost, asking for what comes after the last shown makes the list whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30 }),
        fc.array(fc.record({ kind: fc.constantFrom('heard', 'lost', 'repair', 'older'), late: fc.nat(5) })),
        fc.integer({ min: 1, max: 7 }),
        (before, steps, size) => {
          let length = before;
          const ask = (query: HistoryQuery): HistoryPage => serve(length, size, query);
          let timeline = mergePage(newTimeline(0), ask({}), {});
          const repair = () => {
            for (let more = true; more;) {
              const query = { after: lastShown(timeline) };
              const page = ask(query);
              timeline = mergePage(timeline, page, query);
              more = page.hasAfter;
            }
          };
          for (const { kind, late } of steps) {
            if (kind === 'heard' || kind === 'lost') length += 1;
            if (kind === 'heard') timeline = live(timeline, Math.max(1, length - late), length);
            if (kind === 'repair') repair();
            const first = timeline.messages[0]?.seq;
            if (kind === 'older' && first !== undefined) {
              timeline = mergePage(timeline, ask({ before: first }), { before: first });
            }
            expectWhole(timeline);
          }
          repair();
          expectWhole(timeline);
          expect(lastShown(timeline)).toBe(length);
          expect(hasGap(timeline)).toBe(false);
        },
      ),
      { numRuns: 400 },
    );
  });
});

function serve(length: number, size: number, { before, after }: HistoryQuery): HistoryPage {
  const all = range(1, length).filter((seq) => seq < (before ?? Infinity) && seq > (after ?? -1));
  const seqs = after === undefined ? all.slice(-size) : all.slice(0, size);
  return {
    interaction: null,
    messages: seqs.map(message),
    rev: seqs.at(-1) ?? 0,
    from: 1,
    changed: [],
    hasBefore: (seqs[0] ?? 1) > 1,
    hasAfter: seqs.length > 0 && (seqs.at(-1) ?? 0) < length,
    rule: 'HIST-1',
  };
}

describe('a place far above the newest messages', () => {
  const query = { after: 100 };
  const far = () => {
    const held = opened(901, 1000);
    const after = mergePage(held, pageOf(101, 200, { after: true }), query);
    return mergePage(after, pageOf(51, 100), { before: 101 });
  };

  it('has its messages beside the newest ones, which stay what they are', () => {
    const timeline = withPlace(far(), 100);
    expect(seqsOf(timeline.around?.messages ?? [])).toEqual(range(51, 200));
    expect(timeline.around?.hasBefore).toBe(true);
    expect(seqsOf(timeline.messages)).toEqual(range(901, 1000));
    expect(lastShown(timeline)).toBe(1000);
    expect(hasGap(timeline)).toBe(false);
  });

  it('is not shown before it is loaded, nor when nobody asks for it', () => {
    expect(withPlace(opened(901, 1000), 100).around).toBeNull();
    expect(isLoadedAround(opened(901, 1000), 100)).toBe(false);
    expect(isLoadedAround(far(), 100)).toBe(true);
    expect(withPlace(withPlace(far(), 100), null).around).toBeNull();
  });

  it('keeps its messages the objects that they are while newer ones come', () => {
    const timeline = withPlace(far(), 100);
    const next = live(timeline, 1001);
    expect(next.around).toBe(timeline.around);
    expect(lastShown(next)).toBe(1001);
  });

  it('grows until it meets the newest ones, and is one with them from then on', () => {
    let timeline = withPlace(far(), 100);
    for (let last = 200; last < 900; last += 100) {
      expect(timeline.around?.messages.at(-1)?.seq).toBe(last);
      timeline = mergePage(timeline, pageOf(last + 1, last + 100, { after: true }), { after: last });
    }
    expect(timeline.around).toBeNull();
    expect(seqsOf(timeline.messages)).toEqual(range(51, 1000));
    expectWhole(timeline);
  });

  it('begins where the reader may begin, however far back the mark is', () => {
    const held = mergePage(newTimeline(0), pageOf(901, 1000), {});
    const page = pageOf(701, 800, { before: false, after: true });
    const timeline = withPlace(mergePage(held, page, { after: 0 }), 0);
    expect(seqsOf(timeline.around?.messages ?? [])).toEqual(range(701, 800));
  });

  it('[HIST-5] goes with the interaction that it belongs to', () => {
    expect(inInteraction(withPlace(far(), 100), 2)?.around).toBeNull();
    expect(endTimeline(withPlace(far(), 100)).around).toBeNull();
  });
});

describe('a message that was changed', () => {
  const changed = (seq: number, rev: number) => ({ ...messageView(chat, seq, undefined, `rev ${rev}`), rev });

  it('[DEL-7] replaces what was there, in its place, and nothing else becomes another object', () => {
    const before = opened(1, 5);
    const after = mergeLive(before, changed(3, 9));
    expect(textsOf(after.messages)).toEqual(['text 1', 'text 2', 'rev 9', 'text 4', 'text 5']);
    expect(after.messages[1]).toBe(before.messages[1]);
    expect(before.messages[2]?.rev).toBe(3);
  });

  it('[DEL-7] is not undone by what is older: a page that was under way, or an event that comes late', () => {
    const timeline = mergeLive(opened(1, 5), changed(3, 9));
    expect(mergePage(timeline, pageOf(1, 5), {}).messages).toBe(timeline.messages);
    expect(mergeLive(timeline, changed(3, 8)).messages).toBe(timeline.messages);
  });

  it('[DEL-7] ends in the same state in whatever order its changes come', () => {
    const revs = fc.shuffledSubarray(range(6, 20), { minLength: 15 });
    fc.assert(
      fc.property(
        revs,
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 15, maxLength: 15 }),
        (order, places) => {
          // Each number is of one change of one message.
          const changeOf = (rev: number) => changed(places[rev - 6] ?? 1, rev);
          const inOrder = range(6, 20).map(changeOf).reduce(mergeLive, opened(1, 5));
          expect(order.map(changeOf).reduce(mergeLive, opened(1, 5)).messages).toEqual(inOrder.messages);
        },
      ),
    );
  });
});
