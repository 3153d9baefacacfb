import { describe, expect, it } from 'vitest';
import { harbor, interactionOf, noInteraction, seatId, tenantOf } from '../facts.fixture.ts';
import {
  decideEarlierChats,
  decideHistory,
  decideUnread,
  decideWithinHistory,
  type HistoryFacts,
  isOver,
  kindsListedWhileRunning,
  phaseOf,
} from './history.ts';

const member = { tenant: harbor, relation: 'member', lastSeq: 100 } as const;
const running = interactionOf(seatId('maya'));

const room = (change: Partial<HistoryFacts & { kind: 'room' }>): HistoryFacts => ({
  ...member,
  kind: 'room',
  visibility: 'private',
  sharesEarlier: false,
  joinedSeq: 71,
  ...change,
});

const expert = (change: Partial<HistoryFacts & { kind: 'expert' }>): HistoryFacts => ({
  ...member,
  kind: 'expert',
  side: 'agent',
  tenant: tenantOf(3, '9.9'),
  ...change,
});

const from = (rule: string, fromSeq: number) => ({ allowed: true, rule, fromSeq });

describe('how far back a reader sees', () => {
  it('[HIST-1] a direct chat: from the first message', () => {
    expect(decideHistory({ ...member, kind: 'direct' })).toEqual(from('HIST-1', 1));
  });

  it('[HIST-2] a public room: from the first message, whenever the member joined', () => {
    expect(decideHistory(room({ visibility: 'public' }))).toEqual(from('HIST-2', 1));
  });

  it('[HIST-2] a private room: from the joining on, unless it shares what was earlier', () => {
    expect(decideHistory(room({}))).toEqual(from('HIST-2', 71));
    expect(decideHistory(room({ sharesEarlier: true }))).toEqual(from('HIST-2', 1));
  });

  it('[HIST-3] an expert chat in the office: from the first message, in every release', () => {
    expect(decideHistory(expert({ side: 'office' }))).toEqual(from('HIST-3', 1));
    expect(decideHistory(expert({ side: 'office', tenant: tenantOf(3, '9.10') }))).toEqual(from('HIST-3', 1));
  });

  it.each([
    { lastSeq: 0, fromSeq: 1 },
    { lastSeq: 1, fromSeq: 1 },
    { lastSeq: 30, fromSeq: 1 },
    { lastSeq: 31, fromSeq: 2 },
    { lastSeq: 100, fromSeq: 71 },
  ])('[HIST-4] release 9.9 shows the last 30 of $lastSeq messages in the console', ({ lastSeq, fromSeq }) => {
    expect(decideHistory(expert({ lastSeq }))).toEqual(from('HIST-4', fromSeq));
  });

  it('[HIST-4] release 9.10 shows all of them in the console', () => {
    expect(decideHistory(expert({ tenant: tenantOf(3, '9.10'), lastSeq: 100_000 }))).toEqual(
      from('HIST-4', 1),
    );
  });

  it('[TEN-3] the release of the tenant makes the difference, and makes it nowhere else', () => {
    expect(decideHistory(expert({ tenant: tenantOf(3, '9.9') }))).not.toEqual(
      decideHistory(expert({ tenant: tenantOf(3, '9.10') })),
    );
    const office = { side: 'office' } as const;
    expect(decideHistory(expert({ ...office, tenant: tenantOf(3, '9.9') }))).toEqual(
      decideHistory(expert({ ...office, tenant: tenantOf(3, '9.10') })),
    );
  });

  it('[HIST-5] an agent chat: the interaction that runs, and nothing once it is over', () => {
    expect(decideHistory({ ...member, kind: 'agent', interaction: running })).toEqual(from('HIST-5', 41));
    expect(decideHistory({ ...member, kind: 'agent', interaction: noInteraction })).toEqual({
      allowed: false,
      rule: 'HIST-5',
      code: 'no-interaction',
    });
    expect(kindsListedWhileRunning).toEqual(['agent']);
  });

  it('[HIST-5] only an agent chat is over with its interaction', () => {
    const kinds = ['direct', 'room', 'expert', 'agent', 'customer'] as const;
    expect(kinds.filter((kind) => isOver({ kind, interaction: noInteraction }))).toEqual(['agent']);
    expect(kinds.filter((kind) => isOver({ kind, interaction: running }))).toEqual([]);
  });

  const phases = [
    // kind, the reader, an interaction runs, the phase
    ['direct', 'member', false, 'permanent'],
    ['room', 'member', false, 'permanent'],
    ['expert', 'member', false, 'permanent'],
    ['expert', 'archive', false, 'permanent'],
    ['agent', 'member', true, 'running'],
    ['agent', 'member', false, 'over'],
    ['agent', 'archive', true, 'permanent'],
    ['agent', 'archive', false, 'permanent'],
    ['customer', 'member', true, 'permanent'],
    ['customer', 'member', false, 'permanent'],
  ] as const;

  it.each(phases)('[HIST-5] of the kind %s, for a %s, an interaction running (%s): %s', (...row) => {
    const [kind, relation, isRunning, phase] = row;
    const interaction = isRunning ? running : noInteraction;
    expect(phaseOf({ kind, relation, interaction })).toBe(phase);
  });

  it('[HIST-6] the archive: everything of expert and agent chats, past interactions and any release', () => {
    const archive = { tenant: harbor, relation: 'archive', lastSeq: 100 } as const;
    expect(decideHistory({ ...archive, kind: 'agent', interaction: noInteraction })).toEqual(
      from('HIST-6', 1),
    );
    expect(decideHistory({ ...archive, kind: 'agent', interaction: running })).toEqual(from('HIST-6', 1));
    expect(decideHistory(expert(archive))).toEqual(from('HIST-6', 1));
  });

  it('[HIST-6] the archive holds no other kind', () => {
    const archive = { tenant: harbor, relation: 'archive', lastSeq: 100 } as const;
    expect(decideHistory(expert(archive)).allowed).toBe(true);
    const refused = { allowed: false, rule: 'HIST-6', code: 'not-a-member' };
    expect(decideHistory({ ...archive, kind: 'direct' })).toEqual(refused);
    expect(decideHistory({ ...archive, kind: 'customer', interaction: running })).toEqual(refused);
    expect(decideHistory(room(archive))).toEqual(refused);
  });

  it.each([
    [1, 'no-office-side'],
    [2, 'needs-mode-3'],
  ] as const)('[TEN-2] in mode %i there is no expert chat to read, and no archive', (mode, code) => {
    const tenant = tenantOf(mode);
    const refused = { allowed: false, rule: 'TEN-2', code };
    const agent = { ...member, kind: 'agent', interaction: running } as const;
    for (const side of ['office', 'agent'] as const) {
      expect(decideHistory(expert({ side, tenant: tenantOf(3) })).allowed).toBe(true);
      expect(decideHistory(expert({ side, tenant }))).toEqual(refused);
    }
    for (const facts of [expert({ relation: 'archive' }), { ...agent, relation: 'archive' } as const]) {
      expect(decideHistory(facts)).toEqual(from('HIST-6', 1));
      expect(decideHistory({ ...facts, tenant })).toEqual(refused);
    }
    expect(decideHistory({ ...agent, tenant })).toEqual(from('HIST-5', 41));
  });

  it('[TEN-2] in mode 1 the direct chats and rooms of the office are not read either', () => {
    const tenant = tenantOf(1);
    const refused = { allowed: false, rule: 'TEN-2', code: 'no-office-side' };
    for (const facts of [{ ...member, kind: 'direct' } as const, room({})]) {
      expect(decideHistory({ ...facts, tenant: tenantOf(2) }).allowed).toBe(true);
      expect(decideHistory({ ...facts, tenant })).toEqual(refused);
    }
  });

  it('[HIST-8] a customer chat: the whole interaction that runs', () => {
    expect(decideHistory({ ...member, kind: 'customer', interaction: running })).toEqual(from('HIST-8', 41));
    expect(decideHistory({ ...member, kind: 'customer', interaction: noInteraction })).toMatchObject({
      allowed: false,
      rule: 'HIST-8',
    });
  });

  it('[MON-1] nobody reads history by looking on', () => {
    const monitor = { tenant: harbor, relation: 'monitor', lastSeq: 100 } as const;
    expect(decideHistory({ ...member, kind: 'direct' }).allowed).toBe(true);
    for (const facts of [{ ...monitor, kind: 'direct' } as const, room(monitor), expert(monitor)]) {
      expect(decideHistory(facts)).toEqual({ allowed: false, rule: 'MON-1', code: 'never-monitored' });
    }
  });
});

