import type { OfficeStatus, PresenceWord, SeatStatus } from '@tieline/protocol';
import { agentStatuses, officeStatuses, rosters, seatStatuses } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { agentPresence, officePresence, since } from '../facts.fixture.ts';
import type { PresenceFacts } from '../facts.ts';
import {
  decideAppearance,
  decideLoggedOut,
  decideNotification,
  decidePresenceChange,
  decideStatus,
  statusChoices,
} from './presence.ts';

const later = '2026-03-02T09:30:00.000Z';
const moments = [since, later];
const flags = [true, false];

/** Every state that a seat can be in. */
function statesOf(make: typeof officePresence, statuses: readonly SeatStatus[]): PresenceFacts[] {
  return statuses.flatMap((status) =>
    flags.flatMap((loggedIn) =>
      flags.flatMap((allIdle) =>
        moments.map((statusSince) => make({ status, loggedIn, allIdle, statusSince })),
      ),
    ),
  );
}
const officeStates = statesOf(officePresence, officeStatuses);
const agentStates = statesOf(agentPresence, agentStatuses);

function pairs<Item>(items: readonly Item[]): (readonly [Item, Item])[] {
  return items.flatMap((one) => items.map((other) => [one, other] as const));
}

const offline = { rule: 'PRES-1', word: 'offline', since: null };

describe('the statuses of each side', () => {
  it('[PRES-1] the office has five to choose from', () => {
    expect(statusChoices('office')).toEqual(['available', 'busy', 'away', 'do-not-disturb', 'invisible']);
    for (const status of statusChoices('office')) {
      expect(decideStatus('office', status)).toEqual({ allowed: true, rule: 'PRES-1' });
    }
  });

  it.each(['on-break', 'work-offline', 'wrap-up'] as const)('[PRES-1] the office never sets %s', (status) => {
    expect(decideStatus('agent', 'on-break').allowed).toBe(true);
    expect(decideStatus('office', status)).toEqual({
      allowed: false,
      rule: 'PRES-1',
      code: 'status-of-other-side',
    });
  });

  it('[PRES-4] an agent chooses three; busy and wrap-up come with the work', () => {
    expect(statusChoices('agent')).toEqual(['available', 'on-break', 'work-offline']);
    expect(decideStatus('agent', 'on-break')).toEqual({ allowed: true, rule: 'PRES-4' });
    for (const status of ['busy', 'wrap-up'] as const) {
      expect(decideStatus('agent', status)).toEqual({
        allowed: false,
        rule: 'PRES-4',
        code: 'status-set-by-system',
      });
    }
  });

  it.each(['away', 'do-not-disturb', 'invisible'] as const)('[PRES-4] an agent never sets %s', (status) => {
    expect(decideStatus('office', status).allowed).toBe(true);
    expect(decideStatus('agent', status)).toEqual({
      allowed: false,
      rule: 'PRES-4',
      code: 'status-of-other-side',
    });
  });
});

