import type { PolicySetting, QueueId } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { groupId, sales, support } from '../facts.fixture.ts';
import {
  decideAudit,
  decideLiveMonitor,
  decidePolicy,
  decideRetention,
  decideStamp,
  decideTranscript,
  type GroupPolicy,
  type MonitorFacts,
} from './monitoring.ts';

const yes = (rule: string) => ({ allowed: true, rule });
const no = (rule: string, code: string) => ({ allowed: false, rule, code });
const chatQueue = 'chat' as QueueId;
const otherQueue = 'other' as QueueId;

/** A supervisor of everything, at a monitored agent chat of Sales that runs. */
const look = (change: Partial<MonitorFacts> = {}): MonitorFacts => ({
  viewer: { kind: 'agent', supervisor: true },
  assignedGroups: [],
  assignedQueues: [],
  kind: 'agent',
  groups: [sales],
  queue: null,
  stamp: { monitored: true, transcript: true },
  running: true,
  ...change,
});

const group = (name: string, setting: PolicySetting): GroupPolicy => ({ id: groupId(name), name, setting });

describe('the policy of monitoring and transcripts', () => {
  it.each(['direct', 'room', 'expert'] as const)(
    '[MON-1] is off for a chat of kind %s, whatever is set',
    (kind) => {
      expect(decidePolicy({ kind: 'agent', tenant: 'on', groups: [] }).on).toBe(true);
      expect(decidePolicy({ kind })).toEqual({
        rule: 'MON-1',
        on: false,
        source: { level: 'kind', name: null },
      });
    },
  );

  it.each([
    { tenant: 'on', queue: 'inherit', on: true, level: 'tenant', name: null },
    { tenant: 'off', queue: 'inherit', on: false, level: 'tenant', name: null },
    { tenant: 'on', queue: 'on', on: true, level: 'queue', name: 'Returns' },
    { tenant: 'off', queue: 'on', on: true, level: 'queue', name: 'Returns' },
    { tenant: 'on', queue: 'off', on: false, level: 'queue', name: 'Returns' },
    { tenant: 'off', queue: 'off', on: false, level: 'queue', name: 'Returns' },
  ] as const)(
    '[MON-3] customer chat, tenant $tenant and queue $queue: $on by the $level',
    ({ tenant, queue, on, level, name }) => {
      const policy = decidePolicy({ kind: 'customer', tenant, queue: { name: 'Returns', setting: queue } });
      expect(policy).toEqual({ rule: 'MON-3', on, source: { level, name } });
    },
  );

  it.each([
    { tenant: 'on', one: 'inherit', other: 'inherit', on: true, level: 'tenant', name: null },
    { tenant: 'off', one: 'inherit', other: 'inherit', on: false, level: 'tenant', name: null },
    { tenant: 'off', one: 'on', other: 'inherit', on: true, level: 'group', name: 'One' },
    { tenant: 'off', one: 'inherit', other: 'on', on: true, level: 'group', name: 'Other' },
    { tenant: 'off', one: 'off', other: 'on', on: true, level: 'group', name: 'Other' },
    { tenant: 'on', one: 'off', other: 'on', on: true, level: 'group', name: 'Other' },
    { tenant: 'on', one: 'off', other: 'inherit', on: false, level: 'group', name: 'One' },
    { tenant: 'on', one: 'inherit', other: 'off', on: false, level: 'group', name: 'Other' },
    { tenant: 'on', one: 'off', other: 'off', on: false, level: 'group', name: 'One' },
  ] as const)(
    '[MON-3] agent chat, tenant $tenant and groups $one, $other: $on by the $level',
    ({ tenant, one, other, on, level, name }) => {
      const groups = [group('One', one), group('Other', other)];
      expect(decidePolicy({ kind: 'agent', tenant, groups })).toEqual({
        rule: 'MON-3',
        on,
        source: { level, name },
      });
    },
  );

  it('[MON-3] agents without a group follow the tenant', () => {
    expect(decidePolicy({ kind: 'agent', tenant: 'on', groups: [] })).toMatchObject({
      on: true,
      source: { level: 'tenant' },
    });
  });

  it('[MON-4] is stamped on the interaction at its start, and the stamp alone decides later', () => {
    const on = decidePolicy({ kind: 'agent', tenant: 'on', groups: [] });
    const off = decidePolicy({ kind: 'agent', tenant: 'off', groups: [] });
    expect(decideStamp(on, off)).toEqual({
      allowed: true,
      rule: 'MON-4',
      monitored: true,
      transcript: false,
    });
    expect(decideStamp(off, on)).toEqual({
      allowed: true,
      rule: 'MON-4',
      monitored: false,
      transcript: true,
    });
    const stamped = decideStamp(on, off);
    expect(stamped.allowed && decideLiveMonitor(look({ stamp: stamped }))).toEqual(yes('MON-2'));
  });
});