describe('earlier chats of a customer', () => {
  it('[HIST-8] are listed for a known customer where the tenant allows it', () => {
    const listed = (customerKnown: boolean, tenantAllows: boolean) =>
      decideEarlierChats({ customerKnown, tenantAllows });
    expect(listed(true, true)).toEqual({ allowed: true, rule: 'HIST-8' });
    for (const answer of [listed(true, false), listed(false, true), listed(false, false)]) {
      expect(answer).toEqual({ allowed: false, rule: 'HIST-8', code: 'earlier-chats-off' });
    }
  });
});

describe('what counts as unread', () => {
  it('[DEL-4] in the console not what came while the agent was logged out; in the archive that alone', () => {
    expect(decideUnread('member', 'office')).toBe('all');
    expect(decideUnread('member', 'agent')).toBe('heard');
    expect(decideUnread('archive', 'agent')).toBe('missed');
    expect(decideUnread('archive', 'office')).toBe('missed');
  });
});

describe('one place in a conversation', () => {
  const ofConsole = { kind: 'expert', relation: 'member', side: 'agent', lastSeq: 40 } as const;

  it.each([
    ['9.9', 10, false],
    ['9.9', 11, true],
    ['9.9', 40, true],
    ['9.10', 1, true],
  ] as const)('[HIST-4] in release %s the console sees place %d of 40: %s', (release, seq, seen) => {
    const window = decideHistory({ ...ofConsole, tenant: tenantOf(3, release) });
    expect(decideWithinHistory(window, seq)).toEqual(
      seen ? { allowed: true, rule: 'HIST-4' } : { allowed: false, rule: 'HIST-4', code: 'outside-history' },
    );
  });

  it('[HIST-5] of a chat that is over is none', () => {
    const window = decideHistory({
      tenant: harbor,
      kind: 'agent',
      relation: 'member',
      lastSeq: 5,
      interaction: { running: false },
    });
    expect(decideWithinHistory(window, 5)).toEqual({
      allowed: false,
      rule: 'HIST-5',
      code: 'no-interaction',
    });
  });
});
