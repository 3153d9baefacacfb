import { describe, expect, it } from 'vitest';
import type { SeatId } from '@tieline/protocol';
import { judgeTimelines, type ShownTimeline } from './judge-timelines.ts';
import type { Conversation } from './truth.ts';
import { agent, archive, chat, office, row, truthOf } from './truth.fixture.ts';

/** The last three were written in an interaction, with which the places of its participants begin. */
const rows = Array.from({ length: 40 }, (_, place) =>
  row(place + 1, place < 37 ? {} : { interaction: 5, seqIn: place - 36 }),
);
const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, place) => from + place);

function shown(reader: SeatId, seqs: readonly number[], changes: Partial<ShownTimeline> = {}): ShownTimeline {
  const messages = seqs.map((seq) => ({ seq, number: seq }));
  const surface = reader === agent ? 'console' : 'office';
  return { reader, name: reader, surface, conversation: chat, messages, waiting: 0, ...changes };
}

const verdicts = (timeline: ShownTimeline, changes: Partial<Conversation> = {}): string[] =>
  judgeTimelines([timeline], truthOf(rows, changes)).findings.map(({ verdict }) => verdict);

describe('what a client shows', () => {
  it('[DEL-7] is what the database has', () => {
    expect(verdicts(shown(office, numbers(1, 40)))).toEqual([]);
    expect(verdicts(shown(office, [...numbers(1, 19), ...numbers(21, 40)]))).toEqual(['client differs']);
    expect(verdicts(shown(office, numbers(1, 39)))).toEqual(['client differs']);
  });

  it('[HIST-4] is at least the last 30 in the console of release 9.9', () => {
    expect(verdicts(shown(agent, numbers(11, 40)), { release: '9.9' })).toEqual([]);
    expect(verdicts(shown(agent, numbers(5, 40)), { release: '9.9' })).toEqual([]);
    expect(verdicts(shown(agent, numbers(12, 40)), { release: '9.9' })).toEqual(['client differs']);
    expect(verdicts(shown(agent, numbers(11, 40)))).toEqual(['client differs']);
  });

  it('[HIST-5] is the running interaction of an agent chat, and nothing where none runs', () => {
    const running = { kind: 'agent', fromSeq: 38 } as const;
    const messages = numbers(1, 3).map((seq) => ({ seq, number: seq + 37 }));
    expect(verdicts(shown(agent, [], { messages }), running)).toEqual([]);
    expect(verdicts(shown(agent, [], { messages: messages.slice(1) }), running)).toEqual(['client differs']);
    expect(verdicts(shown(agent, [38, 39, 40]), running)).toEqual(['client differs']);
    expect(verdicts(shown(agent, [37, 38, 39, 40]), running)).toEqual(['client differs']);
    expect(verdicts(shown(agent, []), { kind: 'agent', fromSeq: null })).toEqual([]);
    expect(verdicts(shown(agent, [40]), { kind: 'agent', fromSeq: null })).toEqual(['client differs']);
  });

  it('[HIST-6] is all of an agent chat in the archive', () => {
    expect(verdicts(shown(archive, numbers(1, 40)), { kind: 'agent', fromSeq: 38 })).toEqual([]);
    expect(verdicts(shown(archive, [38, 39, 40]), { kind: 'agent', fromSeq: 38 })).toEqual([
      'client differs',
    ]);
  });

  it('[DEL-5] has nothing left that waits for its answer', () => {
    expect(verdicts(shown(office, numbers(1, 40), { waiting: 1 }))).toEqual(['client differs']);
  });
});