describe('looking on', () => {
  it.each(['direct', 'room', 'expert'] as const)(
    '[MON-1] is refused in a chat of kind %s, by any route',
    (kind) => {
      expect(decideLiveMonitor(look()).allowed).toBe(true);
      expect(decideLiveMonitor(look({ kind }))).toEqual(no('MON-1', 'never-monitored'));
      expect(decideTranscript(look({ running: false })).allowed).toBe(true);
      expect(decideTranscript(look({ kind, running: false }))).toEqual(no('MON-1', 'never-monitored'));
    },
  );

  it('[MON-2] is possible in agent chats and customer chats, where the policy says so', () => {
    const unmonitored = { monitored: false, transcript: true };
    for (const place of [{ kind: 'agent' }, { kind: 'customer', groups: [], queue: chatQueue }] as const) {
      expect(decideLiveMonitor(look(place))).toEqual(yes('MON-2'));
      expect(decideLiveMonitor(look({ ...place, stamp: unmonitored }))).toEqual(no('MON-2', 'policy-off'));
    }
  });

  it('[MON-5] is for supervisors: no agent and no office seat looks on', () => {
    expect(decideLiveMonitor(look()).allowed).toBe(true);
    for (const viewer of [
      { kind: 'agent', supervisor: false },
      { kind: 'office', supervisor: false },
      { kind: 'office', supervisor: true },
    ] as const) {
      expect(decideLiveMonitor(look({ viewer }))).toEqual(no('MON-5', 'not-a-supervisor'));
      expect(decideTranscript(look({ viewer, running: false }))).toEqual(no('MON-5', 'not-a-supervisor'));
    }
  });

  it('[MON-5] a supervisor sees the assigned groups, and all where nothing is assigned', () => {
    expect(decideLiveMonitor(look())).toEqual(yes('MON-2'));
    expect(decideLiveMonitor(look({ assignedGroups: [support, sales] }))).toEqual(yes('MON-2'));
    expect(decideLiveMonitor(look({ assignedGroups: [support] }))).toEqual(no('MON-5', 'not-assigned'));
    expect(decideLiveMonitor(look({ assignedGroups: [support], groups: [sales, support] }))).toEqual(
      yes('MON-2'),
    );
  });

  it('[MON-5] a supervisor sees the assigned queues; an assigned group opens no queue', () => {
    const chat = { kind: 'customer', groups: [], queue: chatQueue } as const;
    expect(decideLiveMonitor(look({ ...chat, assignedQueues: [chatQueue] }))).toEqual(yes('MON-2'));
    expect(decideLiveMonitor(look({ ...chat, assignedQueues: [otherQueue] }))).toEqual(
      no('MON-5', 'not-assigned'),
    );
    expect(decideLiveMonitor(look({ ...chat, assignedGroups: [sales] }))).toEqual(
      no('MON-5', 'not-assigned'),
    );
    expect(decideLiveMonitor(look({ assignedQueues: [chatQueue] }))).toEqual(no('MON-5', 'not-assigned'));
  });

  it('[MON-6] ends with the interaction, which stays as a transcript only if transcripts are on', () => {
    const over = { running: false };
    const unkept = { monitored: true, transcript: false };
    expect(decideLiveMonitor(look())).toEqual(yes('MON-2'));
    expect(decideLiveMonitor(look(over))).toEqual(no('MON-6', 'interaction-over'));
    expect(decideTranscript(look(over))).toEqual(yes('MON-2'));
    expect(decideTranscript(look({ ...over, stamp: unkept }))).toEqual(no('MON-6', 'policy-off'));
  });

  it('[MON-6] there is no transcript of what still runs, or transcripts would open what is not monitored', () => {
    const unmonitored = { monitored: false, transcript: true };
    expect(decideTranscript(look({ running: false, stamp: unmonitored }))).toEqual(yes('MON-2'));
    for (const change of [{ stamp: unmonitored }, {}, { stamp: { monitored: true, transcript: false } }])
      expect(decideTranscript(look(change))).toEqual(no('MON-6', 'interaction-running'));
  });

  it('[MON-5] a transcript asks for the same assignment as looking on', () => {
    const over = { running: false };
    expect(decideTranscript(look({ ...over, assignedGroups: [sales] }))).toEqual(yes('MON-2'));
    expect(decideTranscript(look({ ...over, assignedGroups: [support] }))).toEqual(
      no('MON-5', 'not-assigned'),
    );
  });
});

describe('what is kept', () => {
  it.each(['monitor-session', 'transcript-view', 'transcript-export'] as const)(
    '[MON-7] a %s is written to the audit log, allowed or refused, with the rule',
    (act) => {
      const allowed = decideLiveMonitor(look());
      const refused = decideLiveMonitor(look({ kind: 'expert' }));
      expect(decideAudit(act, allowed)).toEqual({
        allowed: true,
        rule: 'MON-7',
        act,
        outcome: 'allowed',
        because: 'MON-2',
      });
      expect(decideAudit(act, refused)).toMatchObject({
        allowed: true,
        outcome: 'refused',
        because: 'MON-1',
      });
    },
  );

  it('[MON-8] a transcript is kept for the retention time and then gone', () => {
    const day = 86_400_000;
    const endedAt = 1_772_000_000_000;
    const keep = (now: number) => decideRetention({ endedAt, now, retentionDays: 90 });
    expect(keep(endedAt)).toEqual(yes('MON-8'));
    expect(keep(endedAt + 90 * day - 1)).toEqual(yes('MON-8'));
    expect(keep(endedAt + 90 * day)).toEqual(no('MON-8', 'retention-over'));
  });
});