describe.each(['office', 'directory'] as const)('an office entry on the roster: %s', (roster) => {
  const words: Record<OfficeStatus, PresenceWord> = {
    available: 'available',
    busy: 'busy',
    away: 'away',
    'do-not-disturb': 'do-not-disturb',
    invisible: 'offline',
  };

  it.each(officeStatuses)('[PRES-1, PRES-5] with status %s', (status) => {
    const shown = decideAppearance(officePresence({ status }), roster);
    expect([shown.word, shown.since]).toEqual([words[status], null]);
  });

  it.each(officeStatuses)('[PRES-1] without a session is offline, whatever the status was: %s', (status) => {
    expect(decideAppearance(officePresence({ status }), roster).word).toBe(words[status]);
    expect(decideAppearance(officePresence({ status, loggedIn: false }), roster)).toEqual(offline);
  });

  it('[PRES-2] invisible cannot be told from logged out by anything in the answer', () => {
    expect(decideAppearance(officePresence(), roster).word).toBe('available');
    for (const state of officeStates.filter(({ status }) => status === 'invisible')) {
      expect(decideAppearance(state, roster)).toEqual(offline);
    }
  });

  it('[PRES-2] nothing happens in public between invisible and logged out', () => {
    const away = officePresence({ loggedIn: false });
    expect(decidePresenceChange(officePresence(), away, roster)).toEqual(offline);
    const unseen = officeStates.filter(({ status, loggedIn }) => status === 'invisible' || !loggedIn);
    const told = pairs(unseen).filter(
      ([before, after]) => decidePresenceChange(before, after, roster) !== null,
    );
    expect(unseen.length).toBe(24);
    expect(told).toEqual([]);
  });

  it('[PRES-2] going invisible is told in the same words as logging out', () => {
    for (const status of ['available', 'busy', 'away', 'do-not-disturb'] as const) {
      const before = officePresence({ status });
      const left = decidePresenceChange(before, officePresence({ status, loggedIn: false }), roster);
      expect(left).toEqual(offline);
      expect(decidePresenceChange(before, officePresence({ status: 'invisible' }), roster)).toEqual(left);
    }
  });

  it('[PRES-7] an available seat is away when every device is idle, until the first activity', () => {
    const idle = officePresence({ allIdle: true });
    expect(decidePresenceChange(officePresence(), idle, roster)).toMatchObject({
      rule: 'PRES-7',
      word: 'away',
    });
    expect(decidePresenceChange(idle, officePresence(), roster)).toMatchObject({ word: 'available' });
  });

  it.each(['busy', 'away', 'do-not-disturb', 'invisible'] as const)(
    '[PRES-7] idleness never overwrites a status that was set by hand: %s',
    (status) => {
      expect(decideAppearance(officePresence({ allIdle: true }), roster).word).toBe('away');
      expect(decideAppearance(officePresence({ status, allIdle: true }), roster).word).toBe(words[status]);
      const before = officePresence({ status });
      expect(decidePresenceChange(before, officePresence({ status, allIdle: true }), roster)).toBeNull();
    },
  );

  it('[PRES-7] a device more or less changes nothing as long as one is active', () => {
    for (const status of officeStatuses) {
      const same = officePresence({ status });
      expect(decidePresenceChange(same, officePresence({ status, statusSince: later }), roster)).toBeNull();
    }
  });
});

describe.each([
  { roster: 'office', rule: 'PRES-3' },
  { roster: 'directory', rule: 'PRES-5' },
] as const)('an agent entry on the roster: $roster', ({ roster, rule }) => {
  it('[PRES-3, PRES-5] is online from log-in to log-out, and nothing else', () => {
    for (const state of agentStates) {
      const word = state.loggedIn ? 'online' : 'offline';
      expect(decideAppearance(state, roster)).toEqual({ rule, word, since: null });
    }
  });

  it('[PRES-3, PRES-5] no change of the work is told, not even as an event without content', () => {
    const atWork = agentStates.filter(({ loggedIn }) => loggedIn);
    const seenByAgents = pairs(atWork).filter(
      ([before, after]) => decidePresenceChange(before, after, 'agents') !== null,
    );
    expect(seenByAgents.length).toBeGreaterThan(300);
    const told = pairs(atWork).filter(
      ([before, after]) => decidePresenceChange(before, after, roster) !== null,
    );
    expect(told).toEqual([]);
  });

  it('[PRES-3, PRES-5] log-in and log-out are told, whatever the work status is', () => {
    const [inside, outside] = [true, false].map((at) =>
      agentStates.filter(({ loggedIn }) => loggedIn === at),
    );
    for (const before of inside ?? []) {
      for (const after of outside ?? []) {
        expect(decidePresenceChange(before, after, roster)).toEqual({ rule, word: 'offline', since: null });
        expect(decidePresenceChange(after, before, roster)).toEqual({ rule, word: 'online', since: null });
      }
    }
  });

  it('[PRES-3, PRES-5] nothing is told between two states that are logged out', () => {
    const outside = agentStates.filter(({ loggedIn }) => !loggedIn);
    const told = pairs(outside).filter(
      ([before, after]) => decidePresenceChange(before, after, roster) !== null,
    );
    expect(told).toEqual([]);
  });
});

/** OPT-5, by hand: how the office and the directory see each status of an agent, closed and opened. */
const coarseTable = [
  ['available', 'online', 'available'],
  ['on-break', 'online', 'away'],
  ['work-offline', 'online', 'busy'],
  ['busy', 'online', 'busy'],
  ['wrap-up', 'online', 'busy'],
] as const;

