import { describe, expect, it } from 'vitest';
import {
  agentSeat,
  dana,
  deactivated,
  harbor,
  loggedOut,
  maya,
  officeSeat,
  priya,
  sales,
  sam,
  seatId,
  stranger,
  tenantOf,
  tom,
} from '../facts.fixture.ts';
import { decideStart } from './messaging.ts';
import { decideRosterScope, fullestRoster, mayShow, rosterHolds, rostersOf } from './rosters.ts';

const colleague = agentSeat('colleague', { groups: [sales] });
const rinAtOffice = officeSeat('rin-office');
const rinAsAgent = agentSeat('rin-agent', { officeSeat: seatId('rin-office') });

describe('the rosters that a viewer has', () => {
  it('[TEN-2] mode 1 has the agent roster alone', () => {
    expect(rostersOf(tenantOf(1), priya)).toEqual([]);
    expect(rostersOf(tenantOf(1), maya)).toEqual(['agents']);
  });

  it('[TEN-2] mode 2 has both sides, and nothing between them', () => {
    expect(rostersOf(tenantOf(2), priya)).toEqual(['office']);
    expect(rostersOf(tenantOf(2), maya)).toEqual(['agents']);
    expect(rosterHolds(harbor, priya, maya, 'office')).toBe(true);
    expect(rosterHolds(tenantOf(2), priya, maya, 'office')).toBe(false);
    expect(rosterHolds(harbor, maya, priya, 'directory')).toBe(true);
    expect(rosterHolds(tenantOf(2), maya, priya, 'directory')).toBe(false);
  });

  it('[TEN-2] mode 3 adds the organization directory for agents', () => {
    expect(rostersOf(tenantOf(3), priya)).toEqual(['office']);
    expect(rostersOf(tenantOf(3), maya)).toEqual(['agents', 'directory']);
    expect(rostersOf(tenantOf(3), dana)).toEqual(['agents', 'directory']);
  });

  it('[PRES-4] the agent roster holds nothing for the office, nor the office roster for agents', () => {
    const nothing = { office: false, agents: 'none' };
    expect(decideRosterScope(harbor, priya, 'agents')).toMatchObject(nothing);
    expect(decideRosterScope(harbor, priya, 'directory')).toMatchObject(nothing);
    expect(decideRosterScope(harbor, dana, 'office')).toMatchObject(nothing);
  });
});

describe('the scope of a roster', () => {
  it.each([
    { viewer: priya, mode: 3, roster: 'office', scope: { rule: 'SEAT-1', office: true, agents: 'all' } },
    { viewer: priya, mode: 2, roster: 'office', scope: { rule: 'SEAT-1', office: true, agents: 'none' } },
    { viewer: priya, mode: 1, roster: 'office', scope: { rule: 'TEN-2', office: false, agents: 'none' } },
    { viewer: maya, mode: 3, roster: 'office', scope: { rule: 'TEN-2', office: false, agents: 'none' } },
    {
      viewer: maya,
      mode: 1,
      roster: 'agents',
      scope: { rule: 'PRES-4', office: false, agents: 'shared-groups' },
    },
    { viewer: dana, mode: 1, roster: 'agents', scope: { rule: 'PRES-4', office: false, agents: 'all' } },
    { viewer: priya, mode: 3, roster: 'agents', scope: { rule: 'PRES-4', office: false, agents: 'none' } },
    { viewer: maya, mode: 3, roster: 'directory', scope: { rule: 'PRES-5', office: true, agents: 'all' } },
    { viewer: maya, mode: 2, roster: 'directory', scope: { rule: 'TEN-2', office: false, agents: 'none' } },
    { viewer: priya, mode: 3, roster: 'directory', scope: { rule: 'TEN-2', office: false, agents: 'none' } },
  ] as const)(
    '[SEAT-1, PRES-4, PRES-5, TEN-2] of $viewer.seat on the roster $roster in mode $mode is by $scope.rule',
    ({ viewer, mode, roster, scope }) => {
      expect(decideRosterScope(tenantOf(mode), viewer, roster)).toEqual(scope);
    },
  );
});

