import { agentStatuses } from '@tieline/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seatId } from './facts.fixture.ts';
import { type Candidate, decideAssignment } from './routing.ts';

const candidate = (name: string, change: Partial<Candidate> = {}): Candidate => ({
  seat: seatId(name),
  loggedIn: true,
  status: 'available',
  idleSince: 1000,
  chats: 0,
  capacity: 6,
  alreadyAsked: false,
  ...change,
});

const anyCandidates = fc.uniqueArray(
  fc.record<Candidate>({
    seat: fc.integer({ min: 0, max: 50 }).map((number) => seatId(`seat-${number}`)),
    loggedIn: fc.boolean(),
    status: fc.constantFrom(...agentStatuses),
    idleSince: fc.integer({ min: 0, max: 5 }),
    chats: fc.integer({ min: 0, max: 4 }),
    capacity: fc.integer({ min: 0, max: 4 }),
    alreadyAsked: fc.boolean(),
  }),
  { selector: ({ seat }) => seat, maxLength: 8 },
);

/** Who may be asked at all, as CUST-2 has it. */
const mayBeAsked = (one: Candidate): boolean =>
  one.loggedIn && ['available', 'busy'].includes(one.status) && one.chats < one.capacity && !one.alreadyAsked;

describe('which agent gets the next chat', () => {
  it('[CUST-2] the one who has been idle longest, and is told why', () => {
    const assignment = decideAssignment([
      candidate('new', { idleSince: 3000 }),
      candidate('old', { idleSince: 1000 }),
      candidate('middle', { idleSince: 2000 }),
    ]);
    expect(assignment).toEqual({
      rule: 'CUST-2',
      chosen: 'old',
      considered: [
        { seat: 'old', verdict: 'chosen' },
        { seat: 'middle', verdict: 'idle-less-long' },
        { seat: 'new', verdict: 'idle-less-long' },
      ],
    });
  });

  it.each([
    { change: { loggedIn: false }, verdict: 'logged-out' },
    { change: { status: 'on-break' }, verdict: 'not-available' },
    { change: { status: 'work-offline' }, verdict: 'not-available' },
    { change: { status: 'wrap-up' }, verdict: 'not-available' },
    { change: { chats: 6 }, verdict: 'at-capacity' },
    { change: { alreadyAsked: true }, verdict: 'already-asked' },
  ] as const)('[CUST-2, CUST-3] not one who is $verdict: $change', ({ change, verdict }) => {
    expect(decideAssignment([candidate('only')]).chosen).toBe('only');
    expect(decideAssignment([candidate('only', change)])).toEqual({
      rule: 'CUST-2',
      chosen: null,
      considered: [{ seat: 'only', verdict }],
    });
  });

  it('[CUST-2] an agent with five of six chats has room for one more', () => {
    expect(decideAssignment([candidate('only', { chats: 5, status: 'busy' })]).chosen).toBe('only');
  });

  it('[CUST-2] nobody, where nobody serves', () => {
    expect(decideAssignment([])).toEqual({ rule: 'CUST-2', chosen: null, considered: [] });
  });

  it('[CUST-2] the longest idle of those who may be asked is chosen, and somebody is if anybody may', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        const { chosen } = decideAssignment(candidates);
        const able = candidates.filter(mayBeAsked);
        const winner = able.find(({ seat }) => seat === chosen);
        expect(winner === undefined).toBe(able.length === 0);
        for (const other of able) expect(winner?.idleSince).toBeLessThanOrEqual(other.idleSince);
      }),
    );
  });

  it('[CUST-3] the same candidates in any order give the same answer', () => {
    const shuffled = anyCandidates.chain((candidates) =>
      fc.tuple(
        fc.constant(candidates),
        fc.shuffledSubarray(candidates, { minLength: candidates.length, maxLength: candidates.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([candidates, other]) => {
        expect(decideAssignment(other)).toEqual(decideAssignment(candidates));
      }),
    );
  });

  it('[CUST-3] every candidate is explained once, and the chosen one alone is chosen', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        const { chosen, considered } = decideAssignment(candidates);
        expect(considered.map(({ seat }) => seat).toSorted()).toEqual(
          candidates.map(({ seat }) => seat).toSorted(),
        );
        const winners = considered.filter(({ verdict }) => verdict === 'chosen').map(({ seat }) => seat);
        expect(winners).toEqual(chosen === null ? [] : [chosen]);
      }),
    );
  });

  it('[CUST-3] one chat after the other, nobody gets more than their room or gets one logged out', () => {
    fc.assert(
      fc.property(anyCandidates, fc.integer({ min: 0, max: 40 }), (candidates, arrivals) => {
        let now = candidates;
        for (let arrival = 0; arrival < arrivals; arrival += 1) {
          const { chosen } = decideAssignment(now);
          now = now.map((one) => (one.seat === chosen ? { ...one, chats: one.chats + 1 } : one));
        }
        for (const [index, one] of now.entries()) {
          const before = candidates[index]?.chats ?? 0;
          if (one.chats === before) continue;
          expect(one.chats).toBeLessThanOrEqual(one.capacity);
          expect(one.loggedIn).toBe(true);
        }
      }),
    );
  });
});
