import type { ConversationKind, QueueId } from '@tieline/protocol';
import { decideExplain } from './explain.ts';
import { harbor, maya, priya, roomOf, sales, sam, stranger, support, tenantOf } from './facts.fixture.ts';
import { decideReadRefusals } from './rules/administration.ts';
import {
  decideLiveMonitor,
  decideRetention,
  decideTranscript,
  type MonitorFacts,
} from './rules/monitoring.ts';
import { decideStatus } from './rules/presence.ts';
import { decideAgentLost, decideChatAct, decideOffer, decideVisitor } from './rules/queues.ts';
import { decideRoomAct, decideRoomWrite, type RoomActor } from './rules/rooms.ts';
import { decideArchive, decideKind, decideLogIn, decideSameTenant } from './rules/tenancy.ts';
import { messageRefusals } from './message-refusals.fixture.ts';
import { no, type RefusalCase } from './refusal-case.fixture.ts';

/*
 * Every no of every decision, one case for each rule and code, written by hand from RULES.md and never computed. A
 * code that no case gives, and a no that no case has, fails in every-decision.test.ts.
 */

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

const member: RoomActor = { kind: 'office', role: 'member', invited: false, otherOwners: 1 };

const outsider: RoomActor = { ...member, role: 'none' };

const open = { visibility: 'public' } as const;

const closed = { visibility: 'private' } as const;

const token = (id: string) => ({ by: 'token', id }) as const;

const ended = { agent: maya.seat, assignedTo: maya.seat, running: false };

/** By the name of the decision. Those that are not here say no to nothing. */
export const refusalCases: Readonly<Record<string, readonly RefusalCase[]>> = {
  ...messageRefusals,
  decideAgentLost: [no('CUST-5 no-interaction', 'the chat is over', decideAgentLost({ running: false }))],
  decideArchive: [
    no('TEN-2 needs-mode-3', 'mode 2', decideArchive(tenantOf(2))),
    no('TEN-2 no-office-side', 'mode 1', decideArchive(tenantOf(1))),
  ],
  decideChatAct: [
    no('CUST-4 no-interaction', 'the chat is over', decideChatAct('close', ended)),
    no(
      'CUST-4 not-the-agent',
      'the chat of another agent',
      decideChatAct('close', { ...ended, running: true, assignedTo: sam.seat }),
    ),
  ],
  decideExplain: [no('EXPL-2 not-an-administrator', 'anybody', decideExplain({ administrator: false }))],
  decideKind: [
    no('TEN-2 needs-mode-3', 'an expert chat in mode 2', decideKind(tenantOf(2), 'expert')),
    no('TEN-2 no-office-side', 'a room in mode 1', decideKind(tenantOf(1), 'room')),
  ],
  decideLiveMonitor: [
    ...(['direct', 'room', 'expert'] satisfies ConversationKind[]).map((kind) =>
      no('MON-1 never-monitored', kind, decideLiveMonitor(look({ kind }))),
    ),
    no(
      'MON-5 not-a-supervisor',
      'an agent',
      decideLiveMonitor(look({ viewer: { kind: 'agent', supervisor: false } })),
    ),
    no('MON-5 not-assigned', 'another group', decideLiveMonitor(look({ assignedGroups: [support] }))),
    no(
      'MON-5 not-assigned',
      'another queue',
      decideLiveMonitor(look({ kind: 'customer', queue: 'a' as QueueId, assignedQueues: ['b' as QueueId] })),
    ),
    no(
      'MON-2 policy-off',
      'the policy is off, while it runs',
      decideLiveMonitor(look({ stamp: { monitored: false, transcript: true } })),
    ),
    no('MON-6 interaction-over', 'it is over', decideLiveMonitor(look({ running: false }))),
  ],
  decideLogIn: [no('TEN-2 no-office-side', 'mode 1', decideLogIn(tenantOf(1), 'office'))],
  decideOffer: [
    no(
      'CUST-2 rejecting-not-allowed',
      'the company does not allow it',
      decideOffer('reject', { rejectingAllowed: false }),
    ),
  ],
  decideReadRefusals: [
    no('EXPL-4 not-an-administrator', 'anybody', decideReadRefusals({ administrator: false })),
  ],
  decideRetention: [
    no(
      'MON-8 retention-over',
      'its time is over',
      decideRetention({ endedAt: 0, now: 86_400_000, retentionDays: 1 }),
    ),
  ],
  decideRoomAct: [
    no('ROOM-1 no-rooms-for-agents', 'an agent', decideRoomAct('find', open, { ...member, kind: 'agent' })),
    no('ROOM-1 not-invited', 'a private room', decideRoomAct('join', closed, outsider)),
    no('ROOM-2 owner-only', 'a member', decideRoomAct('rename', open, member)),
    no(
      'ROOM-2 last-owner',
      'the only owner',
      decideRoomAct('leave', open, { ...member, role: 'owner', otherOwners: 0 }),
    ),
    no('ROOM-3 not-a-member', 'not joined', decideRoomAct('read', open, outsider)),
  ],
  decideRoomWrite: [
    no('ROOM-3 not-a-member', 'not joined', decideRoomWrite(roomOf())),
    no('ROOM-2 room-archived', 'archived', decideRoomWrite(roomOf({ member: true, archived: true }))),
  ],
  decideSameTenant: [
    no(
      'START-12 receiver-deactivated',
      'another company',
      decideSameTenant(harbor, priya, { ...maya, tenant: stranger }),
    ),
  ],
  decideStatus: [
    no('PRES-1 status-of-other-side', 'office', decideStatus('office', 'on-break')),
    no('PRES-4 status-of-other-side', 'agent', decideStatus('agent', 'invisible')),
    no('PRES-4 status-set-by-system', 'agent', decideStatus('agent', 'wrap-up')),
  ],
  decideTranscript: [
    no('MON-1 never-monitored', 'expert chat', decideTranscript(look({ kind: 'expert', running: false }))),
    no(
      'MON-5 not-a-supervisor',
      'an agent',
      decideTranscript(look({ viewer: { kind: 'agent', supervisor: false }, running: false })),
    ),
    no(
      'MON-5 not-assigned',
      'another group',
      decideTranscript(look({ assignedGroups: [support], running: false })),
    ),
    no('MON-6 interaction-running', 'it still runs', decideTranscript(look())),
    no(
      'MON-6 policy-off',
      'it is over, and the policy was off',
      decideTranscript(look({ running: false, stamp: { monitored: true, transcript: false } })),
    ),
  ],
  decideVisitor: [no('CUST-7 not-your-chat', 'another visitor', decideVisitor(token('a'), token('b')))],
};