describe('the entries of a roster', () => {
  it('[SEAT-1] a person with both licenses is there twice in the office roster, told apart by kind', () => {
    const entries = [rinAtOffice, rinAsAgent].filter((entry) => rosterHolds(harbor, priya, entry, 'office'));
    expect(entries.map(({ seat, kind }) => [seat, kind])).toEqual([
      ['rin-office', 'office'],
      ['rin-agent', 'agent'],
    ]);
  });

  it('[SEAT-1] and twice in the organization directory', () => {
    expect(rosterHolds(harbor, maya, rinAtOffice, 'directory')).toBe(true);
    expect(rosterHolds(harbor, maya, rinAsAgent, 'directory')).toBe(true);
  });

  it('[PRES-4] the agent roster holds agents of a shared group, and all of them for a supervisor', () => {
    expect(rosterHolds(harbor, maya, colleague, 'agents')).toBe(true);
    expect(rosterHolds(harbor, maya, sam, 'agents')).toBe(false);
    expect(rosterHolds(harbor, maya, dana, 'agents')).toBe(false);
    expect(rosterHolds(harbor, dana, sam, 'agents')).toBe(true);
    expect(rosterHolds(harbor, dana, priya, 'agents')).toBe(false);
  });

  it('[PRES-5] the directory holds all office seats and all agent seats', () => {
    const entries = [priya, tom, sam, dana, rinAsAgent];
    expect(entries.map((entry) => rosterHolds(harbor, maya, entry, 'directory'))).toEqual(
      entries.map(() => true),
    );
  });

  it('[TEN-1] no roster holds an entry of another tenant', () => {
    for (const [viewer, entry, roster] of [
      [priya, tom, 'office'],
      [maya, colleague, 'agents'],
      [maya, sam, 'directory'],
    ] as const) {
      expect(rosterHolds(harbor, viewer, entry, roster)).toBe(true);
      expect(rosterHolds(harbor, viewer, { ...entry, tenant: stranger }, roster)).toBe(false);
      expect(rosterHolds(harbor, { ...viewer, tenant: stranger }, entry, roster)).toBe(false);
    }
  });

  it('[START-12] no roster holds the viewer or a deactivated entry; a logged-out one stays', () => {
    expect(rosterHolds(harbor, priya, tom, 'office')).toBe(true);
    expect(rosterHolds(harbor, priya, priya, 'office')).toBe(false);
    expect(rosterHolds(harbor, priya, deactivated(tom), 'office')).toBe(false);
    expect(rosterHolds(harbor, priya, loggedOut(tom), 'office')).toBe(true);
  });

  it('[START-5, START-6] whom the agent roster holds, its viewer may write to', () => {
    for (const viewer of [maya, sam, dana, colleague]) {
      for (const entry of [maya, sam, dana, colleague, rinAsAgent]) {
        const held = rosterHolds(tenantOf(2), viewer, entry, 'agents');
        expect(decideStart(tenantOf(2), viewer, entry).allowed).toBe(held);
      }
    }
  });
});

describe('the fullest roster', () => {
  it('[PRES-4, PRES-5] is the agent roster before the directory, and none where nobody may look', () => {
    expect(fullestRoster(harbor, maya, colleague)).toBe('agents');
    expect(fullestRoster(harbor, maya, sam)).toBe('directory');
    expect(fullestRoster(harbor, dana, sam)).toBe('agents');
    expect(fullestRoster(harbor, maya, priya)).toBe('directory');
    expect(fullestRoster(harbor, priya, maya)).toBe('office');
    expect(fullestRoster(tenantOf(2), priya, maya)).toBeNull();
    expect(fullestRoster(tenantOf(2), maya, sam)).toBeNull();
  });
});

describe('a change of an entry', () => {
  it('[PRES-4, PRES-5, TEN-2] may show wherever a roster may hold it', () => {
    const shownIn = (mode: 1 | 2 | 3) =>
      (['office', 'agent'] as const).map((viewer) =>
        (['office', 'agent'] as const).map((entry) => mayShow(tenantOf(mode), viewer, entry)),
      );
    const [yes, no] = [true, false];
    expect(shownIn(3)).toEqual([
      [yes, yes],
      [yes, yes],
    ]);
    expect(shownIn(2)).toEqual([
      [yes, no],
      [no, yes],
    ]);
    expect(shownIn(1)).toEqual([
      [no, no],
      [no, yes],
    ]);
  });
});
