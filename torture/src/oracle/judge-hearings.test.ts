import { describe, expect, it } from 'vitest';
import type { Hearing, Sent } from '../journal.ts';
import { judgeHearings } from './judge-hearings.ts';
import type { Removal } from './removals.ts';
import type { Truth } from './truth.ts';
import { agent, archive, chat, hearing, office, row, sent, stranger, truthOf } from './truth.fixture.ts';

const whole = truthOf([row(1), row(2), row(3)]);
const all = [sent(1), sent(2), sent(3)];

function verdicts(
  hearings: readonly Hearing[],
  given: { removals?: Removal[]; truth?: Truth; log?: Sent[] } = {},
): string[] {
  const { removals = [], truth = whole, log = all } = given;
  return judgeHearings(log, hearings, removals, truth).findings.map(({ verdict }) => verdict);
}

describe('who hears', () => {
  it('[SEAT-2, HIST-6] may be a member, or the office side of an agent who takes part', () => {
    expect(verdicts([office, agent, archive].map((seat) => hearing(seat, [1, 2, 3])))).toEqual([]);
  });

  it('[TEN-1, SEAT-2] may not be anybody else', () => {
    expect(verdicts([hearing(stranger, [2])])).toEqual(['wrong eyes']);
  });

  it('[DEL-4] is not the console, where the message was sent while the agent was logged out', () => {
    const truth = truthOf([row(1, { missed: true })]);
    expect(verdicts([hearing(agent, [1])], { truth })).toEqual(['wrong eyes']);
    expect(verdicts([hearing(archive, [1])], { truth })).toEqual([]);
  });

  it('hears what is stored and nothing else', () => {
    expect(verdicts([hearing(office, [4])])).toEqual(['wrong eyes']);
  });

  it('hears nothing after the end of the session', () => {
    expect(verdicts([hearing(office, [1], { endedAt: 20, afterEnd: 1 })])).toEqual(['wrong eyes']);
  });
});

describe('in which order one socket hears', () => {
  it('[DEL-7] is forward, and may leave out what is fetched later', () => {
    expect(verdicts([hearing(office, [1, 3])])).toEqual([]);
  });

  it('[DEL-7] is never twice the same', () => {
    expect(verdicts([hearing(office, [1, 2, 2])])).toEqual(['doubled']);
  });

  it('[DEL-7] is never back', () => {
    expect(verdicts([hearing(office, [1, 3, 2])])).toEqual(['out of order']);
    expect(verdicts([hearing(office, [1, 2, 3, 2])])).toEqual(['doubled']);
  });
});

describe('in which order one socket hears of interactions', () => {
  const heardAt = (...places: (readonly [interaction: number, seq: number])[]) => {
    const rows = places.map(([interaction, seqIn], at) => row(at + 1, { interaction, seqIn }));
    const heard = places.map(([interaction, seq], at) => ({
      conversation: chat,
      interaction,
      seq,
      number: at + 1,
      at: (at + 1) * 10 + 6,
      by: 'event' as const,
    }));
    return verdicts([hearing(agent, [], { heard })], { truth: truthOf(rows) });
  };

  it('[HIST-5] lets the places of the next one begin anew, and none of the one before come after them', () => {
    expect(heardAt([1, 1], [1, 2], [2, 1])).toEqual([]);
    expect(heardAt([1, 1], [2, 1], [1, 2])).toEqual(['out of order']);
  });
});

describe('access that was taken away', () => {
  const removal = (changes: Partial<Removal>): Removal => ({
    what: 'a removal',
    from: 15,
    until: 40,
    deafSeats: [],
    deafSessions: [],
    closed: [],
    ...changes,
  });

  it('[SEAT-2] keeps from a seat what begins afterwards, and leaves it what began before', () => {
    const removals = [removal({ deafSeats: [agent] })];
    expect(verdicts([hearing(agent, [1])], { removals })).toEqual([]);
    expect(verdicts([hearing(agent, [2])], { removals })).toEqual(['wrong eyes']);
    expect(verdicts([hearing(office, [2])], { removals })).toEqual([]);
  });

  it('keeps from one device what begins afterwards, and not from the others of its seat', () => {
    const removals = [removal({ deafSessions: ['session of agent'] })];
    expect(verdicts([hearing(agent, [2])], { removals })).toEqual(['wrong eyes']);
    expect(verdicts([hearing(agent, [2], { session: 'another' })], { removals })).toEqual([]);
  });

  it('[START-12] stores nothing in a conversation that is closed', () => {
    expect(verdicts([], { removals: [removal({ closed: [chat] })] })).toEqual(['wrong eyes', 'wrong eyes']);
    expect(verdicts([], { removals: [removal({ closed: [chat], from: 31 })] })).toEqual([]);
  });
});
