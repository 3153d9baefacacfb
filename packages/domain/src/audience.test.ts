import type { Options } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import {
  type AudienceFacts,
  decideAudience,
  decideMemberAudience,
  type Hearer,
  type OfficeParticipant,
  type Participant,
} from './audience.ts';
import { seatId } from './facts.fixture.ts';
import { classicOptions } from './rules/options.ts';

const priya: OfficeParticipant = { seat: seatId('priya'), kind: 'office', officeSeat: seatId('priya') };
const tom: Participant = { seat: seatId('tom'), kind: 'office', officeSeat: seatId('tom') };
const sam: Participant = { seat: seatId('sam'), kind: 'agent', officeSeat: null };
const maya: Participant = { seat: seatId('maya'), kind: 'agent', officeSeat: seatId('maya-office') };
const leo: Participant = { seat: seatId('leo'), kind: 'agent', officeSeat: seatId('leo-office') };

type MessageFacts = AudienceFacts & { event: 'message' };

function message(
  kind: MessageFacts['kind'],
  sender: Participant,
  receiver: Participant,
  missed = false,
): readonly Hearer[] {
  return decideAudience({
    event: 'message',
    kind,
    sender: sender.seat,
    participants: [sender, receiver],
    missed,
  });
}

const heard = (hearers: readonly Hearer[]) =>
  hearers.map(
    ({ seat, surface, relation, loud }) => `${seat} ${surface} ${relation} ${loud ? 'loud' : 'quiet'}`,
  );

describe('who hears a message', () => {
  it('[SEAT-2] the seats that take part, each on its own surface; it counts for the receiver only', () => {
    expect(heard(message('direct', priya, tom))).toEqual([
      'priya office member quiet',
      'tom office member loud',
    ]);
    expect(heard(message('expert', priya, sam))).toEqual([
      'priya office member quiet',
      'sam console member loud',
    ]);
    expect(heard(message('expert', sam, priya))).toEqual([
      'sam console member quiet',
      'priya office member loud',
    ]);
  });

  it('[SEAT-2] a message to the office seat of an agent does not reach the console', () => {
    const mayaAtOffice: Participant = {
      ...tom,
      seat: seatId('maya-office'),
      officeSeat: seatId('maya-office'),
    };
    expect(heard(message('direct', priya, mayaAtOffice))).toEqual([
      'priya office member quiet',
      'maya-office office member loud',
    ]);
  });

  it('[HIST-6] the office seat of an agent reads along in the archive, quietly', () => {
    expect(heard(message('expert', priya, maya))).toContain('maya-office office archive quiet');
    expect(heard(message('agent', maya, sam))).toContain('maya-office office archive quiet');
    expect(message('agent', maya, sam).map(({ rule }) => rule)).toEqual(['SEAT-2', 'SEAT-2', 'HIST-6']);
    expect(heard(message('agent', sam, maya))).toContain('maya-office office archive quiet');
    expect(heard(message('agent', maya, leo))).toEqual([
      'maya console member quiet',
      'leo console member loud',
      'maya-office office archive quiet',
      'leo-office office archive quiet',
    ]);
  });

  it('[HIST-6] an agent without an office license has no archive', () => {
    expect(message('expert', priya, maya).some(({ relation }) => relation === 'archive')).toBe(true);
    expect(message('expert', priya, sam).some(({ relation }) => relation === 'archive')).toBe(false);
  });

  it('[HIST-6] who writes to the own agent seat has the conversation once, as a member', () => {
    const mayaAtOffice: Participant = {
      ...tom,
      seat: seatId('maya-office'),
      officeSeat: seatId('maya-office'),
    };
    expect(heard(message('expert', mayaAtOffice, maya))).toEqual([
      'maya-office office member quiet',
      'maya console member loud',
    ]);
  });

  it('[DEL-4] what an agent missed never reaches the console, and counts in the office app of the same person', () => {
    expect(heard(message('expert', priya, maya))).toContain('maya console member loud');
    const missed = message('expert', priya, maya, true);
    expect(heard(missed)).toEqual(['priya office member quiet', 'maya-office office archive loud']);
    expect(missed.map(({ rule }) => rule)).toEqual(['SEAT-2', 'DEL-4']);
  });

  it('[DEL-4] what an agent without an office license missed is offered to nobody', () => {
    expect(heard(message('expert', priya, sam, true))).toEqual(['priya office member quiet']);
  });

  it('[HIST-7] what the office does among itself is never heard in a console', () => {
    expect(message('expert', priya, maya).some(({ surface }) => surface === 'console')).toBe(true);
    expect(message('direct', priya, tom).every(({ surface }) => surface === 'office')).toBe(true);
  });
});

describe('who hears typing and receipts', () => {
  const signal = (
    kind: MessageFacts['kind'],
    sender: Participant,
    receiver: Participant,
    change: { options?: Partial<Options>; invisible?: boolean } = {},
  ) =>
    (['typing', 'receipt'] as const).map((which) =>
      heard(
        decideAudience({
          event: 'signal',
          signal: which,
          kind,
          sender: sender.seat,
          participants: [sender, receiver],
          options: { ...classicOptions, ...change.options },
          invisible: change.invisible ?? false,
        }),
      ),
    );
  const nobody = [[], []];
  const toTom = ['tom office member quiet'];

  it('[SIG-4] the other one of a direct chat', () => {
    expect(signal('direct', priya, tom)).toEqual([toTom, toTom]);
  });

  it('[SIG-9] nobody, while the one who types or reads is invisible', () => {
    expect(signal('direct', priya, tom)).toEqual([toTom, toTom]);
    expect(signal('direct', priya, tom, { invisible: true })).toEqual(nobody);
  });

  it('[SIG-5, OPT-2] nobody between office and contact center, and no archive; typing where it was opened', () => {
    expect(signal('expert', priya, maya)).toEqual(nobody);
    expect(signal('expert', maya, priya)).toEqual(nobody);
    const options = { typing_across: 'on' } as const;
    expect(signal('expert', priya, maya, { options })).toEqual([['maya console member quiet'], []]);
    expect(signal('expert', maya, priya, { options })).toEqual([['priya office member quiet'], []]);
  });

  it('[SIG-6, OPT-3] nobody of two agents, and no archive; both where it was opened', () => {
    expect(signal('agent', maya, leo)).toEqual(nobody);
    const toLeo = ['leo console member quiet'];
    expect(signal('agent', maya, leo, { options: { agent_signals: 'on' } })).toEqual([toLeo, toLeo]);
  });

  it('[SIG-3] nobody, if it comes from somebody who does not take part', () => {
    const options = { ...classicOptions, agent_signals: 'on' } as const;
    expect(signal('agent', maya, leo, { options })).not.toEqual(nobody);
    const onlooker = decideAudience({
      event: 'signal',
      signal: 'receipt',
      kind: 'agent',
      sender: seatId('dana'),
      participants: [maya, leo],
      options,
      invisible: false,
    });
    expect(onlooker).toEqual([]);
  });
});

describe('who hears that an interaction ended', () => {
  it('[HIST-5] both consoles, quietly', () => {
    expect(heard(decideAudience({ event: 'interaction-ended', participants: [maya, leo] }))).toEqual([
      'maya console member quiet',
      'leo console member quiet',
    ]);
  });
});

describe('who hears a message of a conversation of many', () => {
  it('[DEL-7] all who take part, and the author quietly on the own devices', () => {
    const { author, others } = decideMemberAudience(priya);
    expect(heard([author])).toEqual(['priya office member quiet']);
    expect(others).toEqual({ surface: 'office', relation: 'member', loud: true, rule: 'DEL-7' });
  });
});