describe.each(['office', 'directory'] as const)(
  'an agent whose company opens presence, on the roster: %s',
  (roster) => {
    const opened = (change: Parameters<typeof agentPresence>[0]) =>
      agentPresence({ agentPresence: 'coarse', ...change });

    it.each(coarseTable)('[OPT-5] %s looks %s in the classic form, and %s opened', (status, closed, word) => {
      expect(decideAppearance(agentPresence({ status }), roster)).toMatchObject({
        word: closed,
        since: null,
      });
      expect(decideAppearance(opened({ status }), roster)).toEqual({ rule: 'OPT-5', word, since: null });
    });

    it.each(agentStatuses)('[OPT-5] yields to a log-out: %s', (status) => {
      expect(decideAppearance(opened({ status, loggedIn: false }), roster).word).toBe('offline');
    });

    it('[OPT-5] a change within one word is not told, not even as an event without content', () => {
      for (const [before, , was] of coarseTable) {
        for (const [after, , is] of coarseTable) {
          const change = decidePresenceChange(opened({ status: before }), opened({ status: after }), roster);
          expect(change?.word ?? null).toBe(was === is ? null : is);
          expect(change?.since ?? null).toBeNull();
        }
      }
    });

    it('[OPT-5] the option itself changes how the same agent looks', () => {
      const closed = agentPresence({ status: 'on-break' });
      expect(decidePresenceChange(closed, opened({ status: 'on-break' }), roster)?.word).toBe('away');
    });
  },
);

describe('an agent entry on the agent roster', () => {
  it.each(agentStatuses)('[PRES-4] shows %s and since when', (status) => {
    expect(decideAppearance(agentPresence({ status }), 'agents')).toEqual({
      rule: 'PRES-4',
      word: status,
      since,
    });
  });

  it.each(agentStatuses)('[PRES-4] shows logged out without a session, after %s', (status) => {
    expect(decideAppearance(agentPresence({ status, loggedIn: false }), 'agents')).toEqual({
      rule: 'PRES-4',
      word: 'logged-out',
      since: null,
    });
  });

  it('[PRES-4] tells every change of the status, and when it began anew', () => {
    const before = agentPresence();
    expect(
      decidePresenceChange(before, agentPresence({ status: 'on-break', statusSince: later }), 'agents'),
    ).toEqual({
      rule: 'PRES-4',
      word: 'on-break',
      since: later,
    });
    expect(decidePresenceChange(before, agentPresence({ statusSince: later }), 'agents')).not.toBeNull();
    expect(decidePresenceChange(before, before, 'agents')).toBeNull();
  });

  it('[PRES-7] idle devices mean nothing for an agent', () => {
    for (const status of agentStatuses) {
      const idle = agentPresence({ status, allIdle: true });
      expect(decidePresenceChange(agentPresence({ status }), idle, 'agents')).toBeNull();
    }
  });
});

describe('any change on any roster', () => {
  it('[PRES-2, PRES-3] is told if, and only if, the entry looks different', () => {
    let told = 0;
    for (const states of [officeStates, agentStates]) {
      for (const [before, after] of pairs(states)) {
        for (const roster of rosters) {
          const [was, is] = [decideAppearance(before, roster), decideAppearance(after, roster)];
          const same = was.word === is.word && was.since === is.since;
          const change = decidePresenceChange(before, after, roster);
          expect(change).toEqual(same ? null : is);
          if (change !== null) told += 1;
        }
      }
    }
    expect(told).toBeGreaterThan(0);
  });
});

describe('notifications', () => {
  it('[PRES-6] do not disturb silences what would be loud, and nothing else does', () => {
    expect(decideNotification(officePresence(), true)).toEqual({
      allowed: true,
      rule: 'PRES-6',
      silent: false,
    });
    for (const status of seatStatuses) {
      const silent = status === 'do-not-disturb';
      expect(decideNotification(officePresence({ status }), true)).toEqual({
        allowed: true,
        rule: 'PRES-6',
        silent,
      });
    }
  });

  it('[PRES-6] what does not count makes no sound in any status', () => {
    for (const status of officeStatuses) {
      expect(decideNotification(officePresence({ status }), false)).toMatchObject({
        allowed: true,
        silent: true,
      });
    }
  });
});

describe('a dropped connection', () => {
  it.each([
    { dropped: 0, loggedOut: false },
    { dropped: 29_999, loggedOut: false },
    { dropped: 30_000, loggedOut: true },
    { dropped: 3_600_000, loggedOut: true },
  ])('[PRES-8] of $dropped ms, with 30 s of grace, logs out: $loggedOut', ({ dropped, loggedOut }) => {
    expect(decideLoggedOut(dropped, 30_000)).toEqual({ allowed: true, rule: 'PRES-8', loggedOut });
  });
});
